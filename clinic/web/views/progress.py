"""Progress over weeks: of patients themselves, and of a therapist's patients."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinic import selectors
from clinic.models import User
from clinic.selectors.goals import goal_of
from clinic.services import audit
from clinic.web.presentation import clinical_progress, progress
from clinic.web.roles import for_patients, for_therapists
from clinic.web.views.therapist import patient_of
from clinic.web.visitors import signed_in

# What a patient looks back on: a quarter of a year, by whole weeks.
_OWN_SPAN: Final = timedelta(weeks=12)
_SPANS: Final = (6, 12, 26, 52)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a patient's progress a therapist wants to see."""

    exercise: str
    weeks: int
    first: str
    second: str

    def since(self, patient: User) -> date:
        """Return the first day to look at."""
        return self.until(patient) - timedelta(weeks=self.weeks)

    def until(self, patient: User) -> date:
        """Return the patient's today."""
        return _local_day(patient)


@require_safe
@for_patients
def own_page(request: HttpRequest) -> HttpResponse:
    """Show a patient how the weeks went, exercise by exercise."""
    user = signed_in(request)
    until = _local_day(user)
    over_time = selectors.progress(
        user, viewer=user, since=until - _OWN_SPAN, until=until
    )
    context = {
        "place": "progress",
        "page": progress.page(over_time),
        "goal": goal_of(user, viewer=user),
    }
    return render(request, "patient/progress.html", context)


@require_safe
@for_therapists
def patients_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a therapist one exercise of one patient over weeks."""
    user = signed_in(request)
    patient = patient_of(user, public_id)
    wanted = asked(request)
    over_time = selectors.progress(
        patient, viewer=user, since=wanted.since(patient), until=wanted.until(patient)
    )
    audit.progress_viewed(by=user, patient=patient, now=timezone.now())
    chosen = exercise_of(over_time, wanted.exercise)
    context = {
        "place": "patients",
        "patient": patient,
        "asked": wanted,
        "goal": goal_of(patient, viewer=user),
        "exercises": [one.exercise for one in over_time.exercises],
        "chosen": chosen.exercise if chosen else None,
        "page": clinical_progress.page(
            chosen, over_time, first=wanted.first, second=wanted.second
        )
        if chosen
        else None,
        "weeks": progress.week_rows(over_time),
        "spans": {
            6: _("6 weeks"),
            12: _("3 months"),
            26: _("Half a year"),
            52: _("A year"),
        },
    }
    return render(request, "therapist/progress.html", context)


def asked(request: HttpRequest) -> Asked:
    """Read what is wanted; what makes no sense is the usual."""
    weeks = request.GET.get("weeks", "")
    is_span = weeks.isdecimal() and int(weeks) in _SPANS
    return Asked(
        exercise=request.GET.get("exercise", ""),
        weeks=int(weeks) if is_span else _SPANS[0],
        first=request.GET.get("first", ""),
        second=request.GET.get("second", ""),
    )


def exercise_of(
    over_time: selectors.Progress, code: str
) -> selectors.ExerciseProgress | None:
    """Return the exercise with `code`, else the one recorded last, if there is any."""
    by_code = {one.exercise.code: one for one in over_time.exercises}
    latest = max(
        over_time.exercises, key=lambda one: one.sessions[-1].recorded_at, default=None
    )
    return by_code.get(code, latest)


def _local_day(patient: User) -> date:
    return timezone.now().astimezone(ZoneInfo(patient.time_zone)).date()
