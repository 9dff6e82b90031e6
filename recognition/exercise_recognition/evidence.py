"""How well a recording fits an exercise: its repetitions against its signature.

Each exercise is tried as a hypothesis: the recording is cut by the exercise's own
signal, and what the body does in those repetitions is held against the conditions of
the signature. A condition is fulfilled inside its range and loses by the squared
distance outside, in units of its margin; no single one decides alone.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition import repetitions
from recognition.exercise_recognition.features import Features
from recognition.exercises.signature import Condition
from recognition.exercises.spec import Exercise
from recognition.poses import Floats, PoseSequence
from recognition.repetitions.spans import Span

# The most that one condition can take away, and what an unknown value takes.
MOST_LOST: Final = 10.0
LOST_UNKNOWN: Final = 2.0
# What it costs that no repetition is found at all.
NO_REPETITION: Final = 20.0
# Frames around a moment that its value is averaged over, in seconds.
AROUND_S: Final = 0.1
# The posture in which a recording begins is that of its first moments.
FIRST_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Seen:
    """The frames in which one repetition shows what conditions ask for."""

    inside: slice
    peak: slice
    rests: tuple[slice, ...]
    first: slice


def loss(poses: PoseSequence, features: Features, exercise: Exercise) -> float:
    """Return how badly the recording fits `exercise`; 0 is a perfect fit."""
    spans = repetitions.from_rest_to_rest(poses, exercise)
    if not spans:
        return NO_REPETITION
    seen = [_seen(span, poses.time_s) for span in spans]
    with warnings.catch_warnings():
        # Sides that were never seen give NaN, which is the answer.
        warnings.simplefilter("ignore", category=RuntimeWarning)
        return sum(_lost(condition, features, seen) for condition in exercise.signature)


def _seen(span: Span, time_s: Floats) -> _Seen:
    """Return the frames that show one repetition."""
    return _Seen(
        _frames((time_s >= span.start_s) & (time_s <= span.end_s)),
        _around(span.peak_s, time_s),
        tuple(_around(moment_s, time_s) for moment_s in _resting(span)),
        _frames(time_s <= time_s[0] + FIRST_S),
    )


def _around(moment_s: float, time_s: Floats) -> slice:
    """Return the frames around a moment."""
    return _frames(np.abs(time_s - moment_s) <= AROUND_S)


def _frames(is_meant: npt.NDArray[np.bool_]) -> slice:
    """Return a mask that is true in one stretch of time as a slice."""
    frames = np.flatnonzero(is_meant)
    return slice(int(frames[0]), int(frames[-1]) + 1) if frames.size else slice(0, 0)


def _resting(span: Span) -> Iterator[float]:
    """Yield the moments of rest that the recording shows."""
    if span.start_s < span.peak_s:
        yield span.start_s
    if span.end_s > span.peak_s:
        yield span.end_s


def _lost(condition: Condition, features: Features, seen: Sequence[_Seen]) -> float:
    """Return what one condition takes away, from the median over the repetitions."""
    value = _value_of(condition, features, seen)
    if not np.isfinite(value):
        return LOST_UNKNOWN
    outside = max(condition.low - value, value - condition.high, 0.0)
    return float(min(0.5 * (outside / condition.margin) ** 2, MOST_LOST))


def _value_of(condition: Condition, features: Features, seen: Sequence[_Seen]) -> float:
    """Return the value that a condition is about; NaN when it was not seen."""
    series = np.atleast_2d(features[condition.feature])
    values = [
        _sides(
            condition,
            np.array([_of_repetition(condition, side, one) for side in series]),
        )
        for one in seen
    ]
    return float(np.nanmedian(values))


def _of_repetition(condition: Condition, values: Floats, seen: _Seen) -> float:
    """Return the value of one side in one repetition."""
    inside = values[seen.inside]
    if inside.size == 0:  # a repetition that lies between two frames
        return float("nan")
    match condition.at:
        case "peak":
            return _mean(values[seen.peak])
        case "rest":
            return float(np.nanmean([_mean(values[rest]) for rest in seen.rests]))
        case "range":
            return float(np.nanmax(inside) - np.nanmin(inside))
        case "first":
            return _mean(values[seen.first])
        case "max":
            return float(np.nanmax(inside))


def _mean(values: Floats) -> float:
    """Return the mean of what is known, the quick way where all is."""
    return float(np.nanmean(values) if np.isnan(values).any() else values.mean())


def _sides(condition: Condition, values: Floats) -> float:
    """Return one value for both sides."""
    match condition.side:
        case "mean":
            return float(np.nanmean(values))
        case "most":
            return float(np.nanmax(values))
        case "least":
            return float(np.nanmin(values))
