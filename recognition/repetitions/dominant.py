"""Find the repeated movement of a recording whose exercise is not known.

Many signals are tried: the principal components of the body's shape and its folded
joint angles, each with several prominences. Each cuts the recording into movements;
the best is the one whose movements, as copies of one another, explain most of all
that moves. This finds the period without assuming one, and set-up, which resembles
nothing, explains nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from scipy.ndimage import uniform_filter1d

from recognition import smoothing
from recognition.poses import Floats, PoseSequence
from recognition.repetitions import likeness
from recognition.repetitions.turning_points import turning_points

RATE_HZ: Final = 30.0
# Repetitions are slower than this.
CUTOFF_HZ: Final = 3.0
# Posture that changes over a longer time than this is not the movement.
WINDOW_S: Final = 8.0
# Quiet stretches are amplified by at most this factor.
MOST_GAIN: Final = 2.0
COMPONENTS: Final = 4
# Shares of a signal's range (5th to 95th percentile) that turning points stand out by.
PROMINENCES: Final = (0.2, 0.3, 0.4, 0.5)
SHORTEST_S: Final = 0.4
LONGEST_S: Final = 16.0
# From this distance on, a half movement at an end is not half of a repetition.
UNLIKE_HALF: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Tiling:
    """A way to cut the recording into movements, in frames of an even clock.

    Attributes:
        movements: (N, 3), start, peak and end.
        unlikeness: (N,) to the other movements.
        explained: share of all that moves, 0 to 1.
        before: start and end of the half movement that the recording begins with.
        after: likewise of the half movement that it ends with.
    """

    movements: Floats
    unlikeness: Floats
    explained: float
    before: tuple[float, float] | None
    after: tuple[float, float] | None


@dataclass(frozen=True, slots=True, eq=False)
class _Motion:
    """All that moves in a recording, on an even clock of `RATE_HZ`.

    Attributes:
        values: (T, D), what moves of `likeness.shapes`.
        energy: how much moves in the whole recording.
        tilings: the cuts by the body's own signals, whatever the exercise.
    """

    values: Floats
    energy: float
    tilings: tuple[Tiling, ...]


def find(poses: PoseSequence, guides: Sequence[Floats] = ()) -> Tiling | None:
    """Return the best way to cut a recording into movements that repeat, if any does.

    Frames of the tiling are on an even clock of `RATE_HZ` from the first frame.

    Args:
        poses: cleaned.
        guides: (T,) each, without NaN, what is known to move: tried as signals too,
            and the first one tells peaks, where it is higher, from rest.
    """
    motion, time_s = _motion(poses), poses.time_s
    even = time_s[0] + np.arange(len(motion.values)) / RATE_HZ
    on_even = [np.interp(even, time_s, guide) for guide in guides]
    guided = _tilings(motion.values, on_even, motion.energy)
    tilings = sorted((*guided, *motion.tilings), key=lambda t: -t.explained)
    upright = (t for t in tilings if not on_even or _is_upright(t, on_even[0]))
    best = next(upright, None)
    return _without_strange_ends(best, motion.values) if best else None


def explained_share(poses: PoseSequence, moments_s: Floats) -> float:
    """Return how much of all that moves some movements explain as copies, 0 to 1.

    `moments_s`, (N, 3), are start, peak and end of each movement.
    """
    motion = _motion(poses)
    last = len(motion.values) - 1
    frames = np.clip((moments_s - poses.time_s[0]) * RATE_HZ, 0, last)
    if len(frames) < 2:
        return 0.0
    return _compared(motion.values, frames, motion.energy)[1]


def explained_share_of(values: Floats, time_s: Floats, moments_s: Floats) -> float:
    """Return how much some movements explain of (T, D) values without gaps, 0 to 1."""
    even = (
        time_s[0] + np.arange(round((time_s[-1] - time_s[0]) * RATE_HZ) + 1) / RATE_HZ
    )
    on_even = np.stack([np.interp(even, time_s, column) for column in values.T], axis=1)
    frames = np.clip((moments_s - time_s[0]) * RATE_HZ, 0, len(even) - 1)
    if len(frames) < 2:
        return 0.0
    energy = _energy(on_even - on_even.mean(axis=0))
    return _compared(on_even, frames, energy)[1]


@lru_cache(maxsize=4)
def _motion(poses: PoseSequence) -> _Motion:
    """Return what moves; the last few are remembered, by identity.

    Each exercise that a recording may show is tried on the same cuts.
    """
    values = _active(likeness.shapes(poses), poses.time_s)
    energy = _energy(values)
    return _Motion(values, energy, tuple(_tilings(values, _signals(values), energy)))


def _compared(values: Floats, movements: Floats, total: float) -> tuple[Floats, float]:
    """Return how unlike (N, 3) movements are, and the share of `total` they explain."""
    copies = likeness.sampled(values, *movements.T)
    unlikeness = likeness.unlikeness(copies)
    energy = (copies**2).mean(axis=(1, 2)) * (movements[:, 2] - movements[:, 0])
    explained = float((energy * np.maximum(0.0, 1.0 - unlikeness)).sum()) / total
    return unlikeness, explained


def _energy(values: Floats) -> float:
    """Return how much moves in the whole recording."""
    return max(float((values**2).mean(axis=1).sum()), 1e-12)


def _is_upright(tiling: Tiling, guide: Floats) -> bool:
    """Tell whether the guide is higher at the peaks than at rest."""
    rests = guide[tiling.movements[:, [0, 2]].astype(int)]
    return bool(np.median(guide[tiling.movements[:, 1].astype(int)]) > np.median(rests))


def _without_strange_ends(tiling: Tiling, values: Floats) -> Tiling:
    """Drop the half movements at the ends that are not like half of the others."""
    template = np.median(likeness.sampled(values, *tiling.movements.T), axis=0)
    middle = likeness.SAMPLES
    return replace(
        tiling,
        before=_like(tiling.before, template[middle - 1 :], values),
        after=_like(tiling.after, template[: middle + 1], values),
    )


def _like(
    half: tuple[float, float] | None, template: Floats, values: Floats
) -> tuple[float, float] | None:
    """Return the half movement if it is like the template, None otherwise."""
    if half is None:
        return None
    frames = np.rint(np.linspace(*half, len(template))).astype(int)
    shapes = values[frames] - values[frames].mean(axis=0)
    wanted = template - template.mean(axis=0)
    distance = ((shapes - wanted) ** 2).sum() / max(float((shapes**2).sum()), 1e-12)
    return half if distance < UNLIKE_HALF else None


def _active(shapes: Floats, time_s: Floats) -> Floats:
    """Return what moves: even clock, no jitter, no change of posture, even loudness."""
    count = max(2, round((time_s[-1] - time_s[0]) * RATE_HZ) + 1)
    even = time_s[0] + np.arange(count) / RATE_HZ
    columns = [np.interp(even, time_s, column) for column in shapes.T]
    padding = min(count - 1, round(RATE_HZ))
    together = np.stack(columns, axis=1)
    smooth = smoothing.low_pass(together, CUTOFF_HZ, 1.0 / RATE_HZ, padding)
    window = min(count, round(WINDOW_S * RATE_HZ))
    moving = smooth - uniform_filter1d(smooth, window, axis=0, mode="nearest")
    power = uniform_filter1d((moving**2).mean(axis=1), window, mode="nearest")
    loudness = np.sqrt(np.maximum(power, 0.0))
    floor = max(float(np.median(loudness)) / MOST_GAIN, 1e-9)
    return np.asarray(moving / np.maximum(loudness, floor)[:, None])


def _tilings(
    values: Floats, signals: Iterable[Floats], total: float
) -> Iterator[Tiling]:
    """Yield the ways to cut the movement, by signal, prominence and polarity."""
    tried = set()
    for signal in signals:
        low, high = np.percentile(signal, [5, 95])
        for prominence in PROMINENCES:
            turns = turning_points(signal, max(prominence * (high - low), 1e-9))
            frames = np.array([turn.frame for turn in turns], dtype=np.float64)
            if frames.tobytes() in tried:
                continue  # most prominences find the same turning points
            tried.add(frames.tobytes())
            for first in (0, 1):
                tiling = _tiling(values, frames, first, total)
                if tiling is not None:
                    yield tiling


def _signals(values: Floats) -> Iterator[Floats]:
    """Yield the principal components and the folded angles."""
    _, _, directions = np.linalg.svd(values - values.mean(axis=0), full_matrices=False)
    yield from (values @ direction for direction in directions[:COMPONENTS])
    yield from values[:, -len(likeness.ANGLES) :].T


def _tiling(values: Floats, frames: Floats, first: int, total: float) -> Tiling | None:
    """Cut at every second turning point from `first`; None below two movements."""
    movements = [frames[i : i + 3] for i in range(first, len(frames) - 2, 2)]
    shortest, longest = SHORTEST_S * RATE_HZ, LONGEST_S * RATE_HZ
    movements = [m for m in movements if shortest <= m[2] - m[0] <= longest]
    if len(movements) < 2:
        return None
    cut = np.stack(movements)
    unlikeness, explained = _compared(values, cut, total)
    last = first + 2 * ((len(frames) - 1 - first) // 2)
    before = (float(frames[0]), float(frames[1])) if first else None
    after = (float(frames[-2]), float(frames[-1])) if last < len(frames) - 1 else None
    return Tiling(cut, unlikeness, explained, before, after)
