"""What only the whole set tells: mean range, range loss, tempo, left against right.

Each value carries its uncertainty, from that of the repetitions; what is too little
to tell is not given, with the reason.
"""

from math import sqrt
from typing import Final

from recognition.assessment.writing import RANGE
from recognition.exercises.spec import Exercise, Part
from recognition.report import Measure, Repetition

# Range loss compares the first third of a set with the last one.
FEWEST_FOR_LOSS: Final = 6
THIRD: Final = 3
# Half of a change's variance is shared by the repetitions of one recording.
RANDOM: Final = 0.5**0.5
PERCENT: Final = "%"

_TEMPO: Final[tuple[tuple[Part, str, str], ...]] = (
    ("toward_peak", "mean_time_out", "Mean time to the furthest point"),
    ("from_peak", "mean_time_back", "Mean time back"),
)


def measures(
    exercise: Exercise, repetitions: tuple[Repetition, ...]
) -> tuple[Measure, ...]:
    """Return the measures of the whole recording; none without repetitions."""
    if not repetitions:
        return ()
    given = [_mean_range(repetitions), _loss(repetitions)]
    given += [_tempo(exercise, repetitions, *row) for row in _TEMPO]
    return (*given, _asymmetry(repetitions))


def _ranges(repetitions: tuple[Repetition, ...], side: str = "") -> list[Measure]:
    """Return the measured ranges of motion in order, of one side or of all."""
    return [
        measure
        for repetition in repetitions
        for measure in repetition.measures
        if measure.name == RANGE
        and measure.value is not None
        and side in ("", measure.side, repetition.side)
    ]


def _mean(found: list[Measure]) -> tuple[float, float]:
    """Return the mean of measured values and its half width.

    The random part of the error shrinks with their number, the shared one stays.
    """
    value = sum(m.value or 0.0 for m in found) / len(found)
    error = max(m.uncertainty or 0.0 for m in found)
    shared = error * sqrt(1.0 - RANDOM**2)
    return value, sqrt(shared**2 + (RANDOM * error) ** 2 / len(found))


def _mean_range(repetitions: tuple[Repetition, ...]) -> Measure:
    """Return the mean range of motion."""
    name, label = "mean_range_of_motion", "Mean range of motion"
    found = _ranges(repetitions)
    if not found:
        return _missing(name, label, "deg", "the range was not measured")
    value, error = _mean(found)
    return _given(name, label, found[0].unit, value, error)


def _loss(repetitions: tuple[Repetition, ...]) -> Measure:
    """Return the part of the range that is lost from the first to the last third.

    Positive is loss. The error that all repetitions share cancels.
    """
    name, label = "range_loss", "Range lost over the set"
    found = _ranges(repetitions)
    if len(found) < FEWEST_FOR_LOSS:
        reason = f"fewer than {FEWEST_FOR_LOSS} repetitions were measured"
        return _missing(name, label, PERCENT, reason)
    count = len(found) // THIRD
    first, _ = _mean(found[:count])
    last, _ = _mean(found[-count:])
    if first <= 0.0:
        return _missing(name, label, PERCENT, "there was no range to lose")
    error = max(m.uncertainty or 0.0 for m in found) * RANDOM * sqrt(2.0 / count)
    lost = 100.0 * (first - last) / first
    return _given(name, label, PERCENT, lost, 100.0 * error / first)


def _tempo(
    exercise: Exercise,
    repetitions: tuple[Repetition, ...],
    part: Part,
    name: str,
    label: str,
) -> Measure:
    """Return the mean duration of one way."""
    names = {phase.name for phase in exercise.phases if phase.part == part}
    lasted = [
        span.end_s - span.start_s
        for repetition in repetitions
        for span in repetition.phases
        if span.name in names
    ]
    if not lasted:
        return _missing(name, label, "s", "this way was not seen")
    mean = sum(lasted) / len(lasted)
    spread = sum((value - mean) ** 2 for value in lasted) / max(len(lasted) - 1, 1)
    return _given(name, label, "s", mean, 1.96 * sqrt(spread / len(lasted)))


def _asymmetry(repetitions: tuple[Repetition, ...]) -> Measure:
    """Return the difference of the ranges over their mean: the symmetry index.

    Robinson, Herzog & Nigg (1987), J. Manipulative Physiol. Ther. 10(4):172-176; the
    right side moving further is positive.
    """
    name, label = "side_difference", "Right against left range"
    left, right = (_ranges(repetitions, side) for side in ("left", "right"))
    if not left or not right:
        return _missing(name, label, PERCENT, "only one side was measured")
    (low, low_error), (high, high_error) = _mean(left), _mean(right)
    size = (low + high) / 2.0
    if size <= 0.0:
        return _missing(name, label, PERCENT, "neither side moved")
    error = sqrt(low_error**2 + high_error**2)
    return _given(
        name, label, PERCENT, 100.0 * (high - low) / size, 100.0 * error / size
    )


def _given(name: str, label: str, unit: str, value: float, error: float) -> Measure:
    """Return a measured value."""
    return Measure(name, round(value, 2), unit, round(error, 2), label=label)


def _missing(name: str, label: str, unit: str, reason: str) -> Measure:
    """Return a value that is not given, with the reason."""
    return Measure(name, None, unit, None, reason=reason, label=label)
