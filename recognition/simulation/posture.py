"""What sets the pose of the simulated body, frame by frame."""

from dataclasses import dataclass, fields, replace
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body

Floats = npt.NDArray[np.float64]

LEFT: Final = 0
RIGHT: Final = 1
SIGN: Final = (1.0, -1.0)  # y of the body: left is positive


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """Degrees of freedom over T frames, in metres and radians.

    The room's axes: the patient faces +x at yaw 0, +y is the patient's left,
    +z is up, the floor is z = 0. Arrays with an axis of two hold left and right.

    Attributes:
        pelvis: (T, 3) position of the mid-hip.
        turn: (T, 3) yaw to the left, pitch forward and roll to the right of the
            pelvis.
        spine: (T, 3) twist to the left, flexion and side bend to the right of the
            chest against the pelvis.
        head: (T, 3) the same of the head against the chest.
        girdle: (T, 2) rise of the shoulder in metres.
        shoulder: (T, 2, 3) elevation from hanging down, plane of elevation
            (0 = out to the side, pi/2 = forward), and where the elbow bends to
            (0 = forward for a hanging arm, pi/2 = toward more elevation).
        elbow: (T, 2) flexion.
        wrist: (T, 2) turn of the thumb outward (supination).
        hand: (T, 2, 3) place of the wrist where `grip` is above zero.
        grip: (T, 2) 0 = the arm hangs by its angles, 1 = the wrist is held at
            `hand`.
        ball: (T, 2, 3) place of the ball of the foot.
        foot: (T, 2, 3) yaw outward, rise of the heel about the ball, roll inward.
        knee: (T, 2) turn of the knee inward about the line from hip to ankle.
    """

    pelvis: Floats
    turn: Floats
    spine: Floats
    head: Floats
    girdle: Floats
    shoulder: Floats
    elbow: Floats
    wrist: Floats
    hand: Floats
    grip: Floats
    ball: Floats
    foot: Floats
    knee: Floats

    def __len__(self) -> int:
        return int(self.pelvis.shape[0])

    def change(self, **arrays: Floats) -> Self:
        """Return a copy with the named arrays replaced."""
        return replace(self, **arrays)

    def at(self, index: int | slice | npt.NDArray[np.intp]) -> Self:
        """Return the frames at `index`; one frame stays a sequence of one."""
        chosen = slice(index, index + 1 or None) if isinstance(index, int) else index
        return type(self)(
            **{f.name: getattr(self, f.name)[chosen] for f in fields(self)}
        )

    def repeat(self, frames: int) -> Self:
        """Return the first frame `frames` times."""
        return self.at(np.zeros(frames, dtype=np.intp))


def concatenate(parts: list[Posture]) -> Posture:
    """Return the parts one after the other."""
    names = [f.name for f in fields(Posture)]
    return Posture(**{n: np.concatenate([getattr(p, n) for p in parts]) for n in names})


def blend(start: Posture, end: Posture, weight: Floats) -> Posture:
    """Return (1 - weight) start + weight end, `weight` (T,)."""

    def mix(name: str) -> Floats:
        a, b = getattr(start, name), getattr(end, name)
        share = weight.reshape((-1,) + (1,) * (a.ndim - 1))
        return np.asarray(a + (b - a) * share)

    return Posture(**{f.name: mix(f.name) for f in fields(Posture)})


def standing(body: Body, frames: int = 1, *, stance: float = 0.13) -> Posture:
    """Return quiet standing, the balls of the feet `stance` metres from the middle."""
    ball = np.zeros((frames, 2, 3))
    ball[:, LEFT, 1], ball[:, RIGHT, 1] = stance, -stance
    ball[:, :, 0] = 0.075 * body.stature_m
    foot = np.zeros((frames, 2, 3))
    foot[:, :, 0] = np.radians(9.0)
    shoulder = np.zeros((frames, 2, 3))
    shoulder[:, :, 0] = np.radians(9.0 + 6.0 * (body.girth - 1.0))
    shoulder[:, :, 1] = np.radians(12.0)
    spine = np.zeros((frames, 3))
    spine[:, 1] = np.radians(body.stoop_deg)
    head = np.zeros((frames, 3))
    head[:, 1] = -0.6 * spine[:, 1]
    pelvis = np.zeros((frames, 3))
    pelvis[:, 2] = hip_height(body, stance=stance)
    return Posture(
        pelvis=pelvis,
        turn=np.zeros((frames, 3)),
        spine=spine,
        head=head,
        girdle=np.zeros((frames, 2)),
        shoulder=shoulder,
        elbow=np.full((frames, 2), np.radians(12.0)),
        wrist=np.zeros((frames, 2)),
        hand=np.zeros((frames, 2, 3)),
        grip=np.zeros((frames, 2)),
        ball=ball,
        foot=foot,
        knee=np.zeros((frames, 2)),
    )


def hip_height(body: Body, *, stance: float) -> float:
    """Return the height of the mid-hip in quiet standing, knees 5 degrees bent."""
    reach = leg_reach(body, np.array([np.radians(5.0)]))[0]
    aside = stance - body.hip_half_width
    return float(body.ankle_height + np.sqrt(reach**2 - aside**2))


def leg_reach(body: Body, knee_flexion: Floats) -> Floats:
    """Return the hip-ankle distance (T,) at `knee_flexion` (T,), radians."""
    a, b = body.thigh, body.shank
    return np.asarray(np.sqrt(a**2 + b**2 + 2 * a * b * np.cos(knee_flexion)))
