"""On the floor: lying on the back, lying on the front, on hands and knees."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import FOOT, Body
from recognition.simulation.motions.feet import in_the_air
from recognition.simulation.motions.figure import ankle_from_ball, upper_body
from recognition.simulation.motions.keys import Channels
from recognition.simulation.posture import SIGN, Posture, leg_reach

Floats = npt.NDArray[np.float64]

LYING_HIP: Final = 0.064  # height of the hips' middle over the floor, statures
_HEEL: Final = 0.046  # height of the ankle when the heel lies on the floor, statures
_KNEE: Final = 0.034  # height of the knee when one kneels, statures
_SHIN_END_M: Final = 0.05  # height of the ankle when one kneels
_TOES_DEG: Final = 152.0  # pitch of a foot whose toes point backward on the floor
_WRIST_M: Final = 0.055
_MIDDLE: Final = 0.06  # shift that brings the middle of a lying body to 0, statures
_SHOULDERS: Final = 0.925  # share of the trunk from mid-hip to mid-shoulder


@dataclass(frozen=True, slots=True)
class Supine:
    """Lying on the back, head toward -x.

    The channel `hook` bends the knees of feet that stand on the floor, `bridge` lifts
    the hips off shoulders that stay, `air` 1 moves a leg by `hip` and `knee` from
    the line of the floor.

    Attributes:
        palms: the hands lie on the floor beside the hips.
    """

    palms: bool = False

    def __call__(self, body: Body, channels: Channels) -> Posture:
        """Return the posture in every frame."""
        back = -0.5 * np.pi
        bridge = channels.one("bridge")
        pose = upper_body(body, channels, stance=0.10, lying=back)
        turn, head = pose.turn.copy(), pose.head.copy()
        turn[:, 1] -= bridge
        head[:, 1] += bridge
        low = LYING_HIP * body.stature_m * body.girth
        trunk = _SHOULDERS * body.trunk
        zero = np.zeros(len(channels))
        pelvis = np.stack(
            [trunk * (np.cos(bridge) - 1.0), zero, low + trunk * np.sin(bridge)], axis=1
        )
        middle = _MIDDLE * body.stature_m
        pelvis[:, 0] += middle
        ball, foot = pose.ball.copy(), pose.foot.copy()
        hook = channels.one("hook")
        reach = leg_reach(body, hook)
        along = np.sqrt(reach**2 - (low - body.ankle_height) ** 2)
        ball[:, :, 0] = (middle + along + 0.5 * FOOT * body.stature_m)[:, None]
        pose = pose.change(turn=turn, head=head, pelvis=pelvis, ball=ball, foot=foot)
        pose = _lying_legs(body, pose, channels, low)
        return _palms_down(body, pose) if self.palms else pose


def _lying_legs(body: Body, pose: Posture, channels: Channels, low: float) -> Posture:
    """Return `pose` with the legs that do not stand lifted off the floor's line."""
    return in_the_air(
        body, pose, channels, lying=-0.5 * np.pi, rise=_sliding(body, channels, low)
    )


def _sliding(body: Body, channels: Channels, low: float) -> Floats:
    """Return the hip flexion (T, 2) at which the heel of a bent leg is on the floor.

    It counts as far as the channel `slide` says.
    """
    knee = channels.pair("knee")
    reach = leg_reach(body, knee)
    fall = np.arcsin((low - _HEEL * body.stature_m) / reach)
    inner = np.arcsin(np.clip(body.shank * np.sin(knee) / reach, -1.0, 1.0))
    return np.asarray(channels.pair("slide") * (inner - fall))


def _palms_down(body: Body, pose: Posture) -> Posture:
    """Return `pose` with both hands on the floor beside the hips."""
    hand = pose.hand.copy()
    arm = 0.97 * (body.upper_arm + body.forearm)
    hand[:, :, 0] = _MIDDLE * body.stature_m - _SHOULDERS * body.trunk + arm
    hand[:, :, 1] = np.array(SIGN) * 1.35 * body.shoulder_half_width
    hand[:, :, 2] = _WRIST_M
    return pose.change(hand=hand, grip=np.ones_like(pose.grip))


@dataclass(frozen=True, slots=True)
class Prone:
    """Lying on the front, head toward +x, the legs stretched out behind."""

    def __call__(self, body: Body, channels: Channels) -> Posture:
        """Return the posture in every frame."""
        pose = upper_body(body, channels, stance=0.10, lying=0.5 * np.pi)
        pelvis = np.zeros_like(pose.pelvis)
        pelvis[:, 0] = -_MIDDLE * body.stature_m
        pelvis[:, 2] = LYING_HIP * body.stature_m * body.girth
        return in_the_air(body, pose.change(pelvis=pelvis), channels, lying=0.5 * np.pi)


@dataclass(frozen=True, slots=True)
class Kneeling:
    """On hands and knees, head toward +x.

    The channel `air` lifts a leg, `reach` a hand off the floor.

    Attributes:
        slope_deg: rise of the trunk from the hips to the shoulders.
        hands_ahead: of the shoulders, statures.
    """

    slope_deg: float = 13.0
    hands_ahead: float = 0.06

    def __call__(self, body: Body, channels: Channels) -> Posture:
        """Return the posture in every frame."""
        slope = np.radians(self.slope_deg)
        pose = upper_body(body, channels, stance=0.10, lying=0.5 * np.pi - slope)
        knee_m = _KNEE * body.stature_m
        pelvis = np.zeros_like(pose.pelvis)
        pelvis[:, 2] = knee_m + 0.998 * body.thigh
        pelvis[:, 1] = channels.toward_left("shift")
        ball, foot = self._feet(body, pose, knee_m)
        hand = pose.hand.copy()
        trunk = _SHOULDERS * body.trunk
        hand[:, :, 0] = trunk * np.cos(slope) + self.hands_ahead * body.stature_m
        hand[:, :, 1] = np.array(SIGN) * body.shoulder_half_width
        hand[:, :, 2] = _WRIST_M
        grip = 1.0 - channels.pair("reach")
        pose = pose.change(pelvis=pelvis, ball=ball, foot=foot, hand=hand, grip=grip)
        return in_the_air(body, pose, channels, lying=0.5 * np.pi - slope)

    def _feet(self, body: Body, pose: Posture, knee_m: float) -> tuple[Floats, Floats]:
        """Return balls and turns of feet whose toes lie behind the knees."""
        ball, foot = pose.ball.copy(), pose.foot.copy()
        pitch = np.full(len(pose), np.radians(_TOES_DEG))
        foot[:, :, 1] = pitch[:, None]
        fall = knee_m - _SHIN_END_M
        for side in (0, 1):
            ankle = np.array(
                [
                    -np.sqrt(body.shank**2 - fall**2),
                    SIGN[side] * body.hip_half_width,
                    _SHIN_END_M,
                ]
            )
            ball[:, side] = ankle - ankle_from_ball(body, pitch, side)
        return ball, foot
