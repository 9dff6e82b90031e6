"""The parts of a figure that every support needs: trunk, arms, a leg in the air."""

from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation import rotations
from recognition.simulation.body import FOOT, Body
from recognition.simulation.motions.keys import Channels
from recognition.simulation.posture import SIGN, Posture, standing

Floats = npt.NDArray[np.float64]

_PELVIS_LEANS: Final = 0.8  # share of a lean that comes from the hips
# A lean of the spine counts from the pelvis up, which is about half of the trunk.
_RIGHTING: Final = 1.6
_RHYTHM_FROM_DEG: Final = 60.0
_RHYTHM: Final = 0.012  # rise of the shoulder, shares of the stature a radian


def upper_body(
    body: Body, channels: Channels, *, stance: float, lying: float = 0.0
) -> Posture:
    """Return trunk, head and arms by their channels, the legs standing.

    `lying` is the pitch of the trunk in the resting posture, radians: 0 is upright.
    """
    pose = standing(body, len(channels), stance=stance)
    lean, listing = channels.one("lean"), channels.toward_left("list")
    turn = np.zeros_like(pose.turn)
    turn[:, 1] = lying + channels.one("tilt") + _PELVIS_LEANS * lean
    turn[:, 2] = -listing
    spine = pose.spine if lying == 0.0 else np.zeros_like(pose.spine)
    spine = spine.copy()
    spine[:, 0] = channels.toward_left("twist")
    spine[:, 1] += (1.0 - _PELVIS_LEANS) * lean + channels.one("bow")
    spine[:, 2] = _RIGHTING * listing - channels.toward_left("bend")
    head = pose.head.copy() if lying == 0.0 else np.zeros_like(pose.head)
    head[:, 1] += channels.one("nod") - 0.65 * lean
    head[:, 2] = 0.4 * (channels.toward_left("bend") - listing)
    return pose.change(turn=turn, spine=spine, head=head, **_arms(body, channels))


def _arms(body: Body, channels: Channels) -> dict[str, Floats]:
    """Return shoulders, elbows and forearms."""
    shoulder = np.stack(
        [channels.pair("raise"), channels.pair("plane"), channels.pair("axial")], axis=2
    )
    shoulder[:, :, 0] += np.radians(6.0 * (body.girth - 1.0))
    # Above 60 degrees the shoulder blade turns up and carries the joint with it.
    over = np.clip(shoulder[:, :, 0] - np.radians(_RHYTHM_FROM_DEG), 0.0, None)
    return {
        "shoulder": shoulder,
        "elbow": np.clip(channels.pair("elbow"), 0.0, np.radians(150.0)),
        "wrist": channels.pair("thumb"),
        "girdle": body.stature_m * _RHYTHM * over + channels.pair("shrug"),
    }


def hip_joint(body: Body, pelvis: Floats, side: int, listing: Floats) -> Floats:
    """Return the hip joint's center (T, 3) of a pelvis that lists to the left."""
    half = SIGN[side] * body.hip_half_width
    zero = np.zeros_like(listing)
    return np.asarray(
        pelvis
        + np.stack([zero, half * np.cos(listing), -half * np.sin(listing)], axis=1)
    )


def free_leg(
    body: Body,
    hip: Floats,
    channels: Channels,
    side: int,
    *,
    lying: float | Floats = 0.0,
) -> tuple[Floats, Floats]:
    """Return the ball of the foot (T, 3) and the foot's pitch (T,) of a leg in the air.

    `hip` (T, 3) is the joint; the thigh swings from the line that a trunk pitched by
    `lying` goes on.
    """
    swing = channels.pair("hip")[:, side] - lying
    spread = channels.pair("spread")[:, side]
    knee = np.clip(channels.pair("knee")[:, side], 0.0, np.radians(150.0))
    thigh = direction(swing, spread, SIGN[side])
    shank = direction(swing - knee, spread, SIGN[side])
    ankle = hip + body.thigh * thigh + body.shank * shank
    pitch = knee - swing + channels.pair("point")[:, side]
    return ankle - ankle_from_ball(body, pitch, side), pitch


def ankle_from_ball(body: Body, pitch: Floats, side: int) -> Floats:
    """Return where the ankle is from the ball of a foot pitched by `pitch`, (T, 3)."""
    yaw = np.full_like(pitch, SIGN[side] * np.radians(9.0))
    turn = rotations.from_angles(np.stack([yaw, pitch, 0.0 * yaw], axis=1))
    size = FOOT * body.stature_m
    return rotations.apply(turn, np.array([-0.5 * size, 0.0, body.ankle_height]))


def direction(swing: Floats, spread: Floats, sign: float) -> Floats:
    """Return a segment that hangs down, swung forward and spread outward, (T, 3)."""
    cos = np.cos(spread)
    return np.stack(
        [np.sin(swing) * cos, sign * np.sin(spread), -np.cos(swing) * cos], axis=1
    )
