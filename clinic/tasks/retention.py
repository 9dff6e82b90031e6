"""Background jobs that erase."""

from celery import shared_task
from django.utils import timezone

from clinic import jobs
from clinic.services import retention, uploads


@shared_task(name=jobs.DROP_ORIGINALS)
def drop_originals(**_from_a_newer_sender: object) -> int:
    """Every hour: delete originals that a killed worker left behind."""
    return retention.drop_originals()


@shared_task(name=jobs.ERASE_DELETED_RECORDINGS)
def erase_deleted_recordings(**_from_a_newer_sender: object) -> int:
    """Every hour: erase what was deleted for good, and videos kept long enough."""
    return retention.erase_due(now=timezone.now())


@shared_task(name=jobs.ERASE_EXPIRED_UPLOADS)
def erase_expired_uploads(**_from_a_newer_sender: object) -> int:
    """Every hour: erase uploads that nobody went on with."""
    return uploads.erase_expired(now=timezone.now())
