"""From which side the camera sees the patient.

The yaw is the angle of the line through shoulders and hips about the vertical: 0
when the patient faces the camera, +90 when the camera sees the left side, 180 when
it sees the back.
"""

from typing import Final

import numpy as np
from scipy.ndimage import median_filter

from recognition.poses import Floats, PoseSequence
from recognition.report import View, ViewName
from recognition.skeleton import INDEX

# A view is called by the side it faces within 30 degrees; the angles in the image
# plane stay within a few degrees of the true ones there (cos 30 = 0.87).
CONE_DEG: Final = 30.0
SMOOTHING_S: Final = 1.0
# The line across the body counts as upright when its height is this part of it.
ON_SIDE: Final = 0.8
# Seen frames needed before a direction means anything.
MIN_FRAMES: Final = 3

_CENTERS: Final[dict[ViewName, float]] = {
    "front": 0.0,
    "left": 90.0,
    "back": 180.0,
    "right": -90.0,
}


def space(poses: PoseSequence) -> Floats:
    """Return points with depth, (T, 33, 3), x right, y down, z away, in one unit.

    World landmarks where there are any; otherwise the image landmarks with the
    depth that came with them.
    """
    if np.isfinite(poses.world).any():
        return poses.world
    scale = np.array([poses.width, poses.height, poses.width], dtype=np.float64)
    points: Floats = poses.landmarks * scale
    return points


def yaw_series(poses: PoseSequence) -> Floats:
    """Return the yaw of each frame, (T,), degrees in (-180, 180], smoothed over 1 s.

    NaN where neither shoulders nor hips are seen.
    """
    east, toward = _facing(space(poses))
    size = np.hypot(east, toward)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine, sine = east / size, toward / size
    window = _window(poses.time_s)
    return np.degrees(np.arctan2(_smooth(sine, window), _smooth(cosine, window)))


def estimate(poses: PoseSequence) -> View:
    """Name the view of the whole sequence, with its yaw and how sure that is.

    The confidence is the length of the mean direction of all frames: 1 for a person
    who never turns, lower for one who does.
    """
    yaw = np.radians(yaw_series(poses))
    yaw = yaw[np.isfinite(yaw)]
    if yaw.size < MIN_FRAMES:
        return View("oblique", None, 0.0, reason="the body was not seen long enough")
    cosine, sine = float(np.cos(yaw).mean()), float(np.sin(yaw).mean())
    degrees = float(np.degrees(np.arctan2(sine, cosine)))
    confidence = float(np.hypot(cosine, sine))
    return View(name_of(degrees), round(degrees, 1), round(confidence, 3))


def name_of(yaw_deg: float) -> ViewName:
    """Return the name of a direction."""
    for name, center in _CENTERS.items():
        if abs(float(turn(np.array(yaw_deg), center))) <= CONE_DEG:
            return name
    return "oblique"


def turn(degrees: Floats, origin: float) -> Floats:
    """Return `degrees` as seen from `origin`, in [-180, 180)."""
    turned: Floats = (degrees - origin + 180.0) % 360.0 - 180.0
    return turned


def _facing(points: Floats) -> tuple[Floats, Floats]:
    """Return cosine and sine of the yaw, both (T,), times a length.

    From the line across the body; of a person lying on the side, where that line
    stands upright, from the direction of the chest.
    """
    across, upward = _across(points), _upward(points)
    chest = np.cross(across, upward)
    lies_on_side = np.abs(across[:, 1]) > ON_SIDE * np.linalg.norm(across, axis=1)
    east = np.where(lies_on_side, -chest[:, 2], across[:, 0])
    return east, np.where(lies_on_side, -chest[:, 0], -across[:, 2])


def _upward(points: Floats) -> Floats:
    """Return the vector from the hips to the shoulders, (T, 3)."""
    left = points[:, INDEX["left_shoulder"]] - points[:, INDEX["left_hip"]]
    right = points[:, INDEX["right_shoulder"]] - points[:, INDEX["right_hip"]]
    return (left + right) / 2.0


def _across(points: Floats) -> Floats:
    """Return the vector from the right to the left of the body, (T, 3)."""
    shoulders = points[:, INDEX["left_shoulder"]] - points[:, INDEX["right_shoulder"]]
    hips = points[:, INDEX["left_hip"]] - points[:, INDEX["right_hip"]]
    both = np.stack([shoulders, hips])
    seen = np.isfinite(both)
    total: Floats = np.where(seen, both, 0.0).sum(axis=0)
    return np.where(seen.any(axis=0), total, np.nan)


def _window(time_s: Floats) -> int:
    """Return the odd number of frames in the smoothing window."""
    if time_s.size < MIN_FRAMES:
        return 1
    frames = SMOOTHING_S / float(np.median(np.diff(time_s)))
    return 2 * min(int(frames / 2), (time_s.size - 1) // 2) + 1


def _smooth(values: Floats, window: int) -> Floats:
    """Return the running median of `values`; gaps keep NaN but do not spread."""
    seen = np.isfinite(values)
    if not seen.any():
        return values
    frames = np.arange(values.size)
    filled = np.interp(frames, frames[seen], values[seen])
    smooth: Floats = median_filter(filled, size=window, mode="nearest")
    return np.where(seen, smooth, np.nan)
