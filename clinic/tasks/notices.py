"""Background jobs on notices."""

from celery import shared_task
from django.utils import timezone

from clinic import jobs
from clinic.services import message_mails, notices, pushes


@shared_task(name=jobs.MAIL_NOTICES, soft_time_limit=60, time_limit=90)
def mail_notices(**_from_a_newer_sender: object) -> int:
    """Every minute: mail those who have not looked at what is new for them."""
    now = timezone.now()
    return notices.send_mails(now=now) + message_mails.send(now=now)


@shared_task(name=jobs.PUSH_NOTICES, soft_time_limit=60, time_limit=90)
def push_notices(**_from_a_newer_sender: object) -> int:
    """Twice a minute: wake the browsers of patients who have not looked."""
    return pushes.send(now=timezone.now())
