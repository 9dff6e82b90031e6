"""Standing and sitting: planted feet carry the body, a leg may be in the air."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.motions.figure import free_leg, hip_joint, upper_body
from recognition.simulation.motions.keys import Channels
from recognition.simulation.motions.legs import hips_over_feet
from recognition.simulation.phases import minimum_jerk
from recognition.simulation.posture import SIGN, Posture, leg_reach

Floats = npt.NDArray[np.float64]

_HOP_M: Final = 0.05
_OVER_A_LEG_M: Final = 0.05  # shift of the hips that stands on one leg


@dataclass(frozen=True, slots=True)
class Feet:
    """Both feet side by side; the knees bend by `crouch`, the shanks tilt by `shin`.

    Attributes:
        stance_m: half the distance between the balls of the feet.
        to_wall: how far the ankles are in front of the hips when the back slides
            along a wall, in statures; None = no wall, `shin` tilts the shanks.
    """

    stance_m: float = 0.11
    to_wall: float | None = None

    def __call__(self, body: Body, channels: Channels) -> Posture:
        """Return the posture over feet that stay where they are."""
        pose = upper_body(body, channels, stance=self.stance_m)
        apart, hop = channels.one("apart"), _hop(channels)
        flexion, tilt = channels.one("crouch"), channels.one("shin")
        ball, foot = pose.ball.copy(), pose.foot.copy()
        if self.to_wall is not None:
            nearer = channels.one("wall")
            ball[:, :, 0] += nearer[:, None]
            distance = self.to_wall * body.stature_m + nearer
            tilt = _along_wall(body, flexion, distance)
        ball[:, :, 1] += np.array(SIGN) * apart[:, None]
        ball[:, :, 2] += hop[:, None]
        heel = channels.pair("heel")
        foot[:, :, 1] = heel
        shift = channels.toward_left("shift")
        # Over one leg nobody sinks; only what goes beyond it asks for bent knees.
        beyond = np.sign(shift) * np.maximum(np.abs(shift) - _OVER_A_LEG_M, 0.0)
        pelvis = hips_over_feet(
            body, pose.change(ball=ball), flexion, tilt, heel.max(axis=1), beyond,
            self.stance_m + apart,
        )  # fmt: skip
        pelvis[:, 1] = shift
        listing = channels.toward_left("list")
        pelvis[:, 2] += hop - body.hip_half_width * np.abs(np.sin(listing))
        pose = pose.change(
            pelvis=pelvis, ball=ball, foot=foot, knee=channels.pair("inward")
        )
        return in_the_air(body, pose, channels)


def in_the_air(
    body: Body,
    pose: Posture,
    channels: Channels,
    *,
    lying: float = 0.0,
    rise: Floats | None = None,
) -> Posture:
    """Return `pose` with the legs off the floor as far as the channel `air` says.

    `rise` (T, 2) is added to the swing of the thighs, radians.
    """
    off = minimum_jerk(channels.pair("air"))
    if not off.any():
        return pose
    listing = channels.toward_left("list")
    ball, foot = pose.ball.copy(), pose.foot.copy()
    for side in (0, 1):
        hip = hip_joint(body, pose.pelvis, side, listing)
        line = lying if rise is None else lying - rise[:, side]
        goal, pitch = free_leg(body, hip, channels, side, lying=line)
        share = off[:, side]
        ball[:, side] += share[:, None] * (goal - ball[:, side])
        foot[:, side, 1] += share * (pitch - foot[:, side, 1])
    return pose.change(ball=ball, foot=foot)


def _hop(channels: Channels) -> Floats:
    """Return the height of a jump, largest half way out and half way back, (T,)."""
    way = np.clip(channels.one("hop"), 0.0, 1.0)
    return np.asarray(4.0 * _HOP_M * way * (1.0 - way))


def _along_wall(body: Body, flexion: Floats, distance: Floats) -> Floats:
    """Return the shanks' tilt (T,) that keeps the hips `distance` behind the ankles."""
    reach = leg_reach(body, flexion)
    line = np.arcsin(np.clip(distance / reach, -0.99, 0.99))
    inner = np.arcsin(np.clip(body.thigh * np.sin(flexion) / reach, -1.0, 1.0))
    # The triangle's angle at the ankle is blunt only if the thigh is much longer.
    return np.asarray(inner - line)
