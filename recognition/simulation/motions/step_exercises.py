"""Exercises in which a foot is set elsewhere: to the side, on a step, in a jump."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.motions.base import Tempo
from recognition.simulation.motions.feet import Feet
from recognition.simulation.motions.figure import upper_body
from recognition.simulation.motions.keys import Channels, Fault, Keyed
from recognition.simulation.motions.legs import ankle_over_ball
from recognition.simulation.phases import minimum_jerk
from recognition.simulation.posture import SIGN, Posture, hip_height, leg_reach

Floats = npt.NDArray[np.float64]

_LIFT_M: Final = 0.06
_SLACK_M: Final = 0.035  # by which the hips stay below a leg's full length


@dataclass(frozen=True, slots=True)
class SideStep:
    """The foot of the working side steps out, its knee bends, the other stays straight.

    The channel `set` says how far the foot has stepped, `dip` bends a knee.

    Attributes:
        stance_m: half the distance between the balls of the feet at rest.
        width: of the step in statures; the channel `width` adds metres.
    """

    stance_m: float = 0.09
    width: float = 0.40

    def __call__(self, body: Body, channels: Channels) -> Posture:
        """Return the posture in every frame."""
        pose = upper_body(body, channels, stance=self.stance_m)
        ball = pose.ball.copy()
        gone = channels.pair("set")
        width = self.width * body.stature_m + channels.pair("width")
        ball[:, :, 1] += minimum_jerk(gone) * width * np.array(SIGN)
        ball[:, :, 2] += _LIFT_M * np.sin(np.pi * gone) ** 2
        pose = pose.change(ball=ball, knee=channels.pair("inward"))
        return pose.change(pelvis=self._pelvis(body, pose, channels))

    def _pelvis(self, body: Body, pose: Posture, channels: Channels) -> Floats:
        """Return the mid-hip (T, 3) where both legs are as long as their knees say."""
        knee = channels.pair("knee") + channels.pair("dip")
        ankle_x, _ = ankle_over_ball(body, np.zeros(len(knee)))
        working = knee.max(axis=1)
        tilt = 0.3 * working
        behind = body.shank * np.sin(tilt) - body.thigh * np.sin(working - tilt)
        reach = [np.sqrt(leg_reach(body, knee[:, s]) ** 2 - behind**2) for s in (0, 1)]
        half = np.array(SIGN) * body.hip_half_width
        place = pose.ball[:, :, 1] - half
        y, z = _meeting(place, np.stack(reach, axis=1))
        x = pose.ball[:, 0, 0] + ankle_x + behind
        return np.stack([x, y, body.ankle_height + z], axis=1)


def _meeting(place: Floats, reach: Floats) -> tuple[Floats, Floats]:
    """Return where two circles (T, 2) meet above the floor, across and up, (T,)."""
    apart = np.maximum(np.abs(place[:, 0] - place[:, 1]), 1e-3)
    along = (reach[:, 0] ** 2 - reach[:, 1] ** 2 + apart**2) / (2.0 * apart)
    along = np.clip(along, -0.2 * reach[:, 0], apart + 0.2 * reach[:, 0])
    up = np.sqrt(np.maximum(reach[:, 0] ** 2 - along**2, 0.01))
    other = np.sqrt(np.maximum(reach[:, 1] ** 2 - (apart - along) ** 2, 0.01))
    y = place[:, 0] + along * np.sign(place[:, 1] - place[:, 0])
    return y, np.minimum(up, other)


@dataclass(frozen=True, slots=True)
class OnStep:
    """The foot of the working side stands on a step, the other one follows it up.

    The channel `up` says how far the leg on the step is straightened, `set` how far
    the other foot has followed.

    Attributes:
        knee_deg: flexion of the leg on the step at rest; it makes the step as high
            as the straight other leg allows.
        shin_deg: forward tilt of its shank at rest.
    """

    knee_deg: float = 76.0
    shin_deg: float = 22.0
    stance_m: float = 0.09

    def __call__(self, body: Body, channels: Channels) -> Posture:
        """Return the posture in every frame."""
        pose = upper_body(body, channels, stance=self.stance_m)
        rows = np.arange(len(channels))
        front = np.argmax(channels.working, axis=1) * np.ones(len(rows), dtype=int)
        ball, foot = pose.ball.copy(), pose.foot.copy()
        height = self.height(body)
        ball[:, :, 2] = height
        pelvis = self._pelvis(body, pose, channels.one("up"))
        pelvis[:, 2] += height
        start = self._pelvis(body, pose.at(0), np.zeros(1))[0]
        gone = minimum_jerk(channels.one("set"))
        behind = start[0] - pose.ball[:, 0, 0] + 0.04 * body.stature_m
        ball[rows, 1 - front, 0] += (1.0 - gone) * behind
        arc = np.sin(np.pi * gone) ** 2
        ball[rows, 1 - front, 2] = height * gone + 2.0 * _LIFT_M * arc
        foot[rows, 1 - front, 1] = np.radians(35.0) * arc
        knee = channels.pair("inward")
        return pose.change(pelvis=pelvis, ball=ball, foot=foot, knee=knee)

    def height(self, body: Body) -> float:
        """Return the height of the step in metres."""
        knee, shin = np.radians(self.knee_deg), np.radians(self.shin_deg)
        leg = body.shank * np.cos(shin) + body.thigh * np.cos(knee - shin)
        standing_m = hip_height(body, stance=self.stance_m)
        return float(standing_m - body.ankle_height - leg - _SLACK_M)

    def _pelvis(self, body: Body, pose: Posture, up: Floats) -> Floats:
        """Return the mid-hip (T, 3) over a foot on the floor's height."""
        flexion = np.radians(self.knee_deg + (5.0 - self.knee_deg) * up)
        tilt = np.radians(self.shin_deg + (2.5 - self.shin_deg) * up)
        ankle_x, _ = ankle_over_ball(body, np.zeros_like(up))
        behind = body.shank * np.sin(tilt) - body.thigh * np.sin(flexion - tilt)
        leg = body.shank * np.cos(tilt) + body.thigh * np.cos(flexion - tilt)
        x = pose.ball[:, 0, 0] + ankle_x + behind
        return np.stack([x, np.zeros_like(up), body.ankle_height + leg], axis=1)


STEP_EXERCISES: Final[Mapping[str, Keyed]] = {
    "side_lunge": Keyed(
        SideStep(),
        {},
        {"set": 1.0, "dip": 78.0, "lean": 26.0, "raise": 60.0, "plane": 84.0,
         "axial": 60.0, "elbow": 70.0},
        {
            "knee_inward": Fault(adds={"inward": 62.0}, one_side=True),
            "short_step": Fault(rests={"width": -0.62}),
            "side_lean": Fault(adds={"bend": 66.0}),
            "bent_other_leg": Fault(adds={"other_dip": 78.0}),
        },
        Tempo(1.5, 0.2, 1.4, 0.7),
    ),
    "step_up": Keyed(
        OnStep(),
        {"lean": 20.0},
        {"up": 1.0, "set": 1.0, "lean": 2.0},
        {
            "not_straight": Fault(loses=0.9, only=frozenset({"up"})),
            "forward_lean": Fault(adds={"lean": 70.0}),
            "knee_inward": Fault(rests={"inward": 62.0}, one_side=True),
        },
        Tempo(1.4, 0.4, 1.5, 0.6),
        frozenset({"step"}),
    ),
    "jumping_jack": Keyed(
        Feet(0.06),
        {"raise": 10.0},
        {"raise": 150.0, "plane": 6.0, "axial": 6.0, "thumb": 54.0, "apart": 0.24,
         "hop": 1.0},
        {
            "arms_low": Fault(loses=0.75, only=frozenset({"raise"})),
            "feet_narrow": Fault(loses=1.0, only=frozenset({"apart"})),
            "uneven_arms": Fault(
                loses=0.6, only=frozenset({"raise"}), one_side=True, lateral=True
            ),
            "side_lean": Fault(adds={"bend": 66.0}, one_side=True, lateral=True),
        },
        Tempo(0.48, 0.08, 0.48, 0.25),
    ),
}  # fmt: skip
