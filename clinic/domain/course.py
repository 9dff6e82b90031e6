"""Whether a patient's scores rise, fall, or stay about the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean
from typing import Final

# The newest scores that are looked at, half against half. Our own choice: two or three
# weeks of exercising, so that a good day is not yet a course.
LOOKED_AT: Final = 8
FEWEST: Final = 4
# Fewer points than this are nothing a patient or therapist would notice (our choice).
NOTICED: Final = 5.0
# Two-sided 95 % of the normal distribution.
_Z: Final = 1.959964


class Direction(StrEnum):
    """Where the scores go."""

    IMPROVING = "improving"
    SAME = "same"
    DECLINING = "declining"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Course:
    """The means of the earlier and the later half, and what they say."""

    direction: Direction
    before: float | None
    after: float | None
    number: int


def course(scores: Sequence[float]) -> Course:
    """Return where `scores` (oldest first, one exercise, one version) go.

    A change counts when it is noticeable and larger than chance would make it, given
    how much the scores of each half scatter.
    """
    newest = list(scores)[-LOOKED_AT:]
    if len(newest) < FEWEST:
        return Course(Direction.UNKNOWN, None, None, len(newest))
    half = len(newest) // 2
    earlier, later = newest[:half], newest[-half:]
    before, after = fmean(earlier), fmean(later)
    error = sqrt((_variance(earlier) + _variance(later)) / half)
    return Course(
        _direction(after - before, max(NOTICED, _Z * error)),
        before,
        after,
        len(newest),
    )


def _variance(scores: Sequence[float]) -> float:
    """Return the variance of a sample.

    `statistics.variance` adds exact fractions, too slow for hundreds of patients on
    one page.
    """
    mean = fmean(scores)
    return sum((score - mean) ** 2 for score in scores) / (len(scores) - 1)


def _direction(change: float, least: float) -> Direction:
    if abs(change) < least:
        return Direction.SAME
    return Direction.IMPROVING if change > 0 else Direction.DECLINING
