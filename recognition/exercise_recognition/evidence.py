"""How well a recording fits an exercise: its repetitions against its signature.

Each exercise is tried as a hypothesis: the recording is cut by the exercise's own
signal, and what the body does in those repetitions is held against the conditions of
the signature. A condition is fulfilled inside its range and loses by the squared
distance outside, in units of its margin; no single one decides alone.
"""

import warnings
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

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


def loss(poses: PoseSequence, features: Features, exercise: Exercise) -> float:
    """Return how badly the recording fits `exercise`; 0 is a perfect fit."""
    spans = repetitions.from_rest_to_rest(poses, exercise)
    if not spans:
        return NO_REPETITION
    return sum(
        _lost(condition, features, spans, poses) for condition in exercise.signature
    )


def _lost(
    condition: Condition,
    features: Features,
    spans: Sequence[Span],
    poses: PoseSequence,
) -> float:
    """Return what one condition takes away, from the median over the repetitions."""
    value = value_of(condition, features, spans, poses)
    if not np.isfinite(value):
        return LOST_UNKNOWN
    outside = max(condition.low - value, value - condition.high, 0.0)
    return float(min(0.5 * (outside / condition.margin) ** 2, MOST_LOST))


def value_of(
    condition: Condition,
    features: Features,
    spans: Sequence[Span],
    poses: PoseSequence,
) -> float:
    """Return the value that a condition is about; NaN when it was not seen."""
    series = np.atleast_2d(features[condition.feature])
    with warnings.catch_warnings():
        # Sides that were never seen give NaN, which is the answer.
        warnings.simplefilter("ignore", category=RuntimeWarning)
        values = [
            _sides(
                condition,
                np.array([_of_span(condition, side, span, poses) for side in series]),
            )
            for span in spans
        ]
        return float(np.nanmedian(values))


def _of_span(
    condition: Condition, values: Floats, span: Span, poses: PoseSequence
) -> float:
    """Return the value of one side in one repetition."""
    time_s = poses.time_s
    inside = values[(time_s >= span.start_s) & (time_s <= span.end_s)]
    if inside.size == 0:  # a span that lies between two frames
        return float("nan")
    match condition.at:
        case "peak":
            return _near(values, time_s, span.peak_s)
        case "rest":
            ends = [_near(values, time_s, moment) for moment in _resting(span)]
            return float(np.nanmean(ends))
        case "range":
            return float(np.nanmax(inside) - np.nanmin(inside))
        case "first":
            return float(np.nanmean(values[time_s <= time_s[0] + FIRST_S]))
        case "max":
            return float(np.nanmax(inside))


def _resting(span: Span) -> Iterator[float]:
    """Yield the moments of rest that the recording shows."""
    if span.start_s < span.peak_s:
        yield span.start_s
    if span.end_s > span.peak_s:
        yield span.end_s


def _near(values: Floats, time_s: Floats, moment_s: float) -> float:
    """Return the mean around a moment."""
    return float(np.nanmean(values[np.abs(time_s - moment_s) <= AROUND_S]))


def _sides(condition: Condition, values: Floats) -> float:
    """Return one value for both sides."""
    match condition.side:
        case "mean":
            return float(np.nanmean(values))
        case "most":
            return float(np.nanmax(values))
        case "least":
            return float(np.nanmin(values))
