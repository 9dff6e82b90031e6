"""Take down what patients tell of an exercise: pain, effort, or why it was not done."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from clinic import access, wording
from clinic.models import Prescription, Recording, SelfReport, User
from clinic.services import alerts, audit, messages
from clinic.services.errors import Refused


class NothingTold(Refused):
    """Neither pain nor effort nor a comment."""

    code = "nothing_told"


@transaction.atomic
def before(
    *, by: User, prescription: Prescription, pain: int, now: datetime
) -> SelfReport:
    """Take down the pain before an exercise; above the plan's limit, tell a therapist.

    Raises:
        Denied: the exercise is not prescribed to `by`.
    """
    report = _create(by, prescription, now, moment=SelfReport.Moment.BEFORE, pain=pain)
    if report.is_above_limit:
        text = _alarm(report)
        messages.send(by=by, patient=by, text=text, now=now, is_automatic=True)
        audit.record(action="self_report.pain_alarm", about=report, by=by, now=now)
    return report


def _alarm(report: SelfReport) -> str:
    """Tell the therapist, who reads it in the language of the clinic."""
    clinic = report.patient.clinic
    with translation.override(clinic.language if clinic else None):
        text = _(
            "Pain %(pain)d of 10 before the exercise “%(exercise)s”. The limit of the "
            "plan is %(limit)d: the advice was not to exercise and to ask you. "
            "(Written automatically.)"
        )
        exercise = wording.translated(report.prescription.exercise.name)
        limit = report.pain_limit
        return text % {"exercise": exercise, "pain": report.pain, "limit": limit}


@transaction.atomic
def after(
    *,
    by: User,
    recording: Recording,
    pain: int | None,
    effort: int | None,
    comment: str,
    now: datetime,
) -> SelfReport:
    """Take down how a recorded exercise felt; told again, it replaces the first.

    Raises:
        Denied: `by` is not the patient of `recording`, or it has no prescription.
        NothingTold.
    """
    access.require(access.can_view_recording(by, recording))
    prescription = recording.prescription
    access.require(prescription is not None)
    comment = comment.strip()
    if pain is None and effort is None and not comment:
        raise NothingTold(_("Choose a number or write something first."))
    access.require(recording.patient_id == by.pk)
    SelfReport.objects.filter(recording=recording).delete()
    assert prescription is not None  # noqa: S101  for mypy; required above
    return _create(
        by,
        prescription,
        now,
        moment=SelfReport.Moment.AFTER,
        recording=recording,
        pain=pain,
        effort=effort,
        comment=comment,
    )


@transaction.atomic
def instead(
    *,
    by: User,
    prescription: Prescription,
    reason: SelfReport.Reason,
    comment: str,
    now: datetime,
) -> SelfReport:
    """Take down why an exercise was not done as prescribed.

    Raises:
        Denied: the exercise is not prescribed to `by`.
    """
    return _create(
        by,
        prescription,
        now,
        moment=SelfReport.Moment.INSTEAD,
        reason=reason,
        comment=comment.strip(),
    )


def _create(
    by: User, prescription: Prescription, now: datetime, **told: object
) -> SelfReport:
    access.require(access.can_upload(by, prescription))
    report = SelfReport.objects.create(
        clinic=prescription.plan.clinic,
        patient=by,
        prescription=prescription,
        pain_limit=prescription.plan.pain_limit,
        reported_at=now,
        **told,
    )
    moment = str(report.moment)
    audit.record(action="self_report.made", about=report, by=by, now=now, moment=moment)
    alerts.of_report(report, now=now)
    return report
