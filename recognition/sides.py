"""Keep left and right apart: repair swaps that continuity proves, mark the others.

Pose networks exchange the sides for a moment when limbs cross or the person turns
(Sports2D issues 30, 31, 35 and 39 tell of it). A swap is proved by both of its
edges: the limbs jump to each other's place and jump back soon after.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.poses import Floats, PoseSequence

Bools = npt.NDArray[np.bool_]

# BlazePose gives the sides odd and even numbers from the shoulders down.
LEFT_ARM: Final = np.array([11, 13, 15, 17, 19, 21])
LEFT_LEG: Final = np.array([23, 25, 27, 29, 31])
# Exchanging the sides must shorten the way of the limbs to less than this part,
LONGEST_PART: Final = 0.5
# and the jump must be plain: mean way of a joint in one frame, in torso lengths.
PLAIN_JUMP: Final = 0.15
LONGEST_SWAP_S: Final = 0.5
# A jump without a way back: frames this near to it are in doubt.
DOUBT_S: Final = 0.25
# Visibility given to frames in doubt: above the gate, below what is scored (0.5).
IN_DOUBT: Final = 0.35


def repair(poses: PoseSequence) -> PoseSequence:
    """Exchange the sides where a swap is proved and cap visibility in doubt.

    Arms and legs are judged apart, since they swap apart.
    """
    for left in (LEFT_ARM, LEFT_LEG):
        swapped, doubtful = find_swaps(poses, left)
        poses = _exchange(poses, left, swapped)
        poses = _mark(poses, left, doubtful)
    return poses


def find_swaps(poses: PoseSequence, left: npt.NDArray[np.intp]) -> tuple[Bools, Bools]:
    """Return the frames (T,) whose sides are swapped, and those in doubt.

    Args:
        poses: raw or gated poses.
        left: the left joints of the limb; the right ones are one higher.
    """
    jumps = np.flatnonzero(_jumps(poses, left))
    swapped = np.zeros(len(poses), dtype=np.bool_)
    doubtful = np.zeros(len(poses), dtype=np.bool_)
    index = 0
    while index < len(jumps):
        start = jumps[index]
        end = jumps[index + 1] if index + 1 < len(jumps) else None
        if end is not None and _within(poses, start, end):
            swapped[start:end] = True
            index += 2
        else:
            doubtful |= np.abs(poses.time_s - poses.time_s[start]) <= DOUBT_S
            index += 1
    return swapped, doubtful


def _within(poses: PoseSequence, start: int, end: int) -> bool:
    """Tell whether the sides come back soon enough to be one swap."""
    return bool(poses.time_s[end] - poses.time_s[start] <= LONGEST_SWAP_S)


def _jumps(poses: PoseSequence, left: npt.NDArray[np.intp]) -> Bools:
    """Return (T,), true where the limbs jumped to each other's place."""
    pixels = poses.pixels()
    lefts, rights = pixels[:, left], pixels[:, left + 1]
    stayed = _way(lefts, lefts) + _way(rights, rights)
    crossed = _way(lefts, rights) + _way(rights, lefts)
    both = np.isfinite(stayed) & np.isfinite(crossed)
    count = np.maximum(both.sum(axis=1), 1)
    stay = np.where(both, stayed, 0.0).sum(axis=1) / count
    cross = np.where(both, crossed, 0.0).sum(axis=1) / count
    plain = stay / 2 > PLAIN_JUMP * _torso(pixels)
    return np.concatenate(([False], plain & (cross < LONGEST_PART * stay)))


def _way(before: Floats, after: Floats) -> Floats:
    """Return (T - 1, J), how far each joint is from the other one a frame earlier."""
    return np.asarray(np.linalg.norm(after[1:] - before[:-1], axis=2))


def _torso(pixels: Floats) -> float:
    """Return the median torso length in pixels, infinite when never seen."""
    spine = pixels[:, 11:13].mean(axis=1) - pixels[:, 23:25].mean(axis=1)
    lengths = np.linalg.norm(spine, axis=1)
    return float(np.nanmedian(lengths)) if np.isfinite(lengths).any() else np.inf


def _exchange(
    poses: PoseSequence, left: npt.NDArray[np.intp], frames: Bools
) -> PoseSequence:
    """Exchange left and right joints on the given frames."""
    if not frames.any():
        return poses
    landmarks, world = poses.landmarks.copy(), poses.world.copy()
    visibility = poses.visibility.copy()
    rows = np.flatnonzero(frames)[:, None]
    for array in (landmarks, world, visibility):
        lefts = array[rows, left].copy()
        array[rows, left] = array[rows, left + 1]
        array[rows, left + 1] = lefts
    return replace(poses, landmarks=landmarks, world=world, visibility=visibility)


def _mark(
    poses: PoseSequence, left: npt.NDArray[np.intp], frames: Bools
) -> PoseSequence:
    """Cap the visibility of the limb's joints on frames in doubt."""
    visibility = poses.visibility.copy()
    both = np.concatenate((left, left + 1))
    rows = np.flatnonzero(frames)[:, None]
    visibility[rows, both] = np.minimum(visibility[rows, both], IN_DOUBT)
    return replace(poses, visibility=visibility)
