"""What tells exercises apart, frame by frame, from any point of view.

Angles come from world landmarks, so that the camera's place does not change them;
ways up and down come from the picture, where the floor stands still. Lengths are in
torso lengths. A feature of both sides is a pair (left, right).
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from recognition.biomechanics.angles import between, joint_angle
from recognition.poses import Floats, PoseSequence
from recognition.skeleton import INDEX

STRAIGHT_DEG: Final = 180.0


Features = Mapping[str, Floats]


def features_of(poses: PoseSequence) -> Features:
    """Return all features of cleaned poses; NaN where a landmark is missing.

    A feature of the whole body is (T,), one of left and right (2, T).
    """
    space = _Space(poses.world)
    return {
        **_trunk_and_feet(space),
        **{name: np.stack(pair) for name, pair in _limbs(space).items()},
        **_ways(poses),
    }


class _Space:
    """World landmarks by name, with the axes of the body."""

    def __init__(self, world: Floats) -> None:
        self._world = world
        self.up = np.broadcast_to(np.array([0.0, -1.0, 0.0]), (len(world), 3))
        self.trunk = self.middle("shoulder") - self.middle("hip")
        self.across = _unit(self.at("left_shoulder") - self.at("right_shoulder"))
        self.pelvis_across = _unit(self.at("left_hip") - self.at("right_hip"))
        self.forward = _unit(np.cross(self.across, self.trunk))
        self.torso = _median(np.linalg.norm(self.trunk, axis=1))

    def at(self, name: str) -> Floats:
        """Return a landmark, (T, 3)."""
        return self._world[:, INDEX[name]]

    def middle(self, name: str) -> Floats:
        """Return the middle of a pair, (T, 3)."""
        return (self.at(f"left_{name}") + self.at(f"right_{name}")) / 2

    def height(self, point: Floats, over: Floats) -> Floats:
        """Return how far a point is above another, (T,), in torso lengths."""
        return np.asarray((over[:, 1] - point[:, 1]) / self.torso)


def _trunk_and_feet(space: _Space) -> dict[str, Floats]:
    """Return posture of the trunk, height of the pelvis and place of the feet."""
    apart = space.at("left_ankle") - space.at("right_ankle")
    ahead = _unit(np.cross(space.pelvis_across, space.up))
    pelvis = space.height(space.middle("hip"), space.middle("ankle"))
    return {
        "trunk_tilt": between(space.trunk, space.up),
        "pelvis_height": pelvis,
        "feet_apart_forward": np.abs((apart * ahead).sum(axis=1)) / space.torso,
        "feet_apart_sideways": np.abs((apart * space.pelvis_across).sum(axis=1))
        / space.torso,
    }


def _limbs(space: _Space) -> dict[str, tuple[Floats, Floats]]:
    """Return the features of arms and legs, as pairs."""
    return {
        "knee_flexion": _flexions(space, "hip", "knee", "ankle"),
        "hip_flexion": _flexions(space, "shoulder", "hip", "knee"),
        "elbow_flexion": _flexions(space, "shoulder", "elbow", "wrist"),
        "thigh_tilt": _pair(
            lambda s: between(space.at(f"{s}_knee") - space.at(f"{s}_hip"), -space.up)
        ),
        "arm_elevation": _pair(lambda s: between(_upper_arm(space, s), -space.trunk)),
        "arm_forward": _pair(
            lambda s: (_unit(_upper_arm(space, s)) * space.forward).sum(axis=1)
        ),
        "hand_height": _pair(
            lambda s: space.height(space.at(f"{s}_wrist"), space.at(f"{s}_shoulder"))
        ),
        "hand_above_feet": _pair(
            lambda s: space.height(space.at(f"{s}_wrist"), space.middle("ankle"))
        ),
    }


def _ways(poses: PoseSequence) -> dict[str, Floats]:
    """Return heights in the picture, upward, in torso lengths."""
    pixels = poses.pixels()
    spine = pixels[:, 11:13].mean(axis=1) - pixels[:, 23:25].mean(axis=1)
    torso = _median(np.linalg.norm(spine, axis=1))
    middles = {"shoulder": 11, "hand": 15, "pelvis": 23, "foot": 27}
    return {
        f"{name}_in_picture": -pixels[:, left : left + 2, 1].mean(axis=1) / torso
        for name, left in middles.items()
    }


def _flexions(space: _Space, *names: str) -> tuple[Floats, Floats]:
    """Return the flexion of a joint on both sides, 0 is straight."""
    return _pair(
        lambda s: (
            STRAIGHT_DEG - joint_angle(*(space.at(f"{s}_{name}") for name in names))
        )
    )


def _upper_arm(space: _Space, side: str) -> Floats:
    """Return the vector from shoulder to elbow."""
    return space.at(f"{side}_elbow") - space.at(f"{side}_shoulder")


def _pair(of_side: Callable[[str], Floats]) -> tuple[Floats, Floats]:
    """Return left and right."""
    return of_side("left"), of_side("right")


def _unit(vectors: Floats) -> Floats:
    """Scale to length one; NaN where the length is zero."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, np.nan))


def _median(lengths: Floats) -> float:
    """Return the median of what is known; NaN when nothing is."""
    known = lengths[np.isfinite(lengths)]
    return float(np.median(known)) if known.size else float("nan")
