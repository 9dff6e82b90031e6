"""How a patient does over weeks: what was done, and how well."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clinic.domain import adherence
from clinic.models import Exercise, Prescription, Recording, User
from clinic.selectors.results import EffectiveResult, effective_results
from clinic.selectors.today import day_bounds


@dataclass(frozen=True, slots=True)
class Point:
    """One analyzed recording on the curve of its exercise."""

    recording: Recording
    recorded_at: datetime
    repetitions: int
    score: float | None
    is_reviewed: bool
    version: str


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """The recordings of one exercise, oldest first."""

    exercise: Exercise
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """A patient's weeks: day by day, and exercise by exercise."""

    days: tuple[adherence.Day, ...]
    exercises: tuple[ExerciseProgress, ...]

    @property
    def adherence(self) -> float | None:
        """Done over due, 0 to 1; None where nothing was due."""
        return adherence.ratio(self.days)


def progress(patient: User, *, viewer: User, since: date, until: date) -> Progress:
    """Return what `patient` did from `since` to `until`, as `viewer` may see it."""
    recordings = _recordings(patient, since, until)
    zone = ZoneInfo(patient.time_zone)
    return Progress(
        days=adherence.days(
            _schedules(patient),
            [
                (
                    recording.prescription_id,
                    recording.recorded_at.astimezone(zone).date(),
                )
                for recording in recordings
                if recording.prescription_id is not None
            ],
            since=since,
            until=until,
        ),
        exercises=_exercises(effective_results(recordings, viewer=viewer)),
    )


def _recordings(patient: User, since: date, until: date) -> list[Recording]:
    begin, _ = day_bounds(since, patient.time_zone)
    _, end = day_bounds(until, patient.time_zone)
    return list(
        Recording.objects.present()
        .filter(patient=patient, recorded_at__gte=begin, recorded_at__lt=end)
        .select_related("exercise")
        .order_by("recorded_at", "pk")
    )


def _schedules(patient: User) -> dict[int, adherence.Schedule]:
    prescriptions = Prescription.objects.filter(plan__patient=patient)
    return {
        item.pk: adherence.Schedule(
            starts_on=item.plan.starts_on,
            ends_on=_last_day(item, patient),
            weekdays=item.weekdays,
        )
        for item in prescriptions.select_related("plan")
    }


def _last_day(item: Prescription, patient: User) -> date | None:
    """Return the last day on which `item` is due; a plan ended today is not."""
    ends = [item.plan.ends_on] if item.plan.ends_on else []
    if item.plan.ended_at:
        ended_on = item.plan.ended_at.astimezone(ZoneInfo(patient.time_zone)).date()
        ends.append(ended_on - timedelta(days=1))
    return min(ends, default=None)


def _exercises(results: list[EffectiveResult]) -> tuple[ExerciseProgress, ...]:
    points: dict[Exercise, list[Point]] = {}
    for result in results:
        if result.is_done:
            points.setdefault(result.recording.exercise, []).append(_point(result))
    return tuple(ExerciseProgress(key, tuple(value)) for key, value in points.items())


def _point(result: EffectiveResult) -> Point:
    return Point(
        recording=result.recording,
        recorded_at=result.recording.recorded_at,
        repetitions=result.count,
        score=result.score,
        is_reviewed=result.is_reviewed,
        version=result.analysis.pipeline_version if result.analysis else "",
    )
