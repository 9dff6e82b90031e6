"""Tell patients that something new waits for them: in the app, then by mail.

A notice lives until its patient has opened the recording. Whoever looks at once gets
no mail, and no mail says what the news is: a mail may be read by others.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from clinic import access
from clinic.models import Analysis, Clinic, Notice, Recording, Review, User
from clinic.services import audit

logger = logging.getLogger(__name__)

# Our own choice: long enough for someone who waits on the page to see the result.
MAIL_AFTER: Final = timedelta(minutes=2)
# What could not be mailed for so long is no news any more.
MAIL_UNTIL: Final = timedelta(days=2)


def of_result(recording: Recording, *, now: datetime) -> None:
    """Announce a result, unless the clinic reviews it first."""
    if _shows_at_once(recording.clinic):
        _announce(recording, Notice.Kind.RESULT, now)


def of_failure(analysis: Analysis, *, now: datetime) -> None:
    """Announce that a recording could not be looked at, unless a result stands."""
    if analysis.is_current:
        _announce(analysis.recording, Notice.Kind.FAILED, now)


def of_review(recording: Recording, *, now: datetime) -> None:
    """Announce what waited for the review which has now ended: an answer, a result."""
    if recording.asked_at is not None:
        _announce(recording, Notice.Kind.ANSWER, now)
    elif not _shows_at_once(recording.clinic):
        _announce(recording, Notice.Kind.RESULT, now)


def of_answer(recording: Recording, *, now: datetime) -> None:
    """Announce a therapist's words, where the patient can read them by now."""
    if _shows_note(recording):
        _announce(recording, Notice.Kind.ANSWER, now)


def withdraw(recording: Recording) -> None:
    """Take back what was announced: it is being looked at again."""
    Notice.objects.filter(recording=recording).delete()


def seen(*, by: User, recording: Recording) -> None:
    """Forget the news about `recording`: its patient has opened it."""
    access.require(access.can_view_recording(by, recording))
    if recording.patient_id == by.pk:
        withdraw(recording)


def send_mails(*, now: datetime) -> int:
    """Mail the patients who have not looked; one mail each, however much is new.

    Returns:
        how many mails were sent. One that fails is tried again until `MAIL_UNTIL`.
    """
    due = (
        Notice.objects.due_by_mail(now - MAIL_AFTER)
        .filter(at__gt=now - MAIL_UNTIL)
        .select_related("recording__patient")
        .order_by("recording__patient_id", "at")
    )
    people = groupby(due, key=lambda notice: notice.recording.patient)
    return sum(_mail(patient, list(notices), now) for patient, notices in people)


def _announce(recording: Recording, kind: Notice.Kind, now: datetime) -> None:
    news = {"kind": kind, "at": now, "mailed_at": None, "pushed_at": None}
    Notice.objects.update_or_create(recording=recording, defaults=news)


def _shows_at_once(clinic: Clinic) -> bool:
    return clinic.show_findings == Clinic.ShowFindings.AT_ONCE


def _shows_note(recording: Recording) -> bool:
    failed = Analysis.objects.current().filter(
        recording=recording, status=Analysis.Status.FAILED
    )
    reviewed = Review.objects.filter(recording=recording, reviewed_at__isnull=False)
    return _shows_at_once(recording.clinic) or reviewed.exists() or failed.exists()


def _mail(patient: User, notices: Sequence[Notice], now: datetime) -> bool:
    """Send one mail for `notices`; claimed first, so that no two workers send it."""
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    if not rows.filter(mailed_at__isnull=True).update(mailed_at=now):
        return False
    try:
        _send(patient, notices)
    except (OSError, SMTPException) as error:
        rows.filter(mailed_at=now).update(mailed_at=None)
        # The kind only: what a mail server answers repeats the address.
        logger.warning("a notice could not be mailed: %s", type(error).__name__)
        return False
    audit.record(action="notice.mailed", about=patient, by=None, now=now)
    return True


def _send(patient: User, notices: Sequence[Notice]) -> None:
    place = reverse("patient:today")
    if len(notices) == 1:
        place = reverse("patient:recording", args=[notices[0].recording.public_id])
    write_to(patient, place)


def write_to(person: User, place: str) -> None:
    """Mail `person` that something new waits at `place`, a name or path of a page.

    Raises:
        OSError, SMTPException: the mail could not be sent.
    """
    root = settings.PUBLIC_URL.rstrip("/")
    context = {
        "link": root + resolve_url(place),
        "settings": root + reverse("account_profile"),
    }
    with translation.override(person.language):
        subject = render_to_string("emails/notice_subject.txt", context)
        text = render_to_string("emails/notice_message.txt", context)
        html = render_to_string("emails/notice_message.html", context)
    send_mail(" ".join(subject.split()), text, None, [person.email], html_message=html)
