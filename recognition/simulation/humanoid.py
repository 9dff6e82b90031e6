"""Turns a posture into joint centers and segment axes: forward kinematics."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation import rotations
from recognition.simulation.body import FOOT, HAND, Body
from recognition.simulation.posture import SIGN, Posture

Floats = npt.NDArray[np.float64]

_TRUNK: Final = ("pelvis", "lumbar", "chest", "neck", "skull", "crown")
_LIMBS: Final = (
    "hip", "knee", "ankle", "heel", "ball", "toe",
    "shoulder", "elbow", "wrist", "knuckle", "fingertip", "thumb",
)  # fmt: skip
JOINTS: Final = (
    *_TRUNK,
    *(f"left_{name}" for name in _LIMBS),
    *(f"right_{name}" for name in _LIMBS),
)
_SEGMENTS: Final = (
    "upper_arm", "forearm", "hand", "grip", "thigh", "shank", "foot", "toes",
)  # fmt: skip
FRAMES: Final = (
    "pelvis", "waist", "chest", "head",
    *(f"left_{name}" for name in _SEGMENTS),
    *(f"right_{name}" for name in _SEGMENTS),
)  # fmt: skip
JOINT: Final = {name: index for index, name in enumerate(JOINTS)}
FRAME: Final = {name: index for index, name in enumerate(FRAMES)}

_TOES_FREE_M: Final = 0.06  # height of the ball from which the toes hang free
_UP: Final = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Joint centers and segment axes over T frames.

    Attributes:
        joints: (T, len(JOINTS), 3), metres in the room.
        axes: (T, len(FRAMES), 3, 3); rows are the segment's side axis (to the
            patient's left), front axis and long axis (upward or distal).
    """

    joints: Floats
    axes: Floats

    def __len__(self) -> int:
        return int(self.joints.shape[0])

    def joint(self, name: str) -> Floats:
        """Return (T, 3) of one joint center."""
        return np.asarray(self.joints[:, JOINT[name]])

    def frame(self, name: str) -> Floats:
        """Return (T, 3, 3) axes of one segment, as rows."""
        return np.asarray(self.axes[:, FRAME[name]])

    def at(self, index: slice) -> "Skeleton":
        """Return the frames at `index`."""
        return Skeleton(self.joints[index], self.axes[index])


class _Builder:
    """Collects joints and axes while the chains are worked out."""

    def __init__(self, body: Body, posture: Posture) -> None:
        frames = len(posture)
        self.body = body
        self.posture = posture
        self.joints = np.zeros((frames, len(JOINTS), 3))
        self.axes = np.zeros((frames, len(FRAMES), 3, 3))

    def place(self, name: str, position: Floats) -> None:
        self.joints[:, JOINT[name]] = position

    def orient(self, name: str, *, front: Floats, long: Floats) -> None:
        """Store axes from the long axis and a direction roughly to the front."""
        front = rotations.across(front, long)
        side = np.cross(long, front)
        self.axes[:, FRAME[name]] = np.stack([side, front, long], axis=1)

    def joint(self, name: str) -> Floats:
        return np.asarray(self.joints[:, JOINT[name]])


def pose(body: Body, posture: Posture) -> Skeleton:
    """Return joint centers and axes of `body` in `posture`."""
    builder = _Builder(body, posture)
    chest = _place_trunk(builder)
    for side, prefix in enumerate(("left", "right")):
        _place_arm(builder, side, prefix, chest)
        _place_leg(builder, side, prefix)
    return Skeleton(builder.joints, builder.axes)


def two_links(
    start: Floats, end: Floats, first: float, second: float, pole: Floats
) -> Floats:
    """Return the middle joint (T, 3) of two links between `start` and `end`.

    `pole` (T, 3) is the direction to which the middle joint bends. Where the end
    is out of reach the links lie straight toward it.
    """
    line = end - start
    distance = np.linalg.norm(line, axis=-1)
    axis = line / np.maximum(distance, 1e-9)[:, None]
    reach = np.clip(distance, abs(first - second) + 1e-6, first + second)
    cosine = (first**2 + reach**2 - second**2) / (2 * first * reach)
    cosine = np.clip(cosine, -1.0, 1.0)
    aside = np.sqrt(1.0 - cosine**2)
    bend = rotations.across(pole, axis)
    middle = cosine[:, None] * axis + aside[:, None] * bend
    return np.asarray(start + first * middle)


def _place_trunk(builder: _Builder) -> Floats:
    """Place pelvis to crown; return the chest's rotation (T, 3, 3)."""
    posture, body = builder.posture, builder.body
    pelvis = rotations.from_angles(posture.turn)
    middle = pelvis @ rotations.from_angles(0.5 * posture.spine)
    chest = pelvis @ rotations.from_angles(posture.spine)
    head = chest @ rotations.from_angles(posture.head)
    unit = body.trunk
    builder.place("pelvis", posture.pelvis)
    lumbar = posture.pelvis + rotations.apply(pelvis, 0.27 * unit * _UP)
    thorax = lumbar + rotations.apply(middle, 0.30 * unit * _UP)
    neck = thorax + rotations.apply(chest, 0.43 * unit * _UP)
    stature = body.stature_m
    skull = neck + rotations.apply(head, np.array([0.014, 0.0, 0.062]) * stature)
    crown = skull + rotations.apply(head, np.array([0.0, 0.0, 0.116]) * stature)
    builder.place("lumbar", lumbar)
    builder.place("chest", thorax)
    builder.place("neck", neck)
    builder.place("skull", skull)
    builder.place("crown", crown)
    for name, turn in (
        ("pelvis", pelvis),
        ("waist", middle),
        ("chest", chest),
        ("head", head),
    ):
        builder.orient(name, front=turn[:, :, 0], long=turn[:, :, 2])
    hips = rotations.apply(pelvis, np.array([0.0, body.hip_half_width, 0.0]))
    builder.place("left_hip", posture.pelvis + hips)
    builder.place("right_hip", posture.pelvis - hips)
    return chest


def _place_arm(builder: _Builder, side: int, prefix: str, chest: Floats) -> None:
    """Place shoulder to fingertips of one side."""
    posture, body, sign = builder.posture, builder.body, SIGN[side]
    rise = posture.girdle[:, side]
    local = np.zeros((len(posture), 3))
    local[:, 1] = sign * (body.shoulder_half_width - 0.35 * np.maximum(rise, 0.0))
    local[:, 2] = -0.075 * body.trunk + rise
    shoulder = builder.joint("neck") + rotations.apply(chest, local)
    direction, bend = _arm_directions(posture.shoulder[:, side], sign)
    direction, bend = rotations.apply(chest, direction), rotations.apply(chest, bend)
    elbow = shoulder + body.upper_arm * direction
    flexion = posture.elbow[:, side][:, None]
    wrist = elbow + body.forearm * (
        np.cos(flexion) * direction + np.sin(flexion) * bend
    )
    grip = posture.grip[:, side][:, None]
    wrist = wrist + grip * (posture.hand[:, side] - wrist)
    # The elbow points away from where the forearm bends to, held or hanging.
    elbow = two_links(shoulder, wrist, body.upper_arm, body.forearm, -bend)
    builder.place(f"{prefix}_shoulder", shoulder)
    builder.place(f"{prefix}_elbow", elbow)
    builder.place(f"{prefix}_wrist", wrist)
    _place_hand(builder, side, prefix, bend)


def _arm_directions(angles: Floats, sign: float) -> tuple[Floats, Floats]:
    """Return the upper arm's direction and the elbow's bend, (T, 3), in the chest."""
    elevation, plane, axial = angles[:, 0], angles[:, 1], angles[:, 2]
    cos_p, sin_p = np.cos(plane), np.sin(plane)
    out = np.stack([sin_p, sign * cos_p, np.zeros_like(plane)], axis=-1)
    ahead = np.stack([cos_p, -sign * sin_p, np.zeros_like(plane)], axis=-1)
    cos_e, sin_e = np.cos(elevation)[:, None], np.sin(elevation)[:, None]
    direction = -cos_e * _UP + sin_e * out
    higher = sin_e * _UP + cos_e * out
    bend = np.cos(axial)[:, None] * ahead + np.sin(axial)[:, None] * higher
    return direction, bend


def _place_hand(builder: _Builder, side: int, prefix: str, bend: Floats) -> None:
    """Place knuckle, fingertip and thumb, and the arm's axes."""
    posture, sign = builder.posture, SIGN[side]
    size = HAND * builder.body.stature_m
    shoulder, elbow, wrist = (
        builder.joint(f"{prefix}_{name}") for name in ("shoulder", "elbow", "wrist")
    )
    upper, fore = rotations.unit(elbow - shoulder), rotations.unit(wrist - elbow)
    # The elbow's hinge keeps its direction while the forearm turns about it.
    hinge = rotations.unit(np.cross(upper, rotations.across(bend, upper)))
    ahead = rotations.across(np.cross(hinge, fore), fore)
    out = sign * np.cross(ahead, fore)
    roll = posture.wrist[:, side][:, None]
    thumb = np.cos(roll) * ahead + np.sin(roll) * out
    long = _hand_direction(posture, side, fore)
    builder.place(f"{prefix}_knuckle", wrist + 0.52 * size * long)
    builder.place(f"{prefix}_fingertip", wrist + 0.92 * size * long)
    builder.place(f"{prefix}_thumb", wrist + size * (0.45 * long + 0.28 * thumb))
    builder.orient(f"{prefix}_upper_arm", front=bend, long=upper)
    builder.orient(f"{prefix}_forearm", front=thumb, long=fore)
    builder.orient(f"{prefix}_hand", front=thumb, long=long)
    builder.orient(f"{prefix}_grip", front=long, long=thumb)


def _hand_direction(posture: Posture, side: int, fore: Floats) -> Floats:
    """Return where the fingers point: along the forearm, or flat on the floor."""
    yaw = posture.turn[:, 0]
    flat = np.stack([np.cos(yaw), np.sin(yaw), np.zeros_like(yaw)], axis=-1)
    grip = posture.grip[:, side][:, None]
    low = np.clip((0.2 - posture.hand[:, side, 2:]) / 0.1, 0.0, 1.0)
    return rotations.unit(fore + grip * low * (flat - fore))


def _place_leg(builder: _Builder, side: int, prefix: str) -> None:
    """Place knee to toe of one side; the ball of the foot stays where it is."""
    posture, body, sign = builder.posture, builder.body, SIGN[side]
    yaw = posture.turn[:, 0] + sign * posture.foot[:, side, 0]
    lift, roll = posture.foot[:, side, 1], posture.foot[:, side, 2]
    turn = rotations.from_angles(np.stack([yaw, lift, sign * roll], axis=-1))
    flat = rotations.about_z(yaw)
    # Toes lie flat on the floor while the heel rises; in the air they go with it.
    air = np.clip(posture.ball[:, side, 2] / _TOES_FREE_M, 0.0, 1.0)[:, None]
    toes = rotations.unit(flat[:, :, 0] + air * (turn[:, :, 0] - flat[:, :, 0]))
    nails = rotations.unit(flat[:, :, 2] + air * (turn[:, :, 2] - flat[:, :, 2]))
    size = FOOT * body.stature_m
    ball = posture.ball[:, side]
    ankle = ball + rotations.apply(
        turn, np.array([-0.50 * size, 0.0, body.ankle_height])
    )
    heel = ball + rotations.apply(turn, np.array([-0.72 * size, 0.0, 0.012]))
    toe = ball + 0.26 * size * toes + 0.012 * nails
    hip = builder.joint(f"{prefix}_hip")
    axis = rotations.unit(ankle - hip)
    # The knee bends in the plane of the foot, whichever way the foot points.
    pole = rotations.unit(np.cross(axis, turn[:, :, 1]))
    pole = rotations.turned_about(pole, axis, sign * posture.knee[:, side])
    knee = two_links(hip, ankle, body.thigh, body.shank, pole)
    for name, place in (
        ("knee", knee), ("ankle", ankle), ("heel", heel), ("ball", ball), ("toe", toe)
    ):  # fmt: skip
        builder.place(f"{prefix}_{name}", place)
    builder.orient(f"{prefix}_thigh", front=pole, long=rotations.unit(knee - hip))
    builder.orient(f"{prefix}_shank", front=pole, long=rotations.unit(ankle - knee))
    # The foot's long axis runs to the toes, so its front is up.
    builder.orient(f"{prefix}_foot", front=turn[:, :, 2], long=turn[:, :, 0])
    builder.orient(f"{prefix}_toes", front=nails, long=toes)
