"""Turn a recording upright that was made sideways and carries no tag of it.

The pose networks find a body at any angle and equally well, so they cannot tell; a
person who stands or sits for an exercise with a level trunk all the time can.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from recognition.exercises.spec import Exercise, Posture
from recognition.poses import Floats, PoseSequence
from recognition.skeleton import INDEX

# Postures in which the trunk is closer to upright than to level most of the time.
UPRIGHT: Final[frozenset[Posture]] = frozenset({"standing", "seated", "kneeling"})
# The trunk must point the same wrong way, within this many degrees of a quarter
# turn, in this share of the frames: somebody who bends down straightens again.
CONE_DEG: Final = 45.0
SHARE: Final = 0.8
# Fewer frames with a trunk than this tell nothing.
FEWEST: Final = 10


def quarter_turns(poses: PoseSequence, exercise: Exercise) -> int:
    """Return how many quarters to turn the picture counterclockwise, 0 to 3.

    0 where the trunk is upright now and then, or need not be for `exercise`.
    """
    if exercise.posture not in UPRIGHT:
        return 0
    return lying_turns(poses)


def lying_turns(poses: PoseSequence) -> int:
    """Return the quarter turns that would put the trunk upright, 0 if it often is."""
    angles = _trunk_angles(poses)
    if len(angles) < FEWEST:
        return 0
    for turns in (1, 2, 3):
        off = (angles - 90.0 * turns + 180.0) % 360.0 - 180.0
        if np.mean(np.abs(off) < CONE_DEG) >= SHARE:
            return turns
    return 0


def turned(poses: PoseSequence, turns: int) -> PoseSequence:
    """Return the poses of a picture turned counterclockwise by quarters."""
    for _ in range(turns % 4):
        poses = _turned_once(poses)
    return poses


def _turned_once(poses: PoseSequence) -> PoseSequence:
    """Turn by one quarter: what was at the right is at the top."""
    x, y, z = np.moveaxis(poses.landmarks, 2, 0)
    world_x, world_y, world_z = np.moveaxis(poses.world, 2, 0)
    return replace(
        poses,
        landmarks=np.stack([y, 1.0 - x, z * poses.width / poses.height], axis=2),
        world=np.stack([world_y, -world_x, world_z], axis=2),
        width=poses.height,
        height=poses.width,
    )


def _trunk_angles(poses: PoseSequence) -> Floats:
    """Return the trunk's direction in the frames where it is seen, in degrees.

    0 = head up, 90 = head to the right, clockwise.
    """
    pixels = poses.pixels()
    shoulders = pixels[:, [INDEX["left_shoulder"], INDEX["right_shoulder"]]].mean(
        axis=1
    )
    hips = pixels[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1)
    dx, dy = (shoulders - hips).T
    angles: Floats = np.degrees(np.arctan2(dx, -dy))
    return angles[np.isfinite(angles)]
