"""Background jobs on analyses."""

import uuid

from celery import shared_task
from django.utils import timezone

from clinic import jobs
from clinic.services import analyses


# Whoever dies with its process (out of memory) is tried twice more at once; a death of
# the whole worker is the rescue job's business.
@shared_task(name=jobs.ANALYZE_RECORDING, max_retries=2)
def analyze_recording(*, analysis_id: str, **_from_a_newer_sender: object) -> None:
    """Run one queued analysis. May be delivered twice; its result is stored once."""
    analyses.run(analysis_id=uuid.UUID(analysis_id), clock=timezone.now)


@shared_task(name=jobs.RESCUE_ANALYSES, soft_time_limit=60, time_limit=90)
def rescue_analyses(**_from_a_newer_sender: object) -> int:
    """Every 30 seconds: requeue analyses whose message or worker was lost."""
    return analyses.rescue(now=timezone.now())
