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
# A side that is seen less well moves on its own only if it is measured in this share
# of the frames and goes against the other: guessed landmarks move along with it.
MEASURED: Final = 0.9
AGAINST: Final = -0.2


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One side's movement, (T,), turned so that the peak posture is the maximum."""

    side: Side
    values: Floats


def tracks(poses: PoseSequence, exercise: Exercise) -> tuple[Track, ...]:
    """Return what moves in `exercise`: both sides as one, or each for itself.

    Sides that may work apart are two tracks when they do, one when they move alike or
    when only one of them is seen. One that is merely seen less well counts where it
    plainly takes turns with the other.
    """
    asked = exercise.cut or exercise.signal
    name, sign = asked.measure, 1.0 if asked.peak == "max" else -1.0
    quantity = kinematics.QUANTITIES[name]
    together = Track("both", sign * measure_series(name, "both", poses))
    if not quantity.is_paired or exercise.sides == ("both",):
        return (together,)
    sides: tuple[OneSide, OneSide] = ("left", "right")
    apart = tuple(
        Track(side, sign * measure_series(name, side, poses)) for side in sides
    )
    left, right = (track.values for track in apart)
    better = kinematics.better_seen(quantity, poses)
    if better != "both" and not take_turns(left, right):
        return tuple(track for track in apart if track.side == better)
    return (together,) if are_alike(left, right) else apart


def take_turns(left: Floats, right: Floats) -> bool:
    """Tell whether both sides are measured and one rests while the other moves."""
    shared = np.isfinite(left) & np.isfinite(right)
    return bool(shared.mean() >= MEASURED) and _correlation(left, right) <= AGAINST


def are_alike(left: Floats, right: Floats) -> bool:
    """Tell whether two sides move together rather than in turn."""
    shared = np.isfinite(left) & np.isfinite(right)
    if shared.mean() < FEWEST_SHARED:
        return True
    return _correlation(left, right) >= ALIKE


def _correlation(left: Floats, right: Floats) -> float:
    """Return Pearson's r over the frames that show both; 0 where one stands still."""
    shared = np.isfinite(left) & np.isfinite(right)
    a, b = left[shared], right[shared]
    if a.std() == 0.0 or b.std() == 0.0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])
