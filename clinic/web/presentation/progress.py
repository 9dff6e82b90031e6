"""How one exercise went over time."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.selectors import ExerciseProgress, Point
from clinic.web.presentation import rows, trends
from clinic.web.presentation.words import whole

_WIDTH: Final = 1000
_HEIGHT: Final = 120
_MARGIN: Final = 10


@dataclass(frozen=True, slots=True)
class Session:
    """One recording in a table."""

    recording: object
    count: int
    score: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """One exercise over time; `rows` newest first."""

    name: str
    summary: str
    latest: int | None
    trend: trends.Trend | None
    trend_words: str
    rows: tuple[Session, ...]


def course(progress: ExerciseProgress) -> Course:
    """Put `progress` into a line and words."""
    newest = _of_newest_version(progress.points)
    scores = tuple(point.score for point in newest if point.score is not None)
    return Course(
        name=progress.exercise.name,
        summary=_summary(progress.points, older=len(progress.points) - len(newest)),
        latest=whole(scores[-1]) if scores else None,
        trend=trends.trend(scores, width=_WIDTH, height=_HEIGHT, margin=_MARGIN),
        trend_words=rows.spark_words(scores),
        rows=tuple(_session(point) for point in reversed(progress.points)),
    )


def _of_newest_version(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Keep what the newest version measured: two versions do not make one line."""
    return tuple(point for point in points if point.version == points[-1].version)


def _summary(points: tuple[Point, ...], *, older: int) -> str:
    total = sum(point.repetitions for point in points)
    recordings = ngettext("%(n)d recording", "%(n)d recordings", len(points))
    repetitions = ngettext("%(n)d repetition", "%(n)d repetitions", total)
    said = _("%(recordings)s, %(repetitions)s in half a year") % {
        "recordings": recordings % {"n": len(points)},
        "repetitions": repetitions % {"n": total},
    }
    if not older:
        return said
    left_out = ngettext(
        "%(n)d was measured in an older way and is not in the line",
        "%(n)d were measured in an older way and are not in the line",
        older,
    )
    return f"{said} · {left_out % {'n': older}}"


def _session(point: Point) -> Session:
    return Session(point.recording, point.repetitions, whole(point.score))
