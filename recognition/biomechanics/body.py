"""A body in the planes of anatomy: forward, leftward and upward for each frame.

A plane of the body that lies in the picture is read from the picture, which is more
accurate than estimated depth; one that does not is read from world landmarks. In
between the two are mixed by the angle, so that a small turn never makes a jump.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal

import numpy as np

from recognition import viewpoint
from recognition.biomechanics.angles import joint_angle
from recognition.poses import Floats, PoseSequence
from recognition.skeleton import INDEX, OneSide

Plane = Literal["sagittal", "frontal"]
PlaneReading = Callable[[Callable[[str], Floats]], Floats]

# Up to 25 degrees between plane and picture only the picture counts, from 45 on only
# depth: cos 25 = 0.91 shortens lengths by 9 %, less than depth errs.
IMAGE_ONLY_DEG: Final = 25.0
DEPTH_ONLY_DEG: Final = 45.0
# Nothing is stretched by more than twice to undo a turn: what is shorter shows little.
MOST_TURNED_DEG: Final = 60.0

# Part of a segment's length that the picture must show: below the first only depth
# counts, from the second on the picture (37 degrees off the picture).
POINTS_AT_CAMERA: Final = 0.5
ACROSS: Final = 0.8

_MIDDLE: Final = {
    "shoulders": ("left_shoulder", "right_shoulder"),
    "hips": ("left_hip", "right_hip"),
    "ankles": ("left_ankle", "right_ankle"),
    "ears": ("left_ear", "right_ear"),
}


class Body:
    """The points of one pose sequence, by name and by plane.

    Names are those of the skeleton, and `shoulders`, `hips`, `ankles`, `ears` for
    the points midway.
    """

    def __init__(self, poses: PoseSequence) -> None:
        self.poses = poses
        self._picture = poses.pixels() * np.array([1.0, -1.0])  # y up
        self._space = viewpoint.space(poses) * np.array([1.0, -1.0, 1.0])
        self.yaw_deg = viewpoint.yaw_series(poses)
        yaw = np.radians(self.yaw_deg)
        self._forward = np.stack([-np.sin(yaw), -np.cos(yaw)], axis=1)  # x, z
        self._leftward = np.stack([np.cos(yaw), -np.sin(yaw)], axis=1)
        self._computed: dict[str, Floats] = {}

    def remembered(self, key: str, compute: Callable[[], Floats]) -> Floats:
        """Return what `compute` gives, computed once for this body."""
        if key not in self._computed:
            self._computed[key] = compute()
        return self._computed[key]

    def point(self, name: str) -> Floats:
        """Return a point in depth, (T, 3): x right, y up, z away."""
        return _named(self._space, name)

    def in_picture_plane(self, name: str) -> Floats:
        """Return a point of the picture, (T, 2): x right, y up."""
        return _named(self._picture, name)

    def on(self, plane: Plane, reading: PlaneReading) -> Floats:
        """Evaluate `reading` on points of a plane, (T, 2), from picture and depth.

        The second axis is up; the first is forward in the sagittal plane and toward
        the patient's left in the frontal plane. `reading` gets a function from names
        to points and returns (T,).
        """
        flat = reading(lambda name: self.in_picture(plane, name))
        deep = reading(lambda name: self.in_depth(plane, name))
        return self.mixed(plane, flat, deep)

    def mixed(self, plane: Plane, flat: Floats, deep: Floats) -> Floats:
        """Weigh what picture and depth say of `plane`, both (T,)."""
        return _mixed(flat, deep, self.picture_weight(plane))

    def angle(self, plane: Plane, proximal: str, joint: str, distal: str) -> Floats:
        """Return the included angle at a hinge that moves in `plane`, (T,)."""
        names = (proximal, joint, distal)
        longer = self._lengthening(plane)
        return self._hinge(names, self.picture_weight(plane), longer)

    def arm_angle(self, plane: Plane, side: OneSide) -> Floats:
        """Return the included angle at an elbow whose arm may point at the camera."""
        level = np.ones(len(self.poses))  # an arm moves in no one plane
        return self._hinge(arm(side), self.arm_weight(plane, side), level)

    def arm_weight(self, plane: Plane, side: OneSide) -> Floats:
        """Return how far to trust the picture for an elbow, (T,), in [0, 1].

        A segment that points at the camera is short in the picture and tells no angle.
        """
        shoulder, elbow, wrist = (self.point(name) for name in arm(side))
        shares = [_share_in_picture(elbow - shoulder), _share_in_picture(wrist - elbow)]
        seen = (np.minimum(*shares) - POINTS_AT_CAMERA) / (ACROSS - POINTS_AT_CAMERA)
        across = np.nan_to_num(np.clip(seen, 0.0, 1.0), nan=1.0)
        weight: Floats = self.picture_weight(plane) * across
        return weight

    def _hinge(
        self, names: tuple[str, str, str], weight: Floats, longer: Floats
    ) -> Floats:
        """Return an included angle, mixed from the picture, made wider, and depth."""
        wider = np.stack([longer, np.ones_like(longer)], axis=1)
        flat = joint_angle(*(_named(self._picture, name) * wider for name in names))
        deep = joint_angle(*(self.point(name) for name in names))
        return _mixed(flat, deep, weight)

    def picture_weight(self, plane: Plane) -> Floats:
        """Return how far to trust the picture for `plane`, (T,), in [0, 1]."""
        off_deg = self.off_picture_deg(plane)
        weight = (DEPTH_ONLY_DEG - off_deg) / (DEPTH_ONLY_DEG - IMAGE_ONLY_DEG)
        clipped: Floats = np.nan_to_num(np.clip(weight, 0.0, 1.0), nan=0.0)
        return clipped

    def _lengthening(self, plane: Plane) -> Floats:
        """Return by how much the turn off the picture shortens `plane`, (T,)."""
        off_deg = np.nan_to_num(self.off_picture_deg(plane), nan=0.0)
        turned = np.radians(np.minimum(off_deg, MOST_TURNED_DEG))
        longer: Floats = 1.0 / np.cos(turned)
        return longer

    def off_picture_deg(self, plane: Plane) -> Floats:
        """Return the angle between `plane` and the picture, (T,), 0 to 90."""
        yaw = np.radians(self.yaw_deg)
        along = np.abs(np.cos(yaw) if plane == "sagittal" else np.sin(yaw))
        off_deg: Floats = np.degrees(np.arcsin(np.clip(along, 0.0, 1.0)))
        return off_deg

    def in_picture(self, plane: Plane, name: str) -> Floats:
        """Return a point in the picture as (first axis of the plane, up)."""
        yaw = np.radians(self.yaw_deg)
        toward = -np.sign(np.sin(yaw)) if plane == "sagittal" else np.sign(np.cos(yaw))
        point = _named(self._picture, name)
        return np.stack([toward * point[:, 0], point[:, 1]], axis=1)

    def in_depth(self, plane: Plane, name: str) -> Floats:
        """Return a point in depth as (first axis of the plane, up)."""
        axis = self._forward if plane == "sagittal" else self._leftward
        point = self.point(name)
        first = (point[:, [0, 2]] * axis).sum(axis=1)
        return np.stack([first, point[:, 1]], axis=1)


@lru_cache(maxsize=4)
def of(poses: PoseSequence) -> Body:
    """Return the body of `poses`; the last few are remembered.

    A sequence is compared by identity and never changed, so what was computed for it
    stays true.
    """
    return Body(poses)


def arm(side: OneSide) -> tuple[str, str, str]:
    """Return the names of shoulder, elbow and wrist."""
    return f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist"


def distance(first: Floats, second: Floats) -> Floats:
    """Return the distance between two points per frame, (T,)."""
    length: Floats = np.linalg.norm(first - second, axis=1)
    return length


def _named(points: Floats, name: str) -> Floats:
    """Return one named point, (T, D)."""
    if name in _MIDDLE:
        left, right = (points[:, INDEX[end]] for end in _MIDDLE[name])
        middle: Floats = (left + right) / 2.0
        return middle
    return points[:, INDEX[name]]


def _share_in_picture(segment: Floats) -> Floats:
    """Return which part of a segment's length lies in the picture, (T,)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Floats = np.linalg.norm(segment[:, :2], axis=1) / np.linalg.norm(
            segment, axis=1
        )
    return share


def _mixed(flat: Floats, deep: Floats, weight: Floats) -> Floats:
    """Weigh two readings; where one is missing the other stands alone."""
    mixed = weight * flat + (1.0 - weight) * deep
    alone = np.where(np.isfinite(flat), flat, deep)
    result: Floats = np.where(np.isfinite(mixed), mixed, alone)
    return result
