"""How far patients are toward the next phase of their plans."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import fmean
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic.domain.progression import Rule, Session, is_proposed, looked_at
from clinic.models import Plan, PlanPhase, Recording, SelfReport

Told = tuple[datetime, float | None, int | None]


@dataclass(frozen=True, slots=True)
class PhaseAhead:
    """The next phase with the sessions that its rule looks at, oldest first."""

    phase: PlanPhase
    rule: Rule
    sessions: tuple[Session, ...]
    is_proposed: bool


def phases_ahead(plans: Sequence[Plan]) -> dict[int, PhaseAhead]:
    """Return the next phase by key of the plan, where there is one.

    Two queries, however many plans (`phases` prefetched, `patient` selected) and
    recordings. Sessions count from the day on which the current phase began.
    """
    waiting = {
        plan.pk: min(plan.phases.all(), key=lambda one: one.position)
        for plan in plans
        if plan.phases.all()
    }
    if not waiting:
        return {}
    series = [plan.series for plan in plans if plan.pk in waiting]
    told = _told(series)
    return {
        plan.pk: _ahead(waiting[plan.pk], _sessions(plan, told[plan.series]))
        for plan in plans
        if plan.pk in waiting
    }


def _ahead(phase: PlanPhase, sessions: Sequence[Session]) -> PhaseAhead:
    rule = Rule(phase.min_score, phase.max_pain, phase.sessions)
    proposed = is_proposed(sessions, rule, put_off_at=phase.put_off_at)
    return PhaseAhead(phase, rule, tuple(looked_at(sessions, rule)), proposed)


def _sessions(plan: Plan, told: Iterable[Told]) -> list[Session]:
    zone = ZoneInfo(plan.patient.time_zone)
    since = datetime.combine(plan.phase_since or plan.starts_on, time.min, zone)
    days: dict[date, list[Told]] = defaultdict(list)
    for entry in told:
        if entry[0] >= since:
            days[entry[0].astimezone(zone).date()].append(entry)
    return [_session(day, days[day]) for day in sorted(days)]


def _session(day: date, told: Sequence[Told]) -> Session:
    scores = [score for _at, score, _pain in told if score is not None]
    pains = [pain for _at, _score, pain in told if pain is not None]
    return Session(
        on=day,
        last_at=max(at for at, _score, _pain in told),
        score=fmean(scores) if scores else None,
        pain=max(pains, default=None),
    )


def _told(series: Sequence[UUID]) -> dict[UUID, list[Told]]:
    """Return scores and pains by series of plans."""
    found: dict[UUID, list[Told]] = defaultdict(list)
    recordings = Recording.objects.present().filter(
        prescription__plan__series__in=series, digest__has_failed=False
    )
    for key, at, score in recordings.values_list(
        "prescription__plan__series", "recorded_at", "digest__score"
    ):
        found[key].append((at, score, None))
    reports = SelfReport.objects.filter(
        prescription__plan__series__in=series, pain__isnull=False
    )
    for key, at, pain in reports.values_list(
        "prescription__plan__series", "reported_at", "pain"
    ):
        found[key].append((at, None, pain))
    return found
