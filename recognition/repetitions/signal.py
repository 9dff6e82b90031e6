"""The movement that makes a repetition, as one or two tracks with peaks upward."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from recognition.biomechanics import kinematics
from recognition.biomechanics.kinematics import measure_series
from recognition.exercises.spec import Exercise
from recognition.poses import Floats, PoseSequence
from recognition.skeleton import OneSide, Side

# Sides that move alike are one movement. Opposite or unrelated ones are two.
ALIKE: Final = 0.4
# Less than this share of frames is too little to tell how two sides move.
FEWEST_SHARED: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One side's movement, (T,), turned so that the peak posture is the maximum."""

    side: Side
    values: Floats


def tracks(poses: PoseSequence, exercise: Exercise) -> tuple[Track, ...]:
    """Return what moves in `exercise`: both sides as one, or each for itself.

    Sides that may work apart are two tracks when they do, one when they move alike or
    when only one of them is seen.
    """
    asked = exercise.cut or exercise.signal
    name, sign = asked.measure, 1.0 if asked.peak == "max" else -1.0
    quantity = kinematics.QUANTITIES[name]
    together = Track("both", sign * measure_series(name, "both", poses))
    if not quantity.is_paired or exercise.sides == ("both",):
        return (together,)
    seen = kinematics.better_seen(quantity, poses)
    if seen != "both":
        return (Track(seen, sign * measure_series(name, seen, poses)),)
    sides: tuple[OneSide, OneSide] = ("left", "right")
    apart = tuple(
        Track(side, sign * measure_series(name, side, poses)) for side in sides
    )
    return (together,) if are_alike(apart[0].values, apart[1].values) else apart


def are_alike(left: Floats, right: Floats) -> bool:
    """Tell whether two sides move together rather than in turn."""
    shared = np.isfinite(left) & np.isfinite(right)
    if shared.mean() < FEWEST_SHARED:
        return True
    a, b = left[shared], right[shared]
    if a.std() == 0.0 or b.std() == 0.0:
        return False
    return bool(np.corrcoef(a, b)[0, 1] >= ALIKE)
