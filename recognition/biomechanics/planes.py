"""What the formulas share: lengths to divide by, directions, leans and slopes."""

from collections.abc import Callable
from typing import Final

import numpy as np

from recognition.biomechanics.body import Body, distance
from recognition.poses import Floats
from recognition.skeleton import OneSide

Points = Callable[[str], Floats]

STRAIGHT_DEG: Final = 180.0

# Limbs look shorter when they point at the camera: a high percentile over the
# recording is the length seen across.
_FULL_LENGTH_PERCENTILE: Final = 90.0


def leg_length(at: Points) -> float:
    """Return the length of thigh and shank as seen in this plane; NaN if never."""
    legs = [
        distance(at(f"{side}_hip"), at(f"{side}_knee"))
        + distance(at(f"{side}_knee"), at(f"{side}_ankle"))
        for side in ("left", "right")
    ]
    return full_length(np.concatenate(legs))


def torso_length(at: Points) -> float:
    """Return the distance from hips to shoulders in this plane; NaN if never seen."""
    return full_length(distance(at("shoulders"), at("hips")))


def usual_torso_length(at: Points) -> float:
    """Return the median of the torso's length: shoulders that are pulled up are not."""
    lengths = distance(at("shoulders"), at("hips"))
    seen = lengths[np.isfinite(lengths) & (lengths > 0)]
    return float(np.median(seen)) if seen.size else np.nan


def full_length(lengths: Floats) -> float:
    """Return the length without foreshortening."""
    seen = lengths[np.isfinite(lengths) & (lengths > 0)]
    return float(np.percentile(seen, _FULL_LENGTH_PERCENTILE)) if seen.size else np.nan


def outward(side: OneSide) -> float:
    """Return the direction away from the midline on the axis toward the left."""
    return 1.0 if side == "left" else -1.0


def lean(segment: Floats, *, toward: float) -> Floats:
    """Return the angle of an upright segment from the vertical, signed."""
    degrees: Floats = np.degrees(np.arctan2(toward * segment[:, 0], segment[:, 1]))
    return degrees


def down(body: Body) -> Floats:
    """Return the direction of gravity in any plane, (T, 2)."""
    return np.tile(np.array([0.0, -1.0]), (len(body.poses), 1))


def slope(body: Body, raised: str, other: str) -> Floats:
    """Return the slope of a line across the body; `raised` higher is positive.

    Against the line's full length: seen along itself, a line looks short and steep.
    """

    def slope(line: Floats) -> Floats:
        length = full_length(np.linalg.norm(line, axis=1))
        degrees: Floats = np.degrees(np.arcsin(np.clip(line[:, 1] / length, -1, 1)))
        return degrees

    return body.on("frontal", lambda at: slope(at(raised) - at(other)))
