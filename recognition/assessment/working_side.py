"""Which side works in a repetition that segmentation gives to both."""

from typing import Final

import numpy as np

from recognition.biomechanics.kinematics import QUANTITIES, measure_series
from recognition.exercises.spec import Exercise
from recognition.poses import PoseSequence
from recognition.repetitions.spans import Span
from recognition.skeleton import OneSide, Side

# A side that moves less than this part of the other one does not work: it only
# follows.
IDLE: Final = 0.35


def working_side(poses: PoseSequence, exercise: Exercise, span: Span) -> Side:
    """Return the side that the rules are about.

    Of an exercise for single sides it is the one that leads, where the exercise says
    by which measure: both legs of a lunge bend. Otherwise a side that segmentation
    names is kept, and else the one that moves further works.
    """
    if exercise.side_by is None and span.side != "both":
        return span.side
    if exercise.sides == ("both",):
        return span.side
    if not QUANTITIES[exercise.side_by or exercise.signal.measure].is_paired:
        return span.side
    left, right = (_work(poses, exercise, span, side) for side in ("left", "right"))
    if not (np.isfinite(left) and np.isfinite(right)):
        if span.side != "both":
            return span.side
        return "both" if "both" in exercise.sides else _seen_side(left, right)
    stronger: OneSide = "left" if left >= right else "right"
    low, high = sorted((left, right))
    both_work = exercise.side_by is None and low >= IDLE * high
    return "both" if both_work and "both" in exercise.sides else stronger


def _work(poses: PoseSequence, exercise: Exercise, span: Span, side: OneSide) -> float:
    """Return how far one side moves, or leads at its moment; NaN if not seen."""
    inside = (poses.time_s >= span.start_s) & (poses.time_s <= span.end_s)
    if exercise.side_by is not None:
        moment_s = span.peak_s if exercise.side_at == "peak" else span.start_s
        moment = int(np.argmin(np.abs(poses.time_s - moment_s)))
        return float(measure_series(exercise.side_by, side, poses)[moment])
    values = measure_series(exercise.signal.measure, side, poses)[inside]
    values = values[np.isfinite(values)]
    return float(np.ptp(values)) if values.size else np.nan


def _seen_side(left: float, right: float) -> Side:
    """Return the only side that was seen, or both if none was."""
    if np.isfinite(left):
        return "left"
    return "right" if np.isfinite(right) else "both"
