"""Planks: toes and hands, forearms or one forearm carry the body in a line."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.motions.figure import upper_body
from recognition.simulation.motions.keys import Channels
from recognition.simulation.motions.legs import ankle_over_ball
from recognition.simulation.posture import SIGN, Posture, leg_reach

Floats = npt.NDArray[np.float64]

_WRIST_M: Final = 0.045  # height of a wrist on the floor
_ELBOW_M: Final = 0.045  # height of an elbow on the floor
_SHOULDERS: Final = 0.925  # share of the trunk from mid-hip to mid-shoulder
_SIDE_FOOT_M: Final = (0.045, 0.115)  # lower and upper foot, lying on their edges
_SIDE_KNEE_DEG: Final = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Linkage:
    """Legs and trunk as two rods between the ankles and what carries the shoulders.

    In the plane along the body and up, metres.

    Attributes:
        ankle: (2,), where the legs turn.
        leg: (T,), length of the legs.
        trunk: length from the mid-hip to the shoulder.
        hand: (2,), what the shoulder turns about.
        arm: (T,), its distance from the shoulder.
    """

    ankle: Floats
    leg: Floats
    trunk: float
    hand: Floats
    arm: Floats

    def slope(self, bend: Floats) -> Floats:
        """Return the rise of the legs (T,) where the trunk turns up by `bend` (T,)."""
        straight = np.hypot(
            self.leg + self.trunk * np.cos(bend), self.trunk * np.sin(bend)
        )
        turned = np.arctan2(
            self.trunk * np.sin(bend), self.leg + self.trunk * np.cos(bend)
        )
        base = self.hand - self.ankle
        apart = float(np.hypot(base[0], base[1]))
        cosine = (straight**2 + apart**2 - self.arm**2) / (2.0 * straight * apart)
        inner = np.arccos(np.clip(cosine, -1.0, 1.0))
        return np.asarray(np.arctan2(base[1], base[0]) + inner - turned)


@dataclass(frozen=True, slots=True)
class Plank:
    """On the toes and on straight arms or forearms, head toward +x.

    The channel `sag` lowers the hips below the line, `knee` bends the legs, `press`
    bends the elbows of straight arms.

    Attributes:
        forearms: these lie on the floor; otherwise the hands are on it.
        hands: half the distance between the hands, statures.
        hands_up: height of what the hands are on, statures.
        foot_deg: rise of the heels about the balls of the feet.
    """

    forearms: bool = False
    hands: float = 0.157
    hands_up: float = 0.0
    foot_deg: float = 78.0

    def __call__(self, body: Body, channels: Channels) -> Posture:
        """Return the posture in every frame."""
        pose = upper_body(body, channels, stance=0.08, lying=0.5 * np.pi)
        leg = leg_reach(body, channels.one("crook"))
        link = self._linkage(body, channels, leg)
        sag = channels.one("sag")
        slope = link.slope(sag)
        zero = np.zeros_like(slope)
        middle = 0.5 * (link.ankle[0] + link.hand[0])
        pelvis = np.stack(
            [
                link.ankle[0] - middle + leg * np.cos(slope),
                zero,
                link.ankle[1] + leg * np.sin(slope),
            ],
            axis=1,
        )
        ball, foot = pose.ball.copy(), pose.foot.copy()
        ball[:, :, 0] = -middle
        foot[:, :, 0] = 0.0
        foot[:, :, 1] = np.radians(self.foot_deg)
        turn = pose.turn.copy()
        turn[:, 1] -= slope + sag
        hand = self._hands(body, pose, float(link.hand[0] - middle))
        return pose.change(
            pelvis=pelvis, ball=ball, foot=foot, turn=turn, hand=hand,
            grip=np.ones((len(channels), 2)), girdle=channels.pair("shrug"),
        )  # fmt: skip

    def _linkage(self, body: Body, channels: Channels, leg: Floats) -> Linkage:
        """Return the rods; over the floor the arm is upright in the straight body."""
        x, z = ankle_over_ball(body, np.array([np.radians(self.foot_deg)]))
        ankle = np.array([x[0], z[0]])
        trunk = _SHOULDERS * body.trunk
        arm, low = self._arm(body, channels)
        straight = leg_reach(body, np.radians([6.0]))[0] + trunk
        longest = self._longest(body)
        if self.hands_up == 0.0:
            slope = np.arcsin((low + longest - ankle[1]) / straight)
            along = ankle[0] + straight * np.cos(slope)
        else:
            # On something higher the arms are square to the body.
            square = np.arctan2(longest, straight)
            size = np.hypot(longest, straight)
            slope = np.arcsin((low - ankle[1]) / size) + square
            along = ankle[0] + size * np.cos(slope - square)
        return Linkage(ankle, leg, trunk, np.array([along, low]), arm)

    def _longest(self, body: Body) -> float:
        """Return how high the shoulders are over what carries them."""
        if self.forearms:
            return body.upper_arm
        aside = self.hands * body.stature_m - body.shoulder_half_width
        arm = 0.995 * (body.upper_arm + body.forearm)
        return float(np.sqrt(arm**2 - aside**2))

    def _arm(self, body: Body, channels: Channels) -> tuple[Floats, float]:
        """Return the shoulders' distance from what carries them, and its height."""
        if self.forearms:
            return np.full(len(channels), body.upper_arm), _ELBOW_M
        bend = channels.one("press")
        a, b = body.upper_arm, body.forearm
        reach = np.sqrt(a**2 + b**2 + 2 * a * b * np.cos(bend))
        aside = self.hands * body.stature_m - body.shoulder_half_width
        reach = np.sqrt(np.maximum(reach**2 - aside**2, 0.01))
        return reach, _WRIST_M + self.hands_up * body.stature_m

    def _hands(self, body: Body, pose: Posture, along: float) -> Floats:
        """Return the wrists (T, 2, 3)."""
        hand = pose.hand.copy()
        wide = (
            body.shoulder_half_width if self.forearms else self.hands * body.stature_m
        )
        hand[:, :, 0] = along + (body.forearm if self.forearms else 0.0)
        hand[:, :, 1] = np.array(SIGN) * wide
        hand[:, :, 2] = _WRIST_M + self.hands_up * body.stature_m
        return hand


@dataclass(frozen=True, slots=True)
class SidePlank:
    """On the forearm and the feet of the working side, the front toward +x.

    The channel `sag` lowers the hips below the line of shoulders and ankles.
    """

    def __call__(self, body: Body, channels: Channels) -> Posture:
        """Return the posture in every frame."""
        pose = upper_body(body, channels, stance=0.10)
        lower = np.argmax(channels.working, axis=1) * np.ones(len(pose), dtype=int)
        side = np.where(lower == 0, 1.0, -1.0)  # y of the head
        sag = channels.one("sag")
        link, offset = self._linkage(body, sag)
        slope = link.slope(sag - offset)
        middle = 0.5 * (link.ankle[0] + link.hand[0])
        along = link.ankle[0] - middle + link.leg * np.cos(slope)
        up = link.ankle[1] + link.leg * np.sin(slope)
        pelvis = np.stack([np.zeros_like(slope), side * along, up], axis=1)
        turn = pose.turn.copy()
        turn[:, 2] -= side * (0.5 * np.pi - slope - sag)
        pose = pose.change(pelvis=pelvis, turn=turn, girdle=channels.pair("shrug"))
        pose = self._feet(body, pose, lower, link.ankle[0] - middle)
        return self._forearm(body, pose, lower, float(link.hand[0] - middle))

    def _linkage(self, body: Body, sag: Floats) -> tuple[Linkage, float]:
        """Return the rods to the lower shoulder, and its angle off the trunk's line.

        A pelvis that turns with the trunk brings one hip nearer to its foot.
        """
        leg = 0.98 * float(leg_reach(body, np.radians([_SIDE_KNEE_DEG]))[0])
        trunk, half = _SHOULDERS * body.trunk, body.shoulder_half_width
        ankle = np.array([0.0, float(np.mean(_SIDE_FOOT_M))])
        # In the straight body the upper arm is upright.
        rise = _ELBOW_M + body.upper_arm - ankle[1]
        slope = np.arcsin(rise / np.hypot(leg + trunk, half)) + np.arctan2(
            half, leg + trunk
        )
        elbow = (leg + trunk) * np.cos(slope) + half * np.sin(slope)
        nearer = body.hip_half_width * np.abs(np.sin(sag))
        link = Linkage(
            ankle, leg - nearer, float(np.hypot(trunk, half)),
            np.array([elbow, _ELBOW_M]), np.full_like(sag, body.upper_arm),
        )  # fmt: skip
        return link, float(np.arctan2(half, trunk))

    def _feet(
        self, body: Body, pose: Posture, lower: npt.NDArray[np.intp], along: float
    ) -> Posture:
        """Return `pose` with the feet on their edges, one on the other."""
        rows = np.arange(len(pose))
        side = np.where(lower == 0, 1.0, -1.0)
        ball, foot = pose.ball.copy(), pose.foot.copy()
        for foot_side in (0, 1):
            height = np.where(lower == foot_side, _SIDE_FOOT_M[0], _SIDE_FOOT_M[1])
            ball[:, foot_side, 0] = 0.076 * body.stature_m
            ball[:, foot_side, 1] = side * (along - body.ankle_height)
            ball[:, foot_side, 2] = height
            foot[:, foot_side, 0] = 0.0
            foot[:, foot_side, 2] = -side * SIGN[foot_side] * np.radians(86.0)
        # The upper foot a little in front, so that both are seen.
        ball[rows, 1 - lower, 0] += 0.03
        return pose.change(ball=ball, foot=foot)

    def _forearm(
        self, body: Body, pose: Posture, lower: npt.NDArray[np.intp], along: float
    ) -> Posture:
        """Return `pose` on one forearm that points forward."""
        rows = np.arange(len(pose))
        side = np.where(lower == 0, 1.0, -1.0)
        hand, grip = pose.hand.copy(), pose.grip.copy()
        hand[rows, lower, 0] = body.forearm
        hand[rows, lower, 1] = side * along
        hand[rows, lower, 2] = _ELBOW_M
        grip[rows, lower] = 1.0
        return pose.change(hand=hand, grip=grip)
