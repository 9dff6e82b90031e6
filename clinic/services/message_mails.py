"""Tell by mail that a message waits: not what it says, nor of whom it is."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from smtplib import SMTPException
from typing import Final

from django.db import transaction

from clinic.models import Message, User
from clinic.services import audit, notices

logger = logging.getLogger(__name__)

# Our own choice: who is writing back and forth gets no mail for each line.
MAIL_AFTER: Final = timedelta(minutes=10)
# What could not be mailed for so long is no news any more.
MAIL_UNTIL: Final = timedelta(days=2)


def send(*, now: datetime) -> int:
    """Mail those to whom unread messages are addressed; one mail each and thread.

    Returns:
        how many mails were sent. Each message once: claimed before its mail is sent.
    """
    due = (
        Message.objects.due_by_mail(now - MAIL_AFTER, since=now - MAIL_UNTIL)
        .select_related("patient", "sender")
        .order_by("patient_id", "pk")
    )
    threads = groupby(due, key=lambda message: message.patient)
    return sum(_of_thread(patient, list(waiting), now) for patient, waiting in threads)


def _of_thread(patient: User, waiting: list[Message], now: datetime) -> int:
    from_patient = [one for one in waiting if one.sender_id == patient.pk]
    to_patient = [one for one in waiting if one.sender_id != patient.pk]
    treating = User.objects.therapists().filter(
        care_given__patient=patient, care_given__ended_at__isnull=True
    )
    return _mail(from_patient, treating, now) + _mail(to_patient, [patient], now)


def _mail(waiting: list[Message], people: Iterable[User], now: datetime) -> int:
    """Claim `waiting` and write to `people` who want mails."""
    rows = Message.objects.filter(pk__in=[one.pk for one in waiting])
    with transaction.atomic():
        if not rows.filter(mailed_at__isnull=True).update(mailed_at=now):
            return 0
        for one in waiting:
            audit.record(action="message.mailed", about=one, by=None, now=now)
    wanted = [one for one in people if one.is_active and one.result_mails]
    return sum(_sent(person) for person in wanted)


def _sent(person: User) -> bool:
    place = "patient:messages" if person.is_patient else "therapist:messages"
    try:
        notices.write_to(person, place)
    except (OSError, SMTPException) as error:
        # The kind only: what a mail server answers repeats the address.
        logger.warning("a message's mail was not sent: %s", type(error).__name__)
        return False
    return True
