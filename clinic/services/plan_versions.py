"""Change a plan by writing its next version; bring the last one back; go on."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import Plan, Prescription, Recording, SelfReport, User
from clinic.services import audit, plan_drafts
from clinic.services.errors import Refused
from clinic.services.plan_drafts import Draft
from clinic.services.plans import Edition, write


class PlanChanged(Refused):
    """Somebody has changed or ended the plan meanwhile."""

    code = "plan_changed"


class NothingToUndo(Refused):
    """The plan is as it was first written."""

    code = "nothing_to_undo"


class NoPhaseAhead(Refused):
    """The plan has no further phase."""

    code = "no_phase_ahead"


@transaction.atomic
def change(*, by: User, plan: Plan, draft: Draft, now: datetime) -> Plan:
    """Write `draft` as the next version of `plan`; the same again is no version.

    It holds from `first_day` on; the version before ends the day before.

    Raises:
        Denied: `by` is not in charge of the patient.
        PlanChanged: `plan` is no longer the newest version.
        PlanNotValid, RulesNotSuitable.
    """
    access.require(access.can_prescribe(by, plan.patient))
    if _same(draft, plan_drafts.of_plan(plan)):
        return plan
    same_phase = Edition(
        phase=plan.phase, phase_title=plan.phase_title, phase_since=plan.phase_since
    )
    return _next(by, plan, draft, now, same_phase, "plan.changed")


@transaction.atomic
def undo(*, by: User, plan: Plan, now: datetime) -> Plan:
    """Bring back what the version before `plan` said, as a version of its own.

    Raises:
        Denied, PlanChanged.
        NothingToUndo: `plan` is the first version.
    """
    access.require(access.can_prescribe(by, plan.patient))
    before = plan.replaces
    if before is None:
        raise NothingToUndo(_("This plan has not been changed."))
    # It ended because it was replaced, not because it was meant to.
    draft = replace(plan_drafts.of_plan(before), ends_on=before.meant_until)
    edition = Edition(
        brings_back=before.version,
        phase=before.phase,
        phase_title=before.phase_title,
        phase_since=before.phase_since,
    )
    return _next(by, plan, draft, now, edition, "plan.change_undone")


@transaction.atomic
def begin_phase(*, by: User, plan: Plan, now: datetime) -> Plan:
    """Make the next phase of `plan` its content: the therapist's decision.

    Raises:
        Denied, PlanChanged, PlanNotValid.
        NoPhaseAhead: there is none.
    """
    access.require(access.can_prescribe(by, plan.patient))
    draft = plan_drafts.of_plan(plan)
    if not draft.phases:
        raise NoPhaseAhead(_("This plan has no further phase."))
    ahead, *later = draft.phases
    edition = Edition(
        phase=plan.phase + 1, phase_title=ahead.title, phase_since=first_day(plan, now)
    )
    onward = replace(draft, items=ahead.items, phases=tuple(later))
    return _next(by, plan, onward, now, edition, "plan.phase_begun")


@transaction.atomic
def put_off_phase(*, by: User, plan: Plan, now: datetime) -> None:
    """Say "not yet" to the next phase: it is proposed again after a later session."""
    access.require(access.can_prescribe(by, plan.patient))
    if plan.phases.filter(position=1).update(put_off_at=now):
        audit.record(action="plan.phase_put_off", about=plan, by=by, now=now)


def first_day(plan: Plan, now: datetime) -> date:
    """Return from when a change holds: today, or the next day if today was begun.

    Every day has one plan: what was recorded or told today stays with its version.
    """
    zone = ZoneInfo(plan.patient.time_zone)
    today = now.astimezone(zone).date()
    midnight = datetime.combine(today, datetime.min.time(), zone)
    recorded = Recording.objects.filter(
        prescription__plan__series=plan.series, recorded_at__gte=midnight
    )
    told = SelfReport.objects.filter(
        prescription__plan__series=plan.series, reported_at__gte=midnight
    )
    begun = recorded.exists() or told.exists()
    return max(today + timedelta(days=begun), plan.starts_on)


def of_day(prescription: Prescription, on: date) -> Prescription:
    """Return the same exercise in the version of its plan that held on the day `on`.

    A page that was open since before a change, or a video sent days later, still
    finds the plan of its day. Where that has no such exercise, `prescription` stays.
    """
    plan = prescription.plan
    if plan.ended_at is None and _held(plan, on):
        return prescription
    versions = (
        Prescription.objects.filter(plan__in=Plan.objects.running_on(on))
        .filter(plan__series=plan.series, exercise=prescription.exercise_id)
        .exclude(plan=plan)
        .select_related("plan__clinic", "exercise")
    )
    same_side = models.Case(models.When(side=prescription.side, then=0), default=1)
    return versions.order_by("-plan__version", same_side).first() or prescription


def _held(plan: Plan, on: date) -> bool:
    return plan.starts_on <= on and (plan.ends_on is None or on <= plan.ends_on)


def _next(
    by: User, plan: Plan, draft: Draft, now: datetime, edition: Edition, action: str
) -> Plan:
    # Locked apart: PostgreSQL locks nothing that an outer join may lack.
    Plan.objects.select_for_update().get(pk=plan.pk)
    if not Plan.objects.newest().filter(pk=plan.pk).exists():
        raise PlanChanged(
            _("Somebody has changed this plan meanwhile. Look at it and try again.")
        )
    starts_on = first_day(plan, now)
    _close(plan, starts_on, now)
    numbered = replace(
        edition, series=plan.series, version=plan.version + 1, replaces=plan
    )
    written = write(
        draft,
        by=by,
        patient=plan.patient,
        starts_on=starts_on,
        now=now,
        edition=numbered,
    )
    audit.record(action=action, about=written, by=by, now=now, version=written.version)
    return written


def _close(plan: Plan, starts_on: date, now: datetime) -> None:
    """Let `plan` end before `starts_on`; if it never held a day, now."""
    row = Plan.objects.filter(pk=plan.pk)
    if plan.starts_on >= starts_on:
        row.update(ended_at=now)
    elif plan.ends_on is None or plan.ends_on >= starts_on:
        row.update(ends_on=starts_on - timedelta(days=1))


def _same(one: Draft, other: Draft) -> bool:
    plain = (one.title.strip(), one.ends_on) == (other.title, other.ends_on)
    return plain and plan_drafts.content(one) == plan_drafts.content(other)
