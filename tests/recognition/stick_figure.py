"""A person made of lines, posed by joint angles and seen by a camera.

Independent of the code under test: angles go in, landmarks come out.
"""

from dataclasses import dataclass, replace

import numpy as np

from recognition.poses import JOINTS, PoseSequence
from recognition.skeleton import INDEX

TORSO, THIGH, SHANK, FOOT = 0.50, 0.42, 0.42, 0.22
UPPER_ARM, FOREARM = 0.30, 0.26
HALF_SHOULDERS, HALF_HIPS = 0.18, 0.10


@dataclass
class Figure:
    """Joint angles over time, each a number or (T,), degrees, flexion 0 = straight.

    The feet stand still; forward, left and up are the axes of the body.
    """

    frames: int
    knee: object = 0.0
    hip: object = 0.0  # trunk against thigh
    shank: object = 0.0  # forward lean
    knee_right: object = None
    elbow: object = 0.0
    arm_side: object = 0.0
    arm_forward: object = 0.0
    arm_side_right: object = None
    valgus: object = 0.0  # metres that the knees fall inward
    heel: object = 0.0  # metres
    lean_side: object = 0.0  # toward the left
    rate_hz: float = 30.0

    def seen(self, yaw=0.0, distance=4.0, noise=0.0, width=720, height=1280, seed=0):
        """Return the poses that a camera sees from `yaw` at `distance` metres."""
        points = self._points()  # (T, 33, 3): forward, left, up
        radians = np.radians(yaw)
        forward = np.array([-np.sin(radians), 0.0, -np.cos(radians)])
        leftward = np.array([np.cos(radians), 0.0, -np.sin(radians)])
        up = np.array([0.0, -1.0, 0.0])
        world = points @ np.stack([forward, leftward, up])  # x right, y down, z away
        hips = (world[:, INDEX["left_hip"]] + world[:, INDEX["right_hip"]]) / 2
        placed = world + np.array([0.0, 0.9, distance])
        focal = 1.2 * width
        x = width / 2 + focal * placed[:, :, 0] / placed[:, :, 2]
        y = height / 2 + focal * placed[:, :, 1] / placed[:, :, 2]
        rng = np.random.default_rng(seed)
        jitter = noise * rng.normal(size=(*x.shape, 2))
        z = (placed[:, :, 2] - distance) * focal / distance / width
        picture = np.stack([x + jitter[..., 0], y + jitter[..., 1]], axis=-1)
        return PoseSequence(
            time_s=np.arange(self.frames) / self.rate_hz,
            landmarks=np.concatenate(
                [picture / np.array([width, height]), z[..., None]], axis=-1
            ),
            world=world - hips[:, None],
            visibility=np.full((self.frames, JOINTS), 0.99),
            width=width,
            height=height,
        )

    def _track(self, value):
        return np.radians(np.broadcast_to(np.asarray(value, float), (self.frames,)))

    def _points(self):
        points = np.zeros((self.frames, JOINTS, 3))
        heads = self._legs(points)
        self._trunk(points, heads)
        return points

    def _legs(self, points):
        """Build from the floor up; return trunk lean of the left leg's chain."""
        lean = self._track(self.shank)
        knees = {
            "left": self._track(self.knee),
            "right": self._track(
                self.knee if self.knee_right is None else self.knee_right
            ),
        }
        inward = np.broadcast_to(np.asarray(self.valgus, float), (self.frames,))
        lift = np.broadcast_to(np.asarray(self.heel, float), (self.frames,))
        thigh_lean = {}
        for side, sign in (("left", 1.0), ("right", -1.0)):
            at = lambda name: points[:, INDEX[f"{side}_{name}"]]  # noqa: B023, E731
            at("ankle")[:] = np.stack(
                [0 * lift, sign * HALF_HIPS + 0 * lift, 0.08 + lift], axis=1
            )
            at("heel")[:] = at("ankle") + np.array([-0.05, 0.0, -0.05])
            at("foot_index")[:] = np.array([FOOT - 0.05, sign * HALF_HIPS, 0.02])
            thigh = lean - knees[side]  # positive leans forward, going up
            thigh_lean[side] = thigh
            at("knee")[:] = at("ankle") + SHANK * _up(lean)
            at("hip")[:] = at("knee") + THIGH * _up(thigh)
            at("knee")[:, 1] -= sign * inward
        middle = (points[:, INDEX["left_hip"]] + points[:, INDEX["right_hip"]]) / 2
        for side, sign in (("left", 1.0), ("right", -1.0)):
            if self.knee_right is None:
                points[:, INDEX[f"{side}_hip"]] = middle + np.array(
                    [0.0, sign * HALF_HIPS, 0.0]
                )
        return thigh_lean["left"] + self._track(self.hip)

    def _trunk(self, points, lean):
        sideways = self._track(self.lean_side)
        hips = (points[:, INDEX["left_hip"]] + points[:, INDEX["right_hip"]]) / 2
        axis = _up(lean)
        axis = axis * np.cos(sideways)[:, None]
        axis[:, 1] = np.sin(sideways)
        chest = hips + TORSO * axis
        head = chest + 0.22 * axis
        points[:, INDEX["nose"]] = head + np.array([0.1, 0.0, 0.0])
        for side, sign in (("left", 1.0), ("right", -1.0)):
            shoulder = chest + np.array([0.0, sign * HALF_SHOULDERS, 0.0])
            points[:, INDEX[f"{side}_shoulder"]] = shoulder
            points[:, INDEX[f"{side}_ear"]] = head + np.array([0.0, sign * 0.07, 0.0])
            self._arm(points, side, sign, lean)
        for name in ("eye", "eye_inner", "eye_outer"):
            for side in ("left", "right"):
                points[:, INDEX[f"{side}_{name}"]] = points[:, INDEX["nose"]]
        for name in ("mouth_left", "mouth_right"):
            points[:, INDEX[name]] = points[:, INDEX["nose"]]

    def _arm(self, points, side, sign, lean):
        wide = self.arm_side
        if side == "right" and self.arm_side_right is not None:
            wide = self.arm_side_right
        aside, ahead = self._track(wide), self._track(self.arm_forward) - lean
        shoulder = points[:, INDEX[f"{side}_shoulder"]]
        upper = _hanging(ahead, aside, sign)
        fore = _hanging(ahead + self._track(self.elbow), aside, sign)
        elbow = shoulder + UPPER_ARM * upper
        wrist = elbow + FOREARM * fore
        points[:, INDEX[f"{side}_elbow"]] = elbow
        for name in ("wrist", "index", "pinky", "thumb"):
            points[:, INDEX[f"{side}_{name}"]] = wrist


def _up(lean):
    """Return the direction that leans forward by `lean` from straight up."""
    return np.stack([np.sin(lean), 0 * lean, np.cos(lean)], axis=1)


def _hanging(ahead, aside, sign):
    """Return the direction of an arm, from hanging down, ahead and to the side."""
    return np.stack(
        [
            np.sin(ahead) * np.cos(aside),
            sign * np.sin(aside),
            -np.cos(ahead) * np.cos(aside),
        ],
        axis=1,
    )


def cycles(low, high, repetitions=3, frames_each=60, rest=15):
    """Return a course (T,) from `low` to `high` and back, with rests, and its spans.

    Spans are (start, peak, end) in frames.
    """
    wave = low + (high - low) * (1 - np.cos(np.linspace(0, 2 * np.pi, frames_each))) / 2
    still = np.full(rest, float(low))
    course = np.concatenate([still, *[np.concatenate([wave, still])] * repetitions])
    starts = rest + np.arange(repetitions) * (frames_each + rest)
    spans = [(s, s + frames_each // 2, s + frames_each - 1) for s in starts]
    return course, spans


def lying(poses):
    """Return `poses` turned by a quarter: head to the left, what faced left is down."""
    landmarks, world = poses.landmarks.copy(), poses.world.copy()
    landmarks[:, :, 0] = poses.landmarks[:, :, 1] * poses.height / poses.width
    landmarks[:, :, 1] = (1.0 - poses.landmarks[:, :, 0]) * poses.width / poses.height
    world[:, :, 0], world[:, :, 1] = poses.world[:, :, 1], -poses.world[:, :, 0]
    return replace(poses, landmarks=landmarks, world=world)


def one_after_another(*parts):
    """Return sequences of one camera joined in time."""
    joined = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("landmarks", "world", "visibility")
    }
    frames = joined["visibility"].shape[0]
    return replace(parts[0], time_s=np.arange(frames) / 30.0, **joined)
