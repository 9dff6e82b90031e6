"""Measured values with their error, and which changes are larger than the error."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from statistics import fmean, median
from typing import Final

# Two-sided 95 % of the normal distribution.
Z95: Final = 1.959964
# Half of the variance of a repetition's error is shared by all repetitions of one
# recording: as the library pools them (recognition.assessment.whole_set, held by test).
_SHARED: Final = 0.5
# The values that are compared at either end. Our own choice: about a week.
ENDS: Final = 3
# Standard deviations of the normal distribution in its median absolute deviation.
_SPREAD_OF_MEDIAN: Final = 1.4826
# Fewer differences than this do not tell how much values scatter (our own choice).
_FEWEST_DIFFERENCES: Final = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """A value; `half_width` is that of its 95 % interval, None where nobody knows."""

    value: float
    half_width: float | None = None


class Change(StrEnum):
    """How the later values stand to the earlier ones."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Earlier and later mean, and the smallest difference that is a change.

    All None where too little is known to compare.
    """

    change: Change
    before: float | None = None
    after: float | None = None
    smallest: float | None = None


def pooled(measured: Sequence[Measured]) -> Measured | None:
    """Return the mean of one recording's repetitions, or None without any.

    The random part of the error shrinks with their number, the shared one stays.
    """
    if not measured:
        return None
    error = max((one.half_width or 0.0 for one in measured), default=0.0)
    shrunk = error * sqrt(_SHARED + (1.0 - _SHARED) / len(measured))
    is_known = all(one.half_width is not None for one in measured)
    mean = fmean(one.value for one in measured)
    return Measured(mean, shrunk if is_known else None)


def averaged(measured: Sequence[Measured]) -> Measured | None:
    """Return the mean of several recordings, or None without any.

    The error is not made smaller: one person filmed from one place is measured wrong
    in the same way each time.
    """
    if not measured:
        return None
    known = [one.half_width for one in measured if one.half_width is not None]
    return Measured(
        fmean(one.value for one in measured), fmean(known) if known else None
    )


def smallest_change(
    measured: Sequence[Measured], *, noticed: float = 0.0
) -> float | None:
    """Return the minimal detectable change of `measured`; None where nobody knows it.

    1.96 * sqrt(2) * SEM: Weir (2005), J. Strength Cond. Res. 19(1):231-240. The SEM is
    the standard error that the recordings state or that their sequence shows, whichever
    is larger.

    Args:
        measured: values in order of time, of one version of the pipeline.
        noticed: no smaller change would be noticed.
    """
    errors = [one for one in (_stated(measured), _shown(measured)) if one is not None]
    return max(noticed, Z95 * sqrt(2.0) * max(errors)) if errors else None


def compare(
    measured: Sequence[Measured], *, noticed: float = 0.0, known: float | None = None
) -> Comparison:
    """Compare the last values with the first ones, up to `ENDS` of each.

    Args:
        measured: values in order of time, of one version of the pipeline.
        noticed: no smaller change would be noticed.
        known: the smallest change, where it is published rather than measured.
    """
    count = min(ENDS, len(measured) // 2)
    smallest = smallest_change(measured, noticed=noticed) if known is None else known
    if not count or smallest is None:
        return Comparison(Change.UNKNOWN)
    before = fmean(one.value for one in measured[:count])
    after = fmean(one.value for one in measured[-count:])
    return Comparison(change_of(after - before, smallest), before, after, smallest)


def change_of(difference: float, smallest: float) -> Change:
    """Name a difference: less than `smallest` is about the same."""
    if abs(difference) < smallest:
        return Change.SAME
    return Change.MORE if difference > 0 else Change.LESS


def _stated(measured: Sequence[Measured]) -> float | None:
    """Return the mean standard error that the recordings state."""
    known = [one.half_width for one in measured if one.half_width is not None]
    return fmean(known) / Z95 if known else None


def _shown(measured: Sequence[Measured]) -> float | None:
    """Return the typical error: how much neighbors differ, whatever the trend.

    Hopkins (2000), Sports Med. 30(1):1-15: the standard deviation of the differences
    over the square root of two. It is taken from the median deviation (Rousseeuw and
    Croux 1993, J. Am. Stat. Assoc. 88:1273-1283), so that one real step is no scatter.
    """
    values = [one.value for one in measured]
    steps = [later - earlier for earlier, later in pairwise(values)]
    if len(steps) < _FEWEST_DIFFERENCES:
        return None
    middle = median(steps)
    return _SPREAD_OF_MEDIAN * median(abs(s - middle) for s in steps) / sqrt(2.0)
