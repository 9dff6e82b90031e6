"""What a page asks a patient about an exercise, and what was told already."""

from datetime import date

from clinic.models import Prescription, Recording, SelfReport, User
from clinic.selectors.today import day_bounds
from clinic.web.self_report_forms import AfterForm, PainForm


def asked_before(
    user: User, prescription: Prescription, *, on: date
) -> dict[str, object]:
    """Return the question on pain before `prescription`, or today's answer."""
    begin, end = day_bounds(on, user.time_zone)
    told = SelfReport.objects.filter(
        patient=user,
        prescription=prescription,
        moment=SelfReport.Moment.BEFORE,
        reported_at__gte=begin,
        reported_at__lt=end,
    ).order_by("-reported_at", "-pk")
    return {"pain_form": PainForm(), "pain_told": told.first()}


def asked_after(recording: Recording) -> dict[str, object]:
    """Return the questions on how `recording` felt, or what was told."""
    told = SelfReport.objects.filter(recording=recording).first()
    return {"after_form": AfterForm(), "felt": told}
