"""Lying on the side with bent legs, the front toward +x, the working side above."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import FOOT, Body
from recognition.simulation.motions.figure import upper_body
from recognition.simulation.motions.keys import Channels
from recognition.simulation.posture import SIGN, Posture

Floats = npt.NDArray[np.float64]

_HIP: Final = 0.105  # height of the mid-hip, statures
_SHOULDERS_UP_DEG: Final = 8.0  # the lower shoulder has the width of an arm
_FEET_M: Final = (0.045, 0.115)  # lower and upper foot on their edges


@dataclass(frozen=True, slots=True)
class SideLying:
    """The feet stay on each other; a leg turns about the line from hip to ankle.

    The channel `inward` turns a knee, `rollback` the trunk onto the back, `lift`
    raises the upper foot.

    Attributes:
        hip_deg: flexion of both hips.
        knee_deg: flexion of both knees.
    """

    hip_deg: float = 48.0
    knee_deg: float = 88.0

    def __call__(self, body: Body, channels: Channels) -> Posture:
        """Return the posture in every frame."""
        pose = upper_body(body, channels, stance=0.10)
        upper = np.argmax(channels.working, axis=1) * np.ones(len(pose), dtype=int)
        head = np.where(upper == 0, -1.0, 1.0)  # y of the head
        turn = pose.turn.copy()
        turn[:, 1] = -channels.one("rollback")
        turn[:, 2] = -head * np.radians(90.0 - _SHOULDERS_UP_DEG)
        pelvis = np.zeros_like(pose.pelvis)
        pelvis[:, 0] = -0.08 * body.stature_m
        pelvis[:, 1] = -0.02 * head * body.stature_m
        pelvis[:, 2] = _HIP * body.stature_m * body.girth
        ball, foot = self._feet(body, pelvis, upper, head)
        ball[:, :, 2] += channels.pair("lift")
        return pose.change(
            turn=turn, pelvis=pelvis, ball=ball, foot=foot, knee=channels.pair("inward")
        )

    def _feet(
        self, body: Body, pelvis: Floats, upper: npt.NDArray[np.intp], head: Floats
    ) -> tuple[Floats, Floats]:
        """Return balls (T, 2, 3) and turns (T, 2, 3) of feet on their edges."""
        thigh = np.radians(self.hip_deg)
        shank = np.radians(self.hip_deg - self.knee_deg)
        # Ahead and away from the head, in the plane of the floor.
        ahead = body.thigh * np.sin(thigh) + body.shank * np.sin(shank)
        away = body.thigh * np.cos(thigh) + body.shank * np.cos(shank)
        size = FOOT * body.stature_m
        # The toes point ahead, at a right angle to the shank.
        toes = np.array([np.cos(shank), np.sin(shank)])
        up = np.array([-np.sin(shank), np.cos(shank)])
        ankle = np.array([ahead, -away])
        flat = ankle + 0.5 * size * toes - body.ankle_height * up
        ball = np.zeros((len(pelvis), 2, 3))
        foot = np.zeros((len(pelvis), 2, 3))
        for side in (0, 1):
            ball[:, side, 0] = pelvis[:, 0] + flat[0]
            ball[:, side, 1] = pelvis[:, 1] + head * flat[1]
            ball[:, side, 2] = np.where(upper == side, _FEET_M[1], _FEET_M[0])
            foot[:, side, 0] = SIGN[side] * head * shank
            foot[:, side, 2] = -SIGN[side] * head * 0.5 * np.pi
        return ball, foot
