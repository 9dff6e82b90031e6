"""How a patient does over weeks: what was done, how well, with how much pain.

Read from the digests: a fixed number of queries, however many recordings there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, FilteredRelation, Q

from clinic.domain import adherence, weeks
from clinic.models import (
    Analysis,
    Clinic,
    Comment,
    Exercise,
    Plan,
    Prescription,
    Recording,
    SelfReport,
    User,
)
from clinic.selectors import movement
from clinic.selectors.today import day_bounds

_BACK: Final = timedelta(weeks=25)  # how far back good weeks count


@dataclass(frozen=True, slots=True)
class Session:
    """One analyzed recording.

    `score` and `movement` are empty for a patient whose clinic reviews first and has
    not yet. `version` is of the pipeline that measured it.
    """

    public_id: UUID
    recorded_at: datetime
    on: date
    repetitions: int
    prescribed: int | None
    score: float | None
    movement: movement.Movement
    major: int
    moderate: int
    minor: int
    is_reviewed: bool
    version: str


@dataclass(frozen=True, slots=True)
class Pain:
    """What was told of one exercise, on the numeric rating scale from 0 to 10.

    `recording` is the one after which it was told; None before or instead of one.
    """

    on: date
    exercise: int
    moment: str
    pain: int
    recording: UUID | None = None


class Kind(StrEnum):
    """What happened that a course may have changed from."""

    PLAN = "plan"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `exercise` is the only one it is about, or None."""

    kind: Kind
    on: date
    words: str
    exercise: int | None = None


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """One exercise: its analyzed recordings and what was told, oldest first."""

    exercise: Exercise
    sessions: tuple[Session, ...]
    pains: tuple[Pain, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """A patient's weeks, exercise by exercise; everything oldest first."""

    since: date
    until: date
    days: tuple[adherence.Day, ...]
    weeks: tuple[weeks.Week, ...]
    exercises: tuple[ExerciseProgress, ...]
    pains: tuple[Pain, ...]
    events: tuple[Event, ...]

    @property
    def adherence(self) -> float | None:
        """Done over due, 0 to 1; None where nothing was due."""
        return adherence.ratio(self.days)


@dataclass(frozen=True, slots=True)
class ThisWeek:
    """The running week day by day, what it counts so far, and good weeks in a row."""

    days: tuple[adherence.Day, ...]
    week: weeks.Week
    streak: weeks.Streak


class _Row(NamedTuple):
    """One recording, as few columns as progress needs."""

    public_id: UUID
    exercise: int
    prescription: int | None
    prescribed: int | None
    recorded_at: datetime
    status: str | None
    version: str | None
    reviewed_at: datetime | None
    analysis: int | None
    digested: int | None
    repetitions: int | None
    score: float | None
    major: int | None
    moderate: int | None
    minor: int | None
    not_prescribed: bool | None
    movement: dict[str, dict[str, object]] | None

    @property
    def is_measured(self) -> bool:
        # A digest of an analysis that is no longer current says nothing.
        is_fresh = self.digested is not None and self.digested == self.analysis
        return self.status == Analysis.Status.DONE and is_fresh

    @property
    def shown(self) -> int:
        """Repetitions of the prescribed exercise that were seen."""
        counts = self.is_measured and not self.not_prescribed
        return (self.repetitions or 0) if counts else 0


def progress(patient: User, *, viewer: User, since: date, until: date) -> Progress:
    """Return what `patient` did from `since` to `until`, as `viewer` may see it.

    Six queries at most.
    """
    rows = _rows(patient, since, until)
    prescriptions = _prescriptions(patient)
    pains = _pains(patient, since, until)
    zone = ZoneInfo(patient.time_zone)
    schedules = _schedules(prescriptions, zone)
    done = _done(rows, schedules, zone)
    return Progress(
        since=since,
        until=until,
        days=adherence.days(
            schedules,
            [(one.prescription, one.on) for one in done],
            since=since,
            until=until,
        ),
        weeks=weeks.weeks(schedules, done, since=since, until=until),
        exercises=_exercises(rows, pains, zone, _hides_unreviewed(patient, viewer)),
        pains=tuple(pains),
        events=_events(patient, prescriptions, since, until),
    )


def this_week(patient: User, *, on: date) -> ThisWeek:
    """Return the week of `on` from Monday to Sunday, and the good ones before it."""
    start = weeks.monday(on)
    since, sunday = start - _BACK, start + timedelta(days=6)
    zone = ZoneInfo(patient.time_zone)
    schedules = _schedules(_prescriptions(patient), zone)
    done = _done(_rows(patient, since, on), schedules, zone)
    kept = [(one.prescription, one.on) for one in done]
    counted = weeks.weeks(schedules, done, since=since, until=on)
    return ThisWeek(
        days=adherence.days(schedules, kept, since=start, until=sunday),
        week=counted[-1],
        streak=weeks.streak(counted, today=on),
    )


def _done(
    rows: Iterable[_Row], schedules: Mapping[int, adherence.Schedule], zone: ZoneInfo
) -> list[weeks.Done]:
    return [
        weeks.Done(
            adherence.credited(schedules, row.prescription, row.exercise, day),
            day,
            row.shown,
        )
        for row in rows
        if row.prescription is not None
        for day in [row.recorded_at.astimezone(zone).date()]
    ]


def _rows(patient: User, since: date, until: date) -> list[_Row]:
    begin, _ = day_bounds(since, patient.time_zone)
    _, end = day_bounds(until, patient.time_zone)
    current = FilteredRelation("analyses", condition=Q(analyses__is_current=True))
    rows = (
        Recording.objects.present()
        .filter(patient=patient, recorded_at__gte=begin, recorded_at__lt=end)
        .annotate(current=current)
        .annotate(status=F("current__status"), version=F("current__pipeline_version"))
        .order_by("recorded_at", "pk")
        .values_list(
            "public_id", "exercise_id", "prescription_id", "prescription__repetitions",
            "recorded_at", "status", "version", "review__reviewed_at", "current__pk",
            "digest__analysis", "digest__repetitions", "digest__score", "digest__major",
            "digest__moderate", "digest__minor", "digest__not_prescribed",
            "digest__movement",
        )
    )  # fmt: skip
    return [_Row(*row) for row in rows]


def _prescriptions(patient: User) -> list[Prescription]:
    mine = Prescription.objects.filter(plan__patient=patient)
    return list(mine.select_related("plan").order_by("plan__starts_on", "pk"))


def _schedules(
    prescriptions: Iterable[Prescription], zone: ZoneInfo
) -> dict[int, adherence.Schedule]:
    return {
        item.pk: adherence.Schedule(
            starts_on=item.plan.starts_on,
            ends_on=_last_day(item.plan, zone),
            weekdays=item.weekdays,
            amount=item.repetitions and item.sets * item.repetitions,
            exercise=item.exercise_id,
        )
        for item in prescriptions
    }


def _last_day(plan: Plan, zone: ZoneInfo) -> date | None:
    """Return the last day on which `plan` is due; one that ended today is not."""
    ends = [plan.ends_on] if plan.ends_on else []
    if plan.ended_at:
        ends.append(plan.ended_at.astimezone(zone).date() - timedelta(days=1))
    return min(ends, default=None)


def _pains(patient: User, since: date, until: date) -> list[Pain]:
    begin, _ = day_bounds(since, patient.time_zone)
    _, end = day_bounds(until, patient.time_zone)
    told = SelfReport.objects.filter(
        patient=patient,
        pain__isnull=False,
        reported_at__gte=begin,
        reported_at__lt=end,
    )
    rows = told.order_by("reported_at", "pk").values_list(
        "reported_at",
        "prescription__exercise",
        "moment",
        "pain",
        "recording__public_id",
    )
    zone = ZoneInfo(patient.time_zone)
    return [
        Pain(moment.astimezone(zone).date(), exercise, when, pain or 0, recording)
        for moment, exercise, when, pain, recording in rows
    ]


def _hides_unreviewed(patient: User, viewer: User) -> bool:
    """Say whether `viewer` is a patient whose clinic looks at results first."""
    if not viewer.is_patient or patient.clinic is None:
        return False
    return bool(patient.clinic.show_findings != Clinic.ShowFindings.AT_ONCE)


def _exercises(
    rows: Sequence[_Row], pains: Sequence[Pain], zone: ZoneInfo, hides: bool
) -> tuple[ExerciseProgress, ...]:
    sessions: dict[int, list[Session]] = defaultdict(list)
    for row in rows:
        if row.is_measured:
            sessions[row.exercise].append(_session(row, zone, hides))
    told: dict[int, list[Pain]] = defaultdict(list)
    for pain in pains:
        told[pain.exercise].append(pain)
    exercises = Exercise.objects.in_bulk(list(sessions)) if sessions else {}
    return tuple(
        ExerciseProgress(exercises[key], tuple(found), tuple(told[key]))
        for key, found in sessions.items()
    )


def _session(row: _Row, zone: ZoneInfo, hides: bool) -> Session:
    is_hidden = hides and row.reviewed_at is None
    return Session(
        public_id=row.public_id,
        recorded_at=row.recorded_at,
        on=row.recorded_at.astimezone(zone).date(),
        repetitions=row.repetitions or 0,
        prescribed=row.prescribed,
        score=None if is_hidden else row.score,
        movement=movement.NOTHING if is_hidden else movement.read(row.movement),
        major=row.major or 0,
        moderate=row.moderate or 0,
        minor=row.minor or 0,
        is_reviewed=row.reviewed_at is not None,
        version=row.version or "",
    )


def _events(
    patient: User, prescriptions: Iterable[Prescription], since: date, until: date
) -> tuple[Event, ...]:
    found = [*_plan_events(prescriptions), *_comments(patient)]
    shown = (event for event in found if since <= event.on <= until)
    return tuple(sorted(shown, key=lambda event: (event.on, event.kind)))


def _plan_events(prescriptions: Iterable[Prescription]) -> list[Event]:
    exercises: Mapping[Plan, list[int]] = defaultdict(list)
    for item in prescriptions:
        exercises[item.plan].append(item.exercise_id)
    return [
        Event(Kind.PLAN, plan.starts_on, plan.title, key)
        for plan, keys in exercises.items()
        for key in dict.fromkeys(keys)
    ]


def _comments(patient: User) -> list[Event]:
    standing = Comment.objects.standing().filter(
        recording__patient=patient, recording__deleted_at__isnull=True
    )
    zone = ZoneInfo(patient.time_zone)
    rows = standing.order_by("written_at", "pk").values_list(
        "written_at", "text", "recording__exercise"
    )
    return [
        Event(Kind.COMMENT, moment.astimezone(zone).date(), text, exercise)
        for moment, text, exercise in rows
    ]
