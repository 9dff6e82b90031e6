"""Walking to a place, turning there, straightening the clothes, getting down."""

from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.motions.legs import hips_over_feet
from recognition.simulation.phases import minimum_jerk
from recognition.simulation.posture import SIGN, Posture, standing

Floats = npt.NDArray[np.float64]

STEP_S: Final = 0.56
_STEP_M: Final = 0.52
_STANCE_M: Final = 0.10
_LIFT_M: Final = 0.06


def walk_s(distance_m: float) -> float:
    """Return how long walking `distance_m` takes."""
    return STEP_S * (_steps(distance_m) + 1)


def walk(body: Body, time_s: Floats, distance_m: float) -> Posture:
    """Return walking along +x from -`distance_m` to the origin, at `time_s` (T,).

    Each step one foot swings while the other stands; the last one closes up.
    """
    steps = _steps(distance_m)
    pose = standing(body, len(time_s), stance=_STANCE_M)
    beat = np.clip(time_s / STEP_S, 0.0, steps + 1.0)
    ball, foot = pose.ball.copy(), pose.foot.copy()
    shoulder = pose.shoulder.copy()
    shoulder[:, :, 1] = np.radians(90.0)
    shoulder[:, :, 2] = np.radians(90.0)  # the elbows bend forward
    moving = minimum_jerk(beat) - minimum_jerk(beat - steps)
    for side in (0, 1):
        place, swing = _footsteps(beat, steps, side)
        ball[:, side, 0] += distance_m * (place - 1.0)
        ball[:, side, 2] += _LIFT_M * swing
        foot[:, side, 1] = 0.55 * swing
        arm = SIGN[side] * np.cos(np.pi * beat) * moving
        shoulder[:, side, 0] = np.radians(6.0) + np.radians(18.0) * arm
    pelvis = pose.pelvis.copy()
    pelvis[:, 0] = ball[:, :, 0].mean(axis=1) - pose.ball[:, :, 0].mean(axis=1)
    apart = np.abs(ball[:, 0, 0] - ball[:, 1, 0])
    pelvis[:, 2] -= 0.012 + 0.16 * apart**2 / np.maximum(pelvis[:, 2], 0.5)
    pelvis[:, 2] = np.minimum(pelvis[:, 2], pose.pelvis[:, 2])
    return pose.change(pelvis=pelvis, ball=ball, foot=foot, shoulder=shoulder)


def _steps(distance_m: float) -> int:
    """Return the number of steps for `distance_m`."""
    return max(2, round(distance_m / _STEP_M))


def _footsteps(beat: Floats, steps: int, side: int) -> tuple[Floats, Floats]:
    """Return one foot's place (T,), share of the way, and how far it swings, 0..1."""
    place, swing = np.zeros_like(beat), np.zeros_like(beat)
    reached = 0.0
    for step in range(steps + 1):
        if step % 2 != side:
            continue
        goal = min(1.0, (step + 1) / steps)
        part = beat - step
        place += (goal - reached) * minimum_jerk(part)
        swing += np.where((part > 0) & (part < 1), np.sin(np.pi * part) ** 2, 0.0)
        reached = goal
    return place, swing


def turn(body: Body, time_s: Floats, angle: float, duration_s: float) -> Posture:
    """Return turning in place from `angle` to 0 radians within `duration_s`."""
    pose = standing(body, len(time_s), stance=_STANCE_M)
    share = time_s / duration_s
    yaw = angle * (1.0 - minimum_jerk(share))
    ball = pose.ball.copy()
    steps = np.clip(share, 0.0, 1.0) * 4.0
    for side in (0, 1):
        ball[:, side, 2] += (
            0.6 * _LIFT_M * np.clip(np.sin(np.pi * (steps + side)), 0.0, 1.0)
        )
    return placed(pose.change(ball=ball), yaw, np.zeros((len(time_s), 2)))


def straighten_clothes(body: Body, time_s: Floats, duration_s: float) -> Posture:
    """Return standing and pulling at the shirt with both hands, twice."""
    pose = standing(body, len(time_s), stance=_STANCE_M)
    share = time_s / duration_s
    up = minimum_jerk(share / 0.3) - minimum_jerk((share - 0.7) / 0.3)
    pull = up * 0.5 * (1.0 - np.cos(4.0 * np.pi * np.clip(share, 0.0, 1.0)))
    shoulder, elbow, head = pose.shoulder.copy(), pose.elbow.copy(), pose.head.copy()
    shoulder[:, :, 0] += np.radians(14.0) * up[:, None]
    shoulder[:, :, 2] -= np.radians(35.0) * up[:, None]
    elbow += (np.radians(62.0) * up - np.radians(18.0) * pull)[:, None]
    head[:, 1] += np.radians(28.0) * up
    return pose.change(shoulder=shoulder, elbow=elbow, head=head)


def crouch(body: Body, frames: int) -> Posture:
    """Return crouching on the balls of the feet, half way down to the floor."""
    pose = standing(body, frames, stance=_STANCE_M)
    one = np.ones(frames)
    heel, foot = np.radians(28.0) * one, pose.foot.copy()
    foot[:, :, 1] = heel[:, None]
    pelvis = hips_over_feet(
        body, pose, np.radians(128.0) * one, np.radians(46.0) * one, heel,
        0.0 * one, _STANCE_M,
    )  # fmt: skip
    turn, head, shoulder = pose.turn.copy(), pose.head.copy(), pose.shoulder.copy()
    turn[:, 1] += np.radians(34.0)
    head[:, 1] -= np.radians(20.0)
    shoulder[:, :, 0], shoulder[:, :, 1] = np.radians(38.0), np.radians(75.0)
    shoulder[:, :, 2] = np.radians(60.0)
    return pose.change(
        pelvis=pelvis, foot=foot, turn=turn, head=head, shoulder=shoulder
    )


def placed(posture: Posture, yaw: Floats, place: Floats) -> Posture:
    """Turn `posture` by `yaw` (T,) about the origin, then move it by `place` (T, 2)."""
    cos, sin = np.cos(yaw), np.sin(yaw)

    def moved(points: Floats) -> Floats:
        wide = (slice(None),) + (None,) * (points.ndim - 2)
        x, y = points[..., 0], points[..., 1]
        out = points.copy()
        out[..., 0] = cos[wide] * x - sin[wide] * y + place[:, 0][wide]
        out[..., 1] = sin[wide] * x + cos[wide] * y + place[:, 1][wide]
        return out

    heading = posture.turn.copy()
    heading[:, 0] += yaw
    return posture.change(
        pelvis=moved(posture.pelvis), ball=moved(posture.ball),
        hand=moved(posture.hand), turn=heading,
    )  # fmt: skip
