"""Prescribe exercises, and end a plan."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.translation import gettext as _

from clinic import access, recognizer, wording
from clinic.domain import weekdays
from clinic.models import Exercise, ExerciseVersion, Plan, PlanPhase, Prescription, User
from clinic.services import audit, plan_drafts
from clinic.services.errors import Refused
from clinic.services.plan_drafts import PAIN_LIMIT, Draft, PhaseAhead, Prescribed


class PlanNotValid(Refused):
    """The plan says something that cannot be done."""

    code = "plan_not_valid"


class RulesNotSuitable(Refused):
    """A target or limit does not fit the exercise."""

    code = "rules_not_suitable"


@dataclass(frozen=True, slots=True)
class Edition:
    """Where a version stands in its series; the default begins one."""

    series: uuid.UUID = field(default_factory=uuid.uuid4)
    version: int = 1
    replaces: Plan | None = None
    brings_back: int | None = None
    phase: int = 1
    phase_title: str = ""
    phase_since: date | None = None


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
    pain_limit: int = PAIN_LIMIT,
    phases: Sequence[PhaseAhead] = (),
) -> Plan:
    """Write a plan for `patient`, with its exercises in order.

    Raises:
        Denied: `by` is not in charge of `patient`.
        PlanNotValid: no exercise, an unknown one, or dates out of order.
        RulesNotSuitable: a target or limit that the exercise cannot be judged by.
    """
    access.require(access.can_prescribe(by, patient))
    draft = Draft(title, tuple(prescriptions), ends_on, pain_limit, tuple(phases))
    plan = write(draft, by=by, patient=patient, starts_on=starts_on, now=now)
    audit.record(
        action="plan.prescribed",
        about=plan,
        by=by,
        now=now,
        exercises=len(prescriptions),
    )
    return plan


def write(
    draft: Draft,
    *,
    by: User,
    patient: User,
    starts_on: date,
    now: datetime,
    edition: Edition | None = None,
) -> Plan:
    """Store `draft` as one version of a plan; the caller asked for access.

    Raises:
        PlanNotValid, RulesNotSuitable.
    """
    check(draft, by=by, starts_on=starts_on)
    assert patient.clinic is not None  # noqa: S101  for mypy; `in_care` holds it
    edition = edition or Edition(phase_since=starts_on)
    plan = Plan.objects.create(
        clinic=patient.clinic,
        patient=patient,
        prescribed_by=by,
        title=draft.title.strip(),
        starts_on=starts_on,
        ends_on=draft.ends_on,
        meant_until=draft.ends_on,
        pain_limit=draft.pain_limit,
        written_at=now,
        series=edition.series,
        version=edition.version,
        replaces=edition.replaces,
        brings_back=edition.brings_back,
        phase=edition.phase,
        phase_title=edition.phase_title,
        phase_since=edition.phase_since,
    )
    Prescription.objects.bulk_create(
        _row(plan, position, prescribed)
        for position, prescribed in enumerate(draft.items, start=1)
    )
    PlanPhase.objects.bulk_create(
        _phase(plan, position, phase)
        for position, phase in enumerate(draft.phases, start=1)
    )
    return plan


@transaction.atomic
def end(*, by: User, plan: Plan, now: datetime) -> None:
    """End `plan` now, with all that is left of its versions; twice is once."""
    access.require(access.can_prescribe(by, plan.patient))
    today = now.astimezone(ZoneInfo(plan.patient.time_zone)).date()
    open_versions = Plan.objects.filter(series=plan.series, ended_at__isnull=True)
    left = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today)
    if open_versions.filter(left).update(ended_at=now):
        audit.record(action="plan.ended", about=plan, by=by, now=now)


def check(draft: Draft, *, by: User, starts_on: date) -> None:
    """Refuse what cannot be done, of the plan and of its phases.

    Raises:
        PlanNotValid, RulesNotSuitable.
    """
    if not draft.items:
        raise PlanNotValid(_("A plan needs at least one exercise."))
    if not all(phase.items for phase in draft.phases):
        raise PlanNotValid(_("A phase needs at least one exercise."))
    if draft.ends_on is not None and draft.ends_on < starts_on:
        raise PlanNotValid(_("The last day lies before the first."))
    items = [*draft.items, *(item for one in draft.phases for item in one.items)]
    offered = Exercise.objects.visible_to(by).offered()
    wanted = {item.exercise.pk for item in items}
    if offered.filter(pk__in=wanted).count() != len(wanted):
        raise PlanNotValid(_("An exercise of this plan is not offered here."))
    for item in items:
        _check_item(item)


def _check_item(item: Prescribed) -> None:
    if not item.repetitions and not item.hold_s:
        raise PlanNotValid(_("Say how many repetitions, or how long to hold."))
    _suitable(item)


def _suitable(prescribed: Prescribed) -> dict[str, dict[str, float]]:
    """Return the rules that say something, once the library takes them."""
    rules = {name: dict(values) for name, values in prescribed.rules.items() if values}
    if rules:
        try:
            recognizer.check_rules(
                prescribed.exercise.code, rules, definition=_definition(prescribed)
            )
        except recognizer.Unanalyzable as error:
            said = map(wording.translated, (error.message, error.what_to_do))
            raise RulesNotSuitable(" ".join(said)) from error
    return rules


def _definition(prescribed: Prescribed) -> str:
    """Return the file of an own exercise; empty for one of the catalog."""
    if not prescribed.exercise.is_own:
        return ""
    versions = ExerciseVersion.objects.published().filter(exercise=prescribed.exercise)
    newest = versions.order_by("-number").first()
    return newest.definition if newest else ""


def _phase(plan: Plan, position: int, phase: PhaseAhead) -> PlanPhase:
    return PlanPhase(
        plan=plan,
        position=position,
        title=phase.title.strip(),
        items=[plan_drafts.written(item) for item in phase.items],
        min_score=phase.min_score,
        max_pain=phase.max_pain,
        sessions=phase.sessions,
    )


def _row(plan: Plan, position: int, prescribed: Prescribed) -> Prescription:
    return Prescription(
        plan=plan,
        exercise=prescribed.exercise,
        position=position,
        sets=prescribed.sets,
        repetitions=prescribed.repetitions,
        hold_s=prescribed.hold_s,
        rest_s=prescribed.rest_s,
        toward_s=prescribed.toward_s,
        back_s=prescribed.back_s,
        side=prescribed.side,
        weekdays=weekdays.pack(prescribed.days),
        note=prescribed.note.strip(),
        rules=_suitable(prescribed),
    )
