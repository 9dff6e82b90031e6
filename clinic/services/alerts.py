"""Raise alerts by rules, let someone take note, and escalate what nobody noted.

Self-reports and messages are looked at when they are made; missed days and ranges by a
periodic job.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clinic import access
from clinic.domain import alerts as rules
from clinic.domain.alerts import Setting
from clinic.models import (
    Alert,
    AlertKind,
    AlertRule,
    Clinic,
    Message,
    SelfReport,
    User,
)
from clinic.selectors import alerts as found
from clinic.services import audit
from clinic.services.errors import Refused

logger = logging.getLogger(__name__)
_RANGES: Final = {"pain": (1, 10), "missed": (1, 30)}
_MOST_WORDS: Final = 100


class RuleNotValid(Refused):
    """A rule cannot be kept as it was said."""

    code = "alert_rule_not_valid"


def of_report(report: SelfReport, *, now: datetime) -> None:
    """Raise what the rules of its patient say about `report`."""
    own = found.rules_of(report.patient)
    pain = own[AlertKind.PAIN]
    if rules.hurts(report.pain, pain):
        facts = {"pain": report.pain, "threshold": pain.threshold}
        _raise(report.patient, AlertKind.PAIN, _key(report), facts, now, report)
    words = rules.flagged(report.comment, own[AlertKind.RED_FLAG])
    if words:
        said = {"words": list(words)}
        _raise(report.patient, AlertKind.RED_FLAG, _key(report), said, now, report)


def of_message(message: Message, *, now: datetime) -> None:
    """Raise what the rules of its patient say about the words of `message`."""
    if message.sender_id != message.patient_id:
        return
    rule = found.rules_of(message.patient)[AlertKind.RED_FLAG]
    if words := rules.flagged(message.text, rule):
        key = f"message {message.public_id}"
        said = {"words": list(words)}
        _raise(message.patient, AlertKind.RED_FLAG, key, said, now, message)


def look(*, now: datetime) -> int:
    """Raise what is found in all clinics; return how many alerts are new."""
    return sum(
        _raise(one.patient, one.kind, one.key, one.facts, now)
        for clinic in Clinic.objects.all()
        for one in found.occasions(clinic, now=now)
    )


@transaction.atomic
def acknowledge(*, by: User, alert: Alert, now: datetime) -> bool:
    """Take note of `alert`; who was first stays. Return whether it was `by`.

    Raises:
        Denied: `by` is not in charge of the patient.
    """
    access.require(access.can_acknowledge(by, alert))
    row = Alert.objects.open().filter(pk=alert.pk)
    is_first = bool(row.update(acknowledged_by=by, acknowledged_at=now))
    if is_first:
        audit.record(action="alert.acknowledged", about=alert, by=by, now=now)
    return is_first


def escalate(*, now: datetime) -> int:
    """Write to all in charge about what nobody has acknowledged in the clinic's time.

    Returns:
        how many alerts were escalated. Each once: claimed before the mail is sent.
    """
    return sum(_escalate(clinic, now) for clinic in Clinic.objects.all())


@transaction.atomic
def set_rules(
    *, by: User, patient: User, wanted: Mapping[str, Setting], now: datetime
) -> None:
    """Keep the rules of `patient`; what is as the clinic has it follows the clinic.

    Raises:
        Denied: `by` is not in charge of `patient`.
        RuleNotValid.
    """
    access.require(access.can_prescribe(by, patient))
    assert patient.clinic is not None  # noqa: S101  for mypy; `in_care` holds it
    _store(patient.clinic, patient, wanted, found.defaults_of(patient.clinic))
    audit.record(action="alert_rules.changed", about=patient, by=by, now=now)


@transaction.atomic
def set_defaults(
    *,
    by: User,
    clinic: Clinic,
    wanted: Mapping[str, Setting],
    escalate_after_h: int,
    now: datetime,
) -> None:
    """Keep the clinic's rules, and after how many hours an alert is escalated.

    Raises:
        Denied: `by` does not run the clinic.
        RuleNotValid.
    """
    access.require(access.can_manage_clinic(by, clinic))
    _store(clinic, None, wanted, rules.DEFAULTS)
    Clinic.objects.filter(pk=clinic.pk).update(escalate_after_h=escalate_after_h)
    audit.record(action="alert_rules.changed", about=clinic, by=by, now=now)


def _key(report: SelfReport) -> str:
    """Return what stays the same where a patient corrects what they told."""
    if report.recording is not None:
        return f"recording {report.recording.public_id}"
    return f"report {report.public_id}"


def _raise(
    patient: User,
    kind: str,
    key: str,
    facts: Mapping[str, object],
    now: datetime,
    said_in: SelfReport | Message | None = None,
) -> bool:
    """Raise one alert; False where it was raised before."""
    assert patient.clinic is not None  # noqa: S101  for mypy; patients have one
    with transaction.atomic():
        alert, is_new = Alert.objects.get_or_create(
            patient=patient,
            kind=kind,
            occasion=key,
            defaults={
                "clinic": patient.clinic,
                "facts": dict(facts),
                "self_report": said_in if isinstance(said_in, SelfReport) else None,
                "message": said_in if isinstance(said_in, Message) else None,
                "raised_at": now,
            },
        )
        if is_new:
            audit.record(
                action="alert.raised", about=alert, by=None, now=now, kind=str(kind)
            )
    return is_new


def _store(
    clinic: Clinic,
    patient: User | None,
    wanted: Mapping[str, Setting],
    usual: Mapping[str, Setting],
) -> None:
    AlertRule.objects.filter(clinic=clinic, patient=patient).delete()
    AlertRule.objects.bulk_create(
        AlertRule(
            clinic=clinic,
            patient=patient,
            kind=kind,
            is_on=rule.is_on,
            threshold=rule.threshold,
            words=list(rule.words),
        )
        for kind, rule in wanted.items()
        if rule != usual[_checked(kind, rule)]
    )


def _checked(kind: str, rule: Setting) -> str:
    if kind not in rules.DEFAULTS or len(rule.words) > _MOST_WORDS:
        raise RuleNotValid(_("There is no such rule."))
    if kind in _RANGES:
        low, high = _RANGES[kind]
        if rule.threshold is None or not low <= rule.threshold <= high:
            said = _("Choose a number from %(low)d to %(high)d.")
            raise RuleNotValid(said % {"low": low, "high": high})
    return kind


def _escalate(clinic: Clinic, now: datetime) -> int:
    before = now - timedelta(hours=clinic.escalate_after_h)
    waiting = Alert.objects.filter(clinic=clinic).waiting_since(before)
    people: dict[User, None] = {}
    count = 0
    for alert in waiting.select_related("patient"):
        claimed = Alert.objects.waiting_since(before).filter(pk=alert.pk)
        with transaction.atomic():
            if not claimed.update(escalated_at=now):
                continue
            audit.record(action="alert.escalated", about=alert, by=None, now=now)
        count += 1
        people |= dict.fromkeys(_in_charge(alert.patient))
    for person in people:
        _mail(person)
    return count


def _in_charge(patient: User) -> list[User]:
    """Return who treats `patient`; where nobody does, who runs the clinic."""
    active = User.objects.filter(clinic=patient.clinic, is_active=True)
    treating = active.therapists().filter(
        care_given__patient=patient, care_given__ended_at__isnull=True
    )
    return list(treating) or list(active.filter(role=User.Role.CLINIC_ADMIN))


def _mail(person: User) -> None:
    """Say that something waits, and not what, nor about whom."""
    place = "therapist:patients" if person.is_therapist else "clinic_admin:people"
    context = {"link": settings.PUBLIC_URL.rstrip("/") + reverse(place)}
    with translation.override(person.language):
        subject = render_to_string("emails/alert_subject.txt", context)
        text = render_to_string("emails/alert_message.txt", context)
    try:
        send_mail(" ".join(subject.split()), text, None, [person.email])
    except (SMTPException, OSError):
        logger.exception("The mail about a waiting alert could not be sent.")
