"""What patients told of their exercises, as therapists read it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from clinic import wording
from clinic.models import SelfReport, User


@dataclass(frozen=True, slots=True)
class Told:
    """One report: when, of which exercise, and what in words."""

    at: datetime
    exercise: str
    words: str
    comment: str
    tone: str


def newest(user: User, patient: User, *, number: int) -> list[Told]:
    """Return the last reports of `patient`, as far as `user` may read them."""
    visible = SelfReport.objects.visible_to(user).filter(patient=patient)
    ordered = visible.order_by("-reported_at", "-pk")[:number]
    return [_told(one) for one in ordered.select_related("prescription__exercise")]


def _told(report: SelfReport) -> Told:
    said = [
        _pain(report),
        _("effort %(n)d of 10") % {"n": report.effort}
        if report.effort is not None
        else "",
        report.get_reason_display() if report.reason else "",
    ]
    return Told(
        at=report.reported_at,
        exercise=report.prescription.exercise.name,
        words=wording.listed(str(one) for one in said if one),
        comment=report.comment,
        tone="act" if report.is_above_limit else "",
    )


def _pain(report: SelfReport) -> str:
    if report.pain is None:
        return ""
    if report.is_above_limit:
        words = {"n": report.pain, "limit": report.pain_limit}
        return _("pain %(n)d of 10, above the limit of %(limit)d") % words
    when = {
        SelfReport.Moment.BEFORE: _("pain %(n)d of 10 before"),
        SelfReport.Moment.AFTER: _("pain %(n)d of 10 after"),
        SelfReport.Moment.INSTEAD: _("pain %(n)d of 10"),
    }
    return when[SelfReport.Moment(report.moment)] % {"n": report.pain}
