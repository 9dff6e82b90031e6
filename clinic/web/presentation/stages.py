"""The stages of a running analysis, as a list with ticks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.models import Analysis, User
from clinic.models.work import Work


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; `state` is done, now or next."""

    label: str
    state: str


def stages(work: Work) -> list[Stage]:
    """Return the stages of `work` with what is done, now, and next."""
    codes = [code for code in Analysis.Stage.values if code != Analysis.Stage.DONE]
    now = codes.index(work.stage) if work.stage in codes else len(codes)
    return [
        Stage(str(Analysis.Stage(code).label), _state(place, now))
        for place, code in enumerate(codes)
    ]


def queue_words(analysis: Analysis) -> str:
    """Say how many recordings are looked at first; empty once it is its turn."""
    if analysis.status != Analysis.Status.QUEUED:
        return ""
    ahead = Analysis.objects.ahead_of(analysis).count()
    if ahead == 0:
        return _("Yours is next.")
    words = ngettext(
        "%(n)d recording is looked at before yours.",
        "%(n)d recordings are looked at before yours.",
        ahead,
    )
    return words % {"n": ahead}


def told_words(user: User) -> str:
    """Say how the patient hears that it is done."""
    if user.result_mails:
        return _("We e-mail you when it is done, and it waits for you under Today.")
    return _("When it is done, it waits for you under Today.")


def _state(place: int, now: int) -> str:
    if place < now:
        return "done"
    return "now" if place == now else "next"
