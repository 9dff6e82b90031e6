"""Prescribe exercises, and end a plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from clinic import access, recognizer
from clinic.domain import weekdays
from clinic.models import Exercise, Plan, Prescription, User
from clinic.services import audit
from clinic.services.errors import Refused


class PlanNotValid(Refused):
    """The plan says something that cannot be done."""

    code = "plan_not_valid"


class RulesNotSuitable(Refused):
    """A target or limit does not fit the exercise."""

    code = "rules_not_suitable"


@dataclass(frozen=True, slots=True)
class Prescribed:
    """One exercise of a plan to be.

    Attributes:
        days: ISO weekdays (Monday is 1).
        rules: the patient's own `targets` and `limits`, by measure, and `tolerances`,
            by mistake; what is not named is judged as the catalog says.
    """

    exercise: Exercise
    sets: int = 1
    repetitions: int | None = 10
    hold_s: int | None = None
    side: str = Prescription.Side.BOTH
    days: Iterable[int] = range(1, 8)
    note: str = ""
    rules: recognizer.Rules = field(default_factory=dict)


@transaction.atomic
def prescribe(
    *,
    by: User,
    patient: User,
    title: str,
    starts_on: date,
    prescriptions: Sequence[Prescribed],
    now: datetime,
    ends_on: date | None = None,
) -> Plan:
    """Write a plan for `patient`, with its exercises in order.

    Raises:
        Denied: `by` is not in charge of `patient`.
        PlanNotValid: no exercise, an unknown one, or dates out of order.
        RulesNotSuitable: a target or limit that the exercise cannot be judged by.
    """
    access.require(access.can_prescribe(by, patient))
    _check(by, prescriptions, starts_on, ends_on)
    assert patient.clinic is not None  # noqa: S101  for mypy; `in_care` holds it
    plan = Plan.objects.create(
        clinic=patient.clinic,
        patient=patient,
        prescribed_by=by,
        title=title.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    Prescription.objects.bulk_create(
        _row(plan, position, prescribed)
        for position, prescribed in enumerate(prescriptions, start=1)
    )
    audit.record(
        action="plan.prescribed",
        about=plan,
        by=by,
        now=now,
        exercises=len(prescriptions),
    )
    return plan


@transaction.atomic
def end(*, by: User, plan: Plan, now: datetime) -> None:
    """End `plan` now; ended twice is ended once."""
    access.require(access.can_prescribe(by, plan.patient))
    if Plan.objects.filter(pk=plan.pk, ended_at__isnull=True).update(ended_at=now):
        audit.record(action="plan.ended", about=plan, by=by, now=now)


def _check(
    by: User,
    prescriptions: Sequence[Prescribed],
    starts_on: date,
    ends_on: date | None,
) -> None:
    if not prescriptions:
        raise PlanNotValid(_("A plan needs at least one exercise."))
    if ends_on is not None and ends_on < starts_on:
        raise PlanNotValid(_("The last day lies before the first."))
    offered = Exercise.objects.visible_to(by).offered()
    wanted = {prescribed.exercise.pk for prescribed in prescriptions}
    if offered.filter(pk__in=wanted).count() != len(wanted):
        raise PlanNotValid(_("An exercise of this plan is not offered here."))


def _suitable(prescribed: Prescribed) -> dict[str, dict[str, float]]:
    """Return the rules that say something, once the library takes them."""
    rules = {name: dict(values) for name, values in prescribed.rules.items() if values}
    if rules:
        try:
            recognizer.check_rules(prescribed.exercise.code, rules)
        except recognizer.Unanalyzable as error:
            raise RulesNotSuitable(f"{error.message} {error.what_to_do}") from error
    return rules


def _row(plan: Plan, position: int, prescribed: Prescribed) -> Prescription:
    if not prescribed.repetitions and not prescribed.hold_s:
        raise PlanNotValid(_("Say how many repetitions, or how long to hold."))
    return Prescription(
        plan=plan,
        exercise=prescribed.exercise,
        position=position,
        sets=prescribed.sets,
        repetitions=prescribed.repetitions,
        hold_s=prescribed.hold_s,
        side=prescribed.side,
        weekdays=weekdays.pack(prescribed.days),
        note=prescribed.note.strip(),
        rules=_suitable(prescribed),
    )
