"""A therapist's patients, and what in their last weeks wants attention."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import FilteredRelation, Max, Q, QuerySet

from clinic.domain import adherence, attention, course
from clinic.models import (
    Alert,
    AlertKind,
    Analysis,
    Plan,
    PlanPhase,
    Prescription,
    Recording,
    SelfReport,
    Upload,
    User,
)
from clinic.selectors.phases import phases_ahead

# How far back the page looks, and the days in which missed exercises count.
LOOKS_BACK: Final = timedelta(weeks=6)
WEEK: Final = 7
_PAIN_REPORTS: Final = timedelta(weeks=3)
Patients = QuerySet[User, dict[str, int]]
Facts = Mapping[str, Any]
_SETTLED: Final = frozenset({Analysis.Status.DONE.value, Analysis.Status.FAILED.value})
_NO_COURSE: Final = course.course(())


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """A patient with the figures behind each concern.

    Attributes:
        patient: who.
        weeks: what is known.
        concerns: what wants attention, gravest first.
        waiting: recordings to review.
        exercises: how many are prescribed now.
        latest: when the last recording was made.
        scores: the newest of the exercise recorded last, oldest first, of one version.
        range_down: the figures of an open alert about lost range; None without one.
        proposed: names of the phases that are proposed to begin.
    """

    patient: User
    weeks: attention.Weeks
    concerns: tuple[attention.Concern, ...]
    waiting: int
    exercises: int
    latest: datetime | None
    scores: tuple[float, ...]
    range_down: Facts | None = None
    proposed: tuple[str, ...] = ()


class _Seen(NamedTuple):
    """One recording of the last days, or to review; as few columns as needed."""

    patient: int
    prescription: int | None
    exercise: int
    recorded_at: datetime
    waits: bool
    major: int | None
    moderate: int | None
    has_failed: bool | None


class _Scored(NamedTuple):
    """The score of one recording, and what it may be compared with."""

    patient: int
    exercise: int
    version: str
    score: float


class _Prescribed(NamedTuple):
    """One prescription, as few columns as the page needs."""

    pk: int
    patient: int
    exercise: int
    weekdays: int
    starts_on: date
    ends_on: date | None


class _Told(NamedTuple):
    """One report with pain, as few columns as the page needs."""

    patient: int
    pain: int
    pain_limit: int | None

    @property
    def is_above_limit(self) -> bool:
        return self.pain_limit is not None and self.pain > self.pain_limit


_Row = TypeVar("_Row", _Seen, _Scored, _Prescribed, _Told)


class _Known(NamedTuple):
    """What was read of one patient."""

    seen: Sequence[_Seen]
    scored: Sequence[_Scored]
    latest: datetime | None
    prescribed: Sequence[_Prescribed]
    reports: Sequence[_Told]
    stuck: int
    range_down: Facts | None
    proposed: tuple[str, ...]


def caseload(therapist: User, *, now: datetime) -> list[CaseloadRow]:
    """Return the therapist's patients: what wants attention first, then by name.

    Twelve queries at most, however many patients and recordings there are.
    """
    in_care = User.objects.in_care_of(therapist)
    keys = in_care.values("pk")
    lately = _lately(keys, now)
    seen, scored = _grouped(_seen(lately, now)), _grouped(_scored(lately))
    latest = dict(lately.values_list("patient_id").annotate(Max("recorded_at")))
    prescriptions = _grouped(_prescriptions(keys))
    reports = _grouped(_reports(keys, now))
    stuck, fallen = _stuck(keys, now), _fallen(keys)
    proposed = _proposed(keys)
    rows = [
        _row(
            patient,
            _Known(
                seen[patient.pk],
                scored[patient.pk],
                latest.get(patient.pk),
                prescriptions[patient.pk],
                reports[patient.pk],
                stuck[patient.pk],
                fallen.get(patient.pk),
                tuple(proposed[patient.pk]),
            ),
            now,
        )
        for patient in in_care.order_by("full_name", "pk")
    ]
    return sorted(rows, key=lambda row: attention.rank(row.concerns))


def _row(patient: User, known: _Known, now: datetime) -> CaseloadRow:
    seen, prescribed, reports = known.seen, known.prescribed, known.reports
    today = now.astimezone(ZoneInfo(patient.time_zone)).date()
    waiting = [one for one in seen if one.waits]
    scores = _scores(known.scored)
    weeks = attention.Weeks(
        major=sum(bool(one.major) for one in waiting),
        moderate=sum(bool(one.moderate) and not one.major for one in waiting),
        failed=sum(bool(one.has_failed) for one in waiting),
        pains=[report.pain for report in reports],
        is_above_limit=bool(reports) and reports[-1].is_above_limit,
        missed=_missed(patient, prescribed, seen, today),
        idle_days=_idle(prescribed, known.latest, today, now),
        course=course.course(scores) if scores else _NO_COURSE,
        stuck=known.stuck,
        is_range_down=known.range_down is not None,
    )
    return CaseloadRow(
        patient=patient,
        weeks=weeks,
        concerns=attention.concerns(weeks),
        waiting=len(waiting),
        exercises=sum(_runs(item, today) for item in prescribed),
        latest=known.latest,
        scores=scores,
        range_down=known.range_down,
        proposed=known.proposed,
    )


def _scores(scored: Sequence[_Scored]) -> tuple[float, ...]:
    """Return the newest scores of the exercise and version recorded last."""
    if not scored:
        return ()
    last = (scored[-1].exercise, scored[-1].version)
    same = (one for one in reversed(scored) if (one.exercise, one.version) == last)
    newest = [one.score for one in islice(same, course.LOOKED_AT)]
    return tuple(reversed(newest))


def _missed(
    patient: User,
    prescribed: Iterable[_Prescribed],
    seen: Iterable[_Seen],
    today: date,
) -> int:
    """Return what was due in the last seven days, today left out, and not done."""
    zone = ZoneInfo(patient.time_zone)
    since = today - timedelta(days=WEEK)
    from_then = datetime.combine(since, datetime.min.time(), zone)
    schedules = {
        item.pk: adherence.Schedule(
            item.starts_on, item.ends_on, item.weekdays, exercise=item.exercise
        )
        for item in prescribed
    }
    done = [
        (adherence.credited(schedules, one.prescription, one.exercise, day), day)
        for one in seen
        if one.prescription is not None and one.recorded_at >= from_then
        for day in [one.recorded_at.astimezone(zone).date()]
    ]
    until = today - timedelta(days=1)
    days = adherence.days(schedules, done, since=since, until=until)
    return sum(day.due - day.done for day in days)


def _idle(
    prescribed: Sequence[_Prescribed],
    latest: datetime | None,
    today: date,
    now: datetime,
) -> int | None:
    """Return the days without a recording, where one was due; None where none was."""
    running = [item for item in prescribed if _runs(item, today)]
    if not running:
        return None
    begun = min(item.starts_on for item in running)
    since_begun = max(0, (today - begun).days)
    return min((now - latest).days, since_begun) if latest else since_begun


def _runs(item: _Prescribed, today: date) -> bool:
    has_ended = item.ends_on is not None and item.ends_on < today
    return item.starts_on <= today and not has_ended


def _lately(patients: Patients, now: datetime) -> QuerySet[Recording]:
    """Return what the page looks at, with its current analysis."""
    current = FilteredRelation("analyses", condition=Q(analyses__is_current=True))
    rows = Recording.objects.present().filter(patient__in=patients)
    return rows.filter(recorded_at__gte=now - LOOKS_BACK).annotate(current=current)


def _seen(lately: QuerySet[Recording], now: datetime) -> Iterable[_Seen]:
    """Read what waits for a review, and what counts as done in the last week.

    Two days more than the week: where patients live, their days began earlier.
    """
    waits = Q(current__status__in=_SETTLED, review__reviewed_at__isnull=True)
    is_recent = Q(recorded_at__gte=now - timedelta(days=WEEK + 2))
    rows = lately.filter(is_recent | waits).annotate(waits=waits)
    columns = rows.values_list(
        "patient_id",
        "prescription_id",
        "exercise_id",
        "recorded_at",
        "waits",
        "digest__major",
        "digest__moderate",
        "digest__has_failed",
    )
    return map(_Seen._make, columns)


def _scored(lately: QuerySet[Recording]) -> Iterable[_Scored]:
    """Read the scores of all these weeks, oldest first: no times, which cost most."""
    rows = lately.filter(digest__score__isnull=False).order_by("recorded_at", "pk")
    columns = ("patient_id", "exercise_id", "current__pipeline_version")
    return map(_Scored._make, rows.values_list(*columns, "digest__score"))


def _prescriptions(patients: Patients) -> Iterable[_Prescribed]:
    rows = Prescription.objects.filter(
        plan__patient__in=patients, plan__ended_at__isnull=True
    ).values_list(
        "pk",
        "plan__patient_id",
        "exercise_id",
        "weekdays",
        "plan__starts_on",
        "plan__ends_on",
    )
    return map(_Prescribed._make, rows)


def _reports(patients: Patients, now: datetime) -> Iterable[_Told]:
    since = now - _PAIN_REPORTS
    told = SelfReport.objects.filter(patient__in=patients, reported_at__gte=since)
    rows = told.filter(pain__isnull=False).order_by("reported_at", "pk")
    return map(_Told._make, rows.values_list("patient_id", "pain", "pain_limit"))


def _stuck(patients: Patients, now: datetime) -> Counter[int]:
    """Return by patient how many videos a device cannot get rid of."""
    begun = Upload.objects.unfinished().filter(begun_at__lte=now - attention.STUCK)
    rows = begun.filter(patient__in=patients, expires_at__gt=now)
    return Counter(rows.values_list("patient_id", flat=True))


def _fallen(patients: Patients) -> dict[int, Facts]:
    """Return the newest open alert about lost range by patient.

    The periodic look has compared the ranges; here it would cost every visit.
    """
    alerts = Alert.objects.open().filter(patient__in=patients, kind=AlertKind.RANGE)
    rows = alerts.order_by("raised_at", "pk").values_list("patient_id", "facts")
    return dict(rows)


def _proposed(patients: Patients) -> dict[int, list[str]]:
    """Return the phases that are proposed to begin by patient."""
    with_phases = PlanPhase.objects.filter(plan__patient__in=patients).values("plan")
    plans = (
        Plan.objects.newest()
        .filter(pk__in=with_phases)
        .select_related("patient")
        .prefetch_related("phases")
        .only("series", "starts_on", "phase_since", "patient__time_zone")
    )
    ahead = phases_ahead(list(plans))
    found: dict[int, list[str]] = defaultdict(list)
    for one in ahead.values():
        if one.is_proposed:
            found[one.phase.plan.patient_id].append(one.phase.title)
    return found


def _grouped(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    """Return `rows` by patient."""
    groups: dict[int, list[_Row]] = defaultdict(list)
    for one in rows:
        groups[one.patient].append(one)
    return groups
