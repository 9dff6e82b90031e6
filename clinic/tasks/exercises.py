"""Background jobs on a clinic's own exercises."""

import uuid

from celery import shared_task
from django.utils import timezone

from clinic import jobs
from clinic.services import exercise_trials, own_exercises


@shared_task(name=jobs.LEARN_EXERCISE, max_retries=2)
def learn_exercise(*, version_id: str, **_from_a_newer_sender: object) -> None:
    """Learn one version from its video and try it. May be delivered twice."""
    exercise_trials.run(version_id=uuid.UUID(version_id), clock=timezone.now)


@shared_task(name=jobs.RESCUE_EXERCISES, soft_time_limit=60, time_limit=90)
def rescue_exercises(**_from_a_newer_sender: object) -> int:
    """Every 30 seconds: requeue versions whose message or worker was lost."""
    return exercise_trials.rescue(now=timezone.now())


@shared_task(name=jobs.ERASE_REFERENCE_VIDEOS)
def erase_reference_videos(**_from_a_newer_sender: object) -> int:
    """Every hour: erase reference videos whose deletion cannot be undone any more."""
    return own_exercises.erase_videos(now=timezone.now())
