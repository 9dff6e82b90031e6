"""The movement that makes a repetition, as one or two tracks with peaks upward."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from recognition.biomechanics import kinematics
from recognition.biomechanics.kinematics import measure_series
from recognition.cleaning import Bools, runs
from recognition.exercises.spec import Exercise
from recognition.poses import Floats, PoseSequence
from recognition.skeleton import OneSide, Side, opposite

# Sides that move alike are one movement. Opposite or unrelated ones are two.
ALIKE: Final = 0.4
# Less than this share of frames is too little to tell how two sides move.
FEWEST_SHARED: Final = 0.3
# Sides take turns where both are measured in this share of the frames, and the
# difference between them goes to either side by this share of their own ranges: a limb
# that is guessed, or that merely goes along, moves with the other one.
MEASURED: Final = 0.9
TURNS: Final = 0.5
# Limbs that take turns behind each other are both seen while one of them is away.
OFTEN_APART: Final = 0.2
# A limb that is out of sight for less than this is somewhere on its way.
MOMENT_S: Final = 0.6
# The better seen side only goes along if it moves by less than this share of the other.
GOES_ALONG: Final = 0.4
# Percentiles that stand for the lowest, the usual and the highest value.
RANGE: Final = (3, 50, 97)


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One side's movement, (T,), turned so that the peak posture is the maximum."""

    side: Side
    values: Floats


def tracks(poses: PoseSequence, exercise: Exercise) -> tuple[Track, ...]:
    """Return what moves in `exercise`: both sides as one, or each for itself.

    Sides that take turns are told apart by their difference, in which what moves both,
    as a leaning trunk or a turning camera does, cancels. Otherwise sides that may work
    apart are one track when they move alike or when only one of them is seen well.
    """
    asked = exercise.cut or exercise.signal
    name, sign = asked.measure, 1.0 if asked.peak == "max" else -1.0
    quantity = kinematics.QUANTITIES[name]
    together = Track("both", sign * measure_series(name, "both", poses))
    if not quantity.is_paired or exercise.sides == ("both",):
        return (together,)
    sides: tuple[OneSide, OneSide] = ("left", "right")
    left, right = (sign * measure_series(name, side, poses) for side in sides)
    # Where another measure tells the side, as the front leg of a lunge, both sides
    # move in every repetition, if unevenly.
    # From the side a far limb is hidden just where it lies behind the near one, or
    # rests while the near one is lifted in front of it.
    for pair in ((left, right), behind(left, right), at_rest(left, right)):
        if exercise.side_by is None and take_turns(*pair):
            hidden = hidden_for_a_moment(left, right, poses.time_s)
            return _in_turn(*pair, unknown=hidden)
    better = moving(left, right, kinematics.better_seen(quantity, poses))
    if better != "both":
        return (Track(better, left if better == "left" else right),)
    if are_alike(left, right):
        return (together,)
    return (Track("left", left), Track("right", right))


def take_turns(left: Floats, right: Floats) -> bool:
    """Tell whether both sides are measured and one rests while the other moves."""
    shared = np.isfinite(left) & np.isfinite(right)
    if shared.mean() < MEASURED or are_alike(left, right):
        return False
    low, middle, high = np.percentile((left - right)[shared], RANGE)
    own = [np.ptp(np.percentile(side[shared], RANGE)) for side in (left, right)]
    return bool(min(high - middle, middle - low) >= TURNS * max(own) > 0.0)


def behind(left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Take a side that is hidden to be where the other one is, which hides it.

    Left as they are where too few frames show both.
    """
    shared = np.isfinite(left) & np.isfinite(right)
    if shared.mean() < OFTEN_APART:
        return left, right
    return (
        np.where(np.isfinite(left), left, right),
        np.where(np.isfinite(right), right, left),
    )


def at_rest(left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Take a side that is hidden to rest.

    Left as they are where too few frames show both.
    """
    if (np.isfinite(left) & np.isfinite(right)).mean() < OFTEN_APART:
        return left, right
    return _resting(left), _resting(right)


def hidden_for_a_moment(left: Floats, right: Floats, time_s: Floats) -> Bools:
    """Return the frames (T,) in which a side is out of sight for a moment only.

    A limb may pass behind the other one in the middle of its way; only where it stays
    out of sight is it likely to rest there.
    """
    hidden = ~(np.isfinite(left) & np.isfinite(right))
    for start, stop in runs(hidden):
        last = min(stop, len(time_s) - 1)
        if time_s[last] - time_s[start] > MOMENT_S:
            hidden[start:stop] = False
    return hidden


def moving(left: Floats, right: Floats, better: Side) -> Side:
    """Return the better seen side, or the other one where that alone moves plainly."""
    measured = min(np.isfinite(side).mean() for side in (left, right))
    if better == "both" or measured < MEASURED:
        return better
    ranges: dict[OneSide, float] = {"left": _range(left), "right": _range(right)}
    other = opposite(better)
    return other if ranges[better] < GOES_ALONG * ranges[other] else better


def _range(side: Floats) -> float:
    """Return from the lowest to the highest value, but for outliers."""
    return float(np.ptp(np.percentile(side[np.isfinite(side)], RANGE)))


def _resting(side: Floats) -> Floats:
    """Fill a side that moves up from rest with its lowest values."""
    return np.where(np.isfinite(side), side, np.nanpercentile(side, RANGE[0]))


def _in_turn(left: Floats, right: Floats, unknown: Bools) -> tuple[Track, ...]:
    """Return by how much each side is ahead of the other, as two tracks."""
    ahead = np.where(unknown, np.nan, left - right)
    ahead = ahead - np.nanmedian(ahead)
    return (
        Track("left", np.maximum(ahead, 0.0)),
        Track("right", np.maximum(-ahead, 0.0)),
    )


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
