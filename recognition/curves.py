"""What a player draws over the video and beside it: `curves.json`.

`points` holds, for each frame that was looked at, x and y of every landmark in
ten-thousandths of the picture's sides, null for a landmark and for a whole frame
that was not seen. `curves` holds the measures of the exercise over the same frames,
null where not measurable.
"""

from typing import Any, Final

import numpy as np

from recognition.biomechanics.kinematics import QUANTITIES, measure_series
from recognition.exercises.spec import Exercise
from recognition.poses import Floats, PoseSequence
from recognition.skeleton import EDGES, JOINT_NAMES, Side

SCHEMA: Final = 1
SCALE: Final = 10_000
DIGITS: Final = 4

Curves = dict[str, Any]


def curves_of(
    poses: PoseSequence, exercise: Exercise | None, *, shown: PoseSequence
) -> Curves:
    """Return the measures of `exercise` over cleaned poses, and where joints are drawn.

    `shown` are the same poses as the video shows them, on its side perhaps.
    """
    return {
        "schema": SCHEMA,
        "joints": list(JOINT_NAMES),
        "edges": [list(edge) for edge in EDGES],
        "time_s": [round(float(t), DIGITS) for t in poses.time_s],
        "points": _points(shown),
        "curves": _measures(poses, exercise) if exercise else [],
    }


def _points(poses: PoseSequence) -> list[list[int | None] | None]:
    """Return the landmarks as integers, None where not seen."""
    flat = (poses.landmarks[:, :, :2] * SCALE).reshape(len(poses), -1)
    return [_whole_numbers(row) if np.isfinite(row).any() else None for row in flat]


def _whole_numbers(row: Floats) -> list[int | None]:
    """Return rounded numbers, None for NaN."""
    return [round(value) if np.isfinite(value) else None for value in row.tolist()]


def _measures(poses: PoseSequence, exercise: Exercise) -> list[Curves]:
    """Return a curve for each measure and side, the primary one first."""
    names = [exercise.signal.measure, *(rule.measure for rule in exercise.measures)]
    return [
        _curve(poses, exercise, name, side)
        for name in dict.fromkeys(names)
        if name in QUANTITIES
        for side in _sides(name)
    ]


def _sides(measure: str) -> tuple[Side, ...]:
    """Return the sides that a measure has a value for."""
    return ("left", "right") if QUANTITIES[measure].is_paired else ("both",)


def _curve(poses: PoseSequence, exercise: Exercise, name: str, side: Side) -> Curves:
    """Return one measure of one side over time."""
    is_primary = name == exercise.signal.measure
    values = measure_series(name, side, poses)
    return {
        "name": name,
        "label": name.replace("_", " ").capitalize(),
        "side": side,
        "unit": QUANTITIES[name].unit,
        "values": [round(v, 3) if np.isfinite(v) else None for v in values.tolist()],
        "primary": is_primary,
        "target": list(exercise.signal.target) if is_primary else None,
    }
