"""How alike two movements are, by the whole body and without regard to side.

A repetition is compared as a sequence of body shapes: sides are folded together, so
that alternating repetitions are alike, and time is warped, so that slow ones are.
"""

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.biomechanics.angles import joint_angle
from recognition.poses import Floats, PoseSequence

# Joints in pairs (left, right is one higher): shoulder, elbow, wrist, hip, knee, ankle.
PAIRED: Final = (11, 13, 15, 23, 25, 27)
# Included angles: elbow, shoulder, hip, knee, as left landmarks.
ANGLES: Final = ((11, 13, 15), (13, 11, 23), (11, 23, 25), (23, 25, 27))
# One radian of a joint weighs as half a torso length.
ANGLE_WEIGHT: Final = 0.5
# Samples on the way to the peak, and as many on the way back.
SAMPLES: Final = 8
# Steps that time may be warped by.
BAND: Final = 3


@lru_cache(maxsize=4)
def shapes(poses: PoseSequence) -> Floats:
    """Return the shape of the body in every frame, (T, 17), the same in the mirror.

    Height of the head, mean height and distance across the picture of each pair of
    joints, in torso lengths from the mid-hip, and mean angles in radians times
    `ANGLE_WEIGHT`. Gaps are bridged linearly; what is never seen is 0. The last few
    are remembered, by identity: not to be written into.
    """
    pixels = poses.pixels()
    centered = (pixels - pixels[:, 23:25].mean(axis=1, keepdims=True)) / _torso(pixels)
    columns = [centered[:, 0, 1]]
    for left in PAIRED:
        a, b = centered[:, left], centered[:, left + 1]
        columns += [(a[:, 1] + b[:, 1]) / 2, np.abs(a[:, 0] - b[:, 0]) / 2]
    columns += [ANGLE_WEIGHT * angle for angle in folded_angles(poses)]
    return np.stack([bridged(column) for column in columns], axis=1)


def folded_angles(poses: PoseSequence) -> list[Floats]:
    """Return the mean of both sides of elbow, shoulder, hip and knee, in radians."""
    pixels = poses.pixels()
    folded = []
    for proximal, joint, distal in ANGLES:
        ends = [(proximal + side, joint + side, distal + side) for side in (0, 1)]
        sides = [joint_angle(*(pixels[:, end] for end in triple)) for triple in ends]
        mean = (sides[0] + sides[1]) / 2
        folded.append(np.radians(np.where(np.isfinite(mean), mean, _either(*sides))))
    return folded


def sampled(values: Floats, starts: Floats, peaks: Floats, ends: Floats) -> Floats:
    """Return each movement as 2 `SAMPLES` shapes around its own mean, (N, 2 S, D).

    Args:
        values: (T, D).
        starts: (N,), frames.
        peaks: (N,), frames.
        ends: (N,), frames.
    """
    steps = np.arange(SAMPLES) / SAMPLES
    rising = starts[:, None] + steps * (peaks - starts)[:, None]
    falling = peaks[:, None] + (steps + 1 / SAMPLES) * (ends - peaks)[:, None]
    frames = np.rint(np.concatenate([rising, falling], axis=1)).astype(int)
    movements = values[frames]
    return np.asarray(movements - movements.mean(axis=1, keepdims=True))


def warped_distances(movements: Floats, template: Floats) -> Floats:
    """Return the distance of each movement to a template by dynamic time warping.

    Mean squared difference along the best path (Sakoe & Chiba 1978, IEEE TASSP
    26(1):43-49, band of `BAND` steps), as a share of the movement's own mean square:
    0 is the same, 1 is unrelated.

    Args:
        movements: (N, S, D).
        template: (S, D).
    """
    difference = movements[:, :, None, :] - template[None, None, :, :]
    cost = (difference**2).sum(axis=-1)
    count, samples = cost.shape[:2]
    total = np.full((count, samples + 1, samples + 1), np.inf)
    total[:, 0, 0] = 0.0
    for i in range(1, samples + 1):
        for j in range(max(1, i - BAND), min(samples, i + BAND) + 1):
            ways = (total[:, i - 1, j], total[:, i, j - 1], total[:, i - 1, j - 1])
            total[:, i, j] = cost[:, i - 1, j - 1] + np.minimum.reduce(ways)
    own = (movements**2).sum(axis=(1, 2))
    return np.asarray(total[:, -1, -1] / np.maximum(own, 1e-12))


def unlikeness(movements: Floats) -> Floats:
    """Return how unlike each movement is to the others, (N,); 0 is the same.

    The smaller of the distance to the mean of the others and to a neighbor, so that a
    slow change, or a change of the camera, leaves them alike. NaN for a single one.
    """
    count = len(movements)
    if count < 2:
        return np.full(count, np.nan)
    others = (movements.sum(axis=0) - movements) / (count - 1)
    own = np.maximum((movements**2).sum(axis=(1, 2)), 1e-12)
    distance = ((movements - others) ** 2).sum(axis=(1, 2)) / own
    steps = ((movements[1:] - movements[:-1]) ** 2).sum(axis=(1, 2))
    before = np.concatenate(([np.inf], steps / own[1:]))
    after = np.concatenate((steps / own[:-1], [np.inf]))
    return np.asarray(np.minimum.reduce((distance, before, after)))


def _torso(pixels: npt.NDArray[np.float64]) -> float:
    """Return the median length of the torso in pixels; 1 when it is never seen."""
    spine = pixels[:, 11:13].mean(axis=1) - pixels[:, 23:25].mean(axis=1)
    lengths = np.linalg.norm(spine, axis=1)
    seen = lengths[np.isfinite(lengths)]
    return max(float(np.median(seen)), 1e-6) if seen.size else 1.0


def _either(left: Floats, right: Floats) -> Floats:
    """Return whichever side is known."""
    return np.where(np.isfinite(left), left, right)


def bridged(column: Floats) -> Floats:
    """Fill unknown frames from their neighbors; 0 when nothing is known."""
    known = np.isfinite(column)
    if not known.any():
        return np.zeros_like(column)
    frames = np.arange(len(column))
    return np.interp(frames, frames[known], column[known])
