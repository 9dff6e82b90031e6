"""What a recording measured in a few numbers, as digests keep it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from statistics import stdev
from typing import Any, Final

from clinic.domain.measurement import Z95, Measured, pooled
from clinic.selectors.results import EffectiveResult, RepetitionResult

# The measure that every repetition has: see recognition.assessment.writing.
_RANGE: Final = "range_of_motion"
_PERCENT: Final = "percent"
Stored = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Movement:
    """What was measured; None where it was not, and `unit` is that of the ranges.

    Attributes:
        range: of motion, both sides together.
        left, right: of one side.
        side_difference: right over left, in percent of their mean.
        tempo: seconds that a repetition takes.
        held: seconds that a posture was kept.
    """

    range: Measured | None = None
    left: Measured | None = None
    right: Measured | None = None
    side_difference: Measured | None = None
    tempo: Measured | None = None
    held: Measured | None = None
    unit: str = ""


NOTHING: Final = Movement()


def movement_of(result: EffectiveResult) -> Movement:
    """Return what the repetitions that count measured."""
    ranges = list(_ranges(result.repetitions))
    left, right = (_side(ranges, side) for side in ("left", "right"))
    return Movement(
        range=pooled([measured for _, measured, _ in ranges]),
        left=left,
        right=right,
        side_difference=_difference(left, right),
        tempo=_tempo(result.repetitions),
        held=_held(result.report.get("holds", ())),
        unit=next((unit for _, _, unit in ranges), ""),
    )


def stored(movement: Movement) -> Stored:
    """Return `movement` as a digest keeps it: what was not measured is absent."""
    units = {"side_difference": _PERCENT, "tempo": "s", "held": "s"}
    found = {name: getattr(movement, name) for name in _NAMES}
    return {
        name: {
            "value": round(one.value, 2),
            "half_width": None if one.half_width is None else round(one.half_width, 2),
            "unit": units.get(name, movement.unit),
        }
        for name, one in found.items()
        if one is not None
    }


def read(kept: Mapping[str, Mapping[str, Any]] | None) -> Movement:
    """Return what a digest keeps."""
    if not kept:
        return NOTHING
    found = {
        name: Measured(one["value"], one["half_width"])
        for name, one in kept.items()
        if name in _NAMES
    }
    return Movement(**found, unit=kept.get("range", {}).get("unit", ""))


_NAMES: Final = ("range", "left", "right", "side_difference", "tempo", "held")
_Range = tuple[str, Measured, str]


def _ranges(repetitions: Iterable[RepetitionResult]) -> Iterable[_Range]:
    """Yield side, range and unit of each repetition and side."""
    for item in repetitions:
        for one in item.repetition.measures:
            if one.get("name") == _RANGE and one.get("value") is not None:
                side = one.get("side") or item.repetition.side
                measured = Measured(one["value"], one.get("uncertainty"))
                yield side, measured, one.get("unit", "")


def _side(ranges: Iterable[_Range], side: str) -> Measured | None:
    return pooled([measured for of, measured, _ in ranges if of == side])


def _difference(left: Measured | None, right: Measured | None) -> Measured | None:
    """Return the symmetry index.

    Robinson, Herzog & Nigg (1987), J. Manipulative Physiol. Ther. 10(4):172-176.
    """
    if left is None or right is None or left.value + right.value <= 0:
        return None
    size = (left.value + right.value) / 2.0
    error = hypot(left.half_width or 0.0, right.half_width or 0.0)
    difference = 100.0 * (right.value - left.value) / size
    return Measured(difference, 100.0 * error / size if error else None)


def _tempo(repetitions: Sequence[RepetitionResult]) -> Measured | None:
    """Return the mean time of a repetition, with the error of the mean."""
    lasted = [one.repetition.end_s - one.repetition.start_s for one in repetitions]
    if not lasted:
        return None
    count = len(lasted)
    error = Z95 * stdev(lasted) / count**0.5 if count > 1 else None
    return Measured(sum(lasted) / count, error)


def _held(holds: Iterable[Mapping[str, Any]]) -> Measured | None:
    """Return how long a posture was kept, all holds together."""
    lasted = [hold["end_s"] - hold["start_s"] for hold in holds]
    return Measured(sum(lasted)) if lasted else None
