"""Standing on one leg and moving the other: hip, knee, or both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation import rotations
from recognition.simulation.body import FOOT, Body
from recognition.simulation.course import Course
from recognition.simulation.motions.base import Knob, Prop, Tempo
from recognition.simulation.phases import minimum_jerk
from recognition.simulation.posture import SIGN, Posture, standing

Floats = npt.NDArray[np.float64]

_OFF_FLOOR: Final = 0.2  # share of the way at which the foot has left the floor
_SHIFT: Final = 0.028  # of the pelvis over the standing leg, shares of the stature


@dataclass(frozen=True, slots=True)
class StandingLeg:
    """The moving leg's joints at the peak, degrees.

    Attributes:
        hip_deg: flexion; backward is negative.
        spread_deg: abduction.
        knee_deg: flexion.
        lost: the catalog's name for too small a range.
    """

    hip_deg: float
    spread_deg: float
    knee_deg: float
    lost: str
    stance_m: float = 0.085
    tempo: Tempo = field(default_factory=lambda: Tempo(1.1, 0.3, 1.1, 0.6))
    props: frozenset[Prop] = frozenset()

    @property
    def knobs(self) -> Mapping[str, Knob]:
        """How this motion makes the catalog's mistakes."""
        return {self.lost: Knob(0.9)}

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the movement of the side that `course` moves."""
        pose = standing(body, len(course), stance=self.stance_m)
        moved = course.moved * (1.0 - np.clip(course.fault(self.lost), 0.0, 1.0))
        off = minimum_jerk(moved / _OFF_FLOOR)
        pelvis = pose.pelvis.copy()
        pelvis[:, 1] -= _SHIFT * body.stature_m * (off[:, 0] - off[:, 1])
        ball, foot = pose.ball.copy(), pose.foot.copy()
        for side in (0, 1):
            goal, pitch = self._leg(body, pelvis, moved[:, side], side)
            share = off[:, side][:, None]
            ball[:, side] += share * (goal - ball[:, side])
            foot[:, side, 1] += off[:, side] * pitch
        return pose.change(pelvis=pelvis, ball=ball, foot=foot)

    def _leg(
        self, body: Body, pelvis: Floats, moved: Floats, side: int
    ) -> tuple[Floats, Floats]:
        """Return the ball of the foot (T, 3) and the foot's pitch (T,) in the air."""
        sign = SIGN[side]
        hip = pelvis + np.array([0.0, sign * body.hip_half_width, 0.0])
        swing = np.radians(self.hip_deg) * moved
        spread = np.radians(4.0 + (self.spread_deg - 4.0) * moved)
        bend = np.radians(6.0 + (self.knee_deg - 6.0) * moved)
        thigh = _direction(swing, spread, sign)
        shank = _direction(swing - bend, spread, sign)
        ankle = hip + body.thigh * thigh + body.shank * shank
        pitch = bend - swing
        yaw = np.full_like(moved, sign * np.radians(9.0))
        turn = rotations.from_angles(np.stack([yaw, pitch, 0.0 * yaw], axis=1))
        size = FOOT * body.stature_m
        reach = rotations.apply(turn, np.array([-0.5 * size, 0.0, body.ankle_height]))
        return ankle - reach, pitch


def _direction(swing: Floats, spread: Floats, sign: float) -> Floats:
    """Return a segment that hangs down, swung forward and spread outward, (T, 3)."""
    cos = np.cos(spread)
    return np.stack(
        [np.sin(swing) * cos, sign * np.sin(spread), -np.cos(swing) * cos], axis=1
    )
