"""Push-ups: hands and toes stay on the floor, the body goes down in one line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.course import Course
from recognition.simulation.motions.base import Knob, Prop, Tempo
from recognition.simulation.motions.legs import ankle_over_ball
from recognition.simulation.posture import SIGN, Posture, leg_reach, standing

Floats = npt.NDArray[np.float64]

_FOOT_DEG: Final = 78.0  # the foot stands nearly upright on its ball
_WRIST_M: Final = 0.045  # height of the wrist over the floor
_KNEE_DEG: Final = 6.0
_ROUNDS: Final = 8  # of the search for the body's slope; it settles within 5


@dataclass(frozen=True, slots=True)
class PushUp:
    """Rest is the plank with straight arms, the peak is down.

    Attributes:
        elbow_deg: flexion at the lowest point.
        hands_m: half the distance between the hands.
    """

    elbow_deg: float = 100.0
    hands_m: float = 0.27
    tempo: Tempo = field(default_factory=lambda: Tempo(1.1, 0.15, 1.0, 0.5))
    props: frozenset[Prop] = frozenset({"mat"})
    knobs: Mapping[str, Knob] = field(
        default_factory=lambda: {
            "not_low_enough": Knob(0.85),  # share of the range that is lost
            "sagging_hips": Knob(0.9),  # radians between trunk and legs
            "piked_hips": Knob(1.1),  # radians between trunk and legs
            "arms_not_straight": Knob(0.7),  # share of the range that is kept
        }
    )

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the push-up that follows `course`."""
        lost = np.clip(course.worst("not_low_enough"), 0.0, 1.0)
        kept = course.at_rest("arms_not_straight").max(axis=1)
        lowered = kept + (1.0 - kept) * course.both * (1.0 - lost)
        flexion = np.radians(10.0 + (self.elbow_deg - 10.0) * lowered)
        bend = course.worst("sagging_hips") - course.worst("piked_hips")
        return self._plank(body, flexion, bend + np.radians(3.0))

    def _plank(self, body: Body, flexion: Floats, bend: Floats) -> Posture:
        """Return the plank with the elbows at `flexion` and the hips at `bend`, (T,).

        A positive bend lets the hips sag.
        """
        frames = len(flexion)
        pose = standing(body, frames, stance=0.08)
        slope, hands_x = self._slopes(body, flexion, bend)
        ankle_x, ankle_z = _ankle(body)
        leg = leg_reach(body, np.full(frames, np.radians(_KNEE_DEG)))
        zero = np.zeros(frames)
        pelvis = np.stack(
            [ankle_x + leg * np.cos(slope), zero, ankle_z + leg * np.sin(slope)], axis=1
        )
        ball, foot, hand = pose.ball.copy(), pose.foot.copy(), pose.hand.copy()
        ball[:, :, 0] = 0.0
        foot[:, :, 0] = 0.0
        foot[:, :, 1] = np.radians(_FOOT_DEG)
        hand[:, :, 0] = hands_x
        hand[:, :, 1] = np.array(SIGN) * self.hands_m
        hand[:, :, 2] = _WRIST_M
        return pose.change(
            pelvis=pelvis - _middle(hands_x), ball=ball - _middle(hands_x)[None, None],
            hand=hand - _middle(hands_x)[None, None], foot=foot,
            grip=np.ones((frames, 2)), **self._trunk(pose, slope + bend),
        )  # fmt: skip

    def _trunk(self, pose: Posture, slope: Floats) -> dict[str, Floats]:
        """Return trunk, head and the elbows' direction for a trunk at `slope`."""
        turn, spine, head = pose.turn.copy(), pose.spine.copy(), pose.head.copy()
        turn[:, 1] = np.pi / 2.0 - slope
        spine[:, 1] = 0.0
        head[:, 1] = np.radians(-12.0)
        shoulder = pose.shoulder.copy()
        shoulder[:, :, 0] = np.radians(75.0)
        shoulder[:, :, 1] = np.radians(90.0)
        shoulder[:, :, 2] = np.radians(50.0)  # elbows out and toward the feet
        return {"turn": turn, "spine": spine, "head": head, "shoulder": shoulder}

    def _slopes(
        self, body: Body, flexion: Floats, bend: Floats
    ) -> tuple[Floats, float]:
        """Return the slope of the legs (T,) that bends the elbows, and the hands' x.

        The hands lie under the shoulders of the straight-armed plank. Secant steps
        on the distance from shoulder to wrist.
        """
        reach = _arm_reach(body, flexion)
        start = np.full_like(flexion, 0.25)
        straight = _shoulder(body, np.array([0.30]), np.array([np.radians(3.0)]))
        hands_x = float(straight[0, 0])
        wanted = np.sqrt(reach**2 - (self.hands_m - body.shoulder_half_width) ** 2)
        slope = start
        for _ in range(_ROUNDS):
            error = _apart(body, slope, bend, hands_x) - wanted
            step = (_apart(body, slope + 1e-4, bend, hands_x) - wanted - error) / 1e-4
            slope = np.clip(slope - error / step, -0.3, 0.9)
        return slope, hands_x


def _middle(hands_x: float) -> Floats:
    """Return the shift (3,) that brings the middle of the body to the origin."""
    return np.array([0.5 * hands_x, 0.0, 0.0])


def _ankle(body: Body) -> tuple[float, float]:
    """Return the ankle's place over the ball of the foot, metres."""
    x, z = ankle_over_ball(body, np.array([np.radians(_FOOT_DEG)]))
    return float(x[0]), float(z[0])


def _shoulder(body: Body, slope: Floats, bend: Floats) -> Floats:
    """Return the mid-shoulder (T, 2), along the floor and up."""
    ankle_x, ankle_z = _ankle(body)
    leg = leg_reach(body, np.full_like(slope, np.radians(_KNEE_DEG)))
    trunk = body.trunk * (1.0 - 0.075)
    x = ankle_x + leg * np.cos(slope) + trunk * np.cos(slope + bend)
    z = ankle_z + leg * np.sin(slope) + trunk * np.sin(slope + bend)
    return np.stack([x, z], axis=1)


def _apart(body: Body, slope: Floats, bend: Floats, hands_x: float) -> Floats:
    """Return the distance (T,) from mid-shoulder to the middle between the wrists."""
    place = _shoulder(body, slope, bend)
    return np.asarray(np.hypot(place[:, 0] - hands_x, place[:, 1] - _WRIST_M))


def _arm_reach(body: Body, flexion: Floats) -> Floats:
    """Return the distance (T,) from shoulder to wrist at an elbow flexion."""
    a, b = body.upper_arm, body.forearm
    return np.asarray(np.sqrt(a**2 + b**2 + 2 * a * b * np.cos(flexion)))
