"""Background jobs on alerts."""

from celery import shared_task
from django.utils import timezone

from clinic import jobs
from clinic.services import alerts


@shared_task(name=jobs.LOOK_FOR_ALERTS, soft_time_limit=240, time_limit=300)
def look_for_alerts(**_from_a_newer_sender: object) -> int:
    """Every 15 minutes: raise what rules find, and escalate what nobody noted."""
    raised = alerts.look(now=timezone.now())
    alerts.escalate(now=timezone.now())
    return raised
