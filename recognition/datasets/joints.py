"""The common skeleton of 20 joints, and how other skeletons become it.

x points to the person's left, y up, z forward; lengths are in torso lengths; the
pelvis is the origin of every frame, because world landmarks of a single camera
have no other one.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.poses import PoseSequence
from recognition.simulation.humanoid import JOINT as CENTER
from recognition.simulation.humanoid import Skeleton
from recognition.skeleton import INDEX

Floats = npt.NDArray[np.float64]

_LIMBS: Final = (
    "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe",
)  # fmt: skip
NAMES: Final = (
    "nose",
    *(f"{side}_{limb}" for limb in _LIMBS for side in ("left", "right")),
    "neck",
    "spine",
    "pelvis",
)
JOINT: Final = {name: number for number, name in enumerate(NAMES)}
JOINTS: Final = len(NAMES)

# MIRROR[i] is the joint that i becomes in the mirror.
MIRROR: Final = tuple(
    JOINT[
        name.replace("left", "right")
        if "left" in name
        else name.replace("right", "left")
    ]
    for name in NAMES
)

# UI-PRMD's Kinect skeleton by number; it has no heel.
_KINECT: Final = {
    "nose": 4, "neck": 3, "spine": 1, "pelvis": 0,
    "left_shoulder": 7, "left_elbow": 8, "left_wrist": 9,
    "right_shoulder": 11, "right_elbow": 12, "right_wrist": 13,
    "left_hip": 14, "left_knee": 15, "left_ankle": 16, "left_toe": 17,
    "right_hip": 18, "right_knee": 19, "right_ankle": 20, "right_toe": 21,
}  # fmt: skip
# Kinect v2's 25 joints, as IRDS has them.
_KINECT_V2: Final = {
    "nose": 3, "neck": 2, "spine": 1, "pelvis": 0,
    "left_shoulder": 4, "left_elbow": 5, "left_wrist": 6,
    "right_shoulder": 8, "right_elbow": 9, "right_wrist": 10,
    "left_hip": 12, "left_knee": 13, "left_ankle": 14, "left_toe": 15,
    "right_hip": 16, "right_knee": 17, "right_ankle": 18, "right_toe": 19,
}  # fmt: skip
_FIRST: Final = 10  # frames whose direction is taken as the person's
_SHORTEST_TORSO: Final = 1e-6


def from_kinect(points: Floats) -> Floats:
    """Return the common joints of UI-PRMD's 22, (T, 20, 3); heels are NaN."""
    return _picked(points, _KINECT)


def from_kinect_v2(points: Floats) -> Floats:
    """Return the common joints of Kinect v2's 25, (T, 20, 3); heels are NaN."""
    return _picked(points, _KINECT_V2)


def from_centers(skeleton: Skeleton) -> Floats:
    """Return the common joints of true joint centers, x left, y up, z forward."""
    places = {
        name: CENTER[name.replace("nose", "skull").replace("spine", "chest")]
        for name in NAMES
    }
    room = _picked(skeleton.joints, places)
    # The room has x forward, y left and z up.
    return np.asarray(room[..., [1, 2, 0]])


def from_poses(poses: PoseSequence) -> Floats:
    """Return the common joints of world landmarks; NaN where not seen."""
    found = np.full((len(poses), JOINTS, 3), np.nan)
    # The camera has x right, y down and z away; who faces it has the left at right.
    world = poses.world * np.array([1.0, -1.0, -1.0])
    for name, joint in JOINT.items():
        landmark = name.replace("toe", "foot_index")
        if landmark in INDEX:
            found[:, joint] = world[:, INDEX[landmark]]
    found[:, JOINT["pelvis"]] = _middle(found, "hip")
    found[:, JOINT["neck"]] = _middle(found, "shoulder")
    found[:, JOINT["spine"]] = (
        found[:, JOINT["pelvis"]] + found[:, JOINT["neck"]]
    ) / 2.0
    return found


def canonical(points: Floats) -> Floats:
    """Return `points` (T, 20, 3) about the pelvis, facing z, in torso lengths.

    The direction is that of shoulders and hips in the first frames. NaN stays NaN.
    """
    centered = points - points[:, JOINT["pelvis"], None]
    across = _across(centered[:_FIRST])
    turn = np.array(
        [[across[0], 0.0, across[1]], [0.0, 1.0, 0.0], [-across[1], 0.0, across[0]]]
    )
    torso = np.linalg.norm(centered[:, JOINT["neck"]], axis=1)
    length = np.nanmedian(torso) if np.isfinite(torso).any() else 1.0
    return np.asarray(centered @ turn.T / max(float(length), _SHORTEST_TORSO))


def _across(points: Floats) -> tuple[float, float]:
    """Return the horizontal direction (x, z) from right to left, length one."""
    lines = sum(
        points[:, JOINT[f"left_{part}"]] - points[:, JOINT[f"right_{part}"]]
        for part in ("shoulder", "hip")
    )
    known = np.asarray(lines)[np.isfinite(lines).all(axis=1)]
    if not len(known):
        return 1.0, 0.0
    x, _, z = known.mean(axis=0)
    size = float(np.hypot(x, z))
    return (float(x) / size, float(z) / size) if size > 0.0 else (1.0, 0.0)


def _middle(points: Floats, part: str) -> Floats:
    """Return the middle of a pair, (T, 3)."""
    return np.asarray(
        (points[:, JOINT[f"left_{part}"]] + points[:, JOINT[f"right_{part}"]]) / 2.0
    )


def _picked(points: Floats, places: dict[str, int]) -> Floats:
    """Return the joints that `places` names, the rest NaN."""
    found = np.full((len(points), JOINTS, 3), np.nan)
    for name, place in places.items():
        found[:, JOINT[name]] = points[:, place]
    return found
