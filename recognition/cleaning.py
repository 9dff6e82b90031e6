"""Turn raw landmarks into trajectories that angles can be computed from.

What was not seen becomes NaN and stays NaN unless the gap is short; nothing is
smoothed across a gap. Order: visibility gate, left/right swaps, outliers, short
gaps, low-pass.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

from recognition import sides, smoothing
from recognition.poses import Floats, PoseSequence

Bools = npt.NDArray[np.bool_]

# Sports2D (davidpagnon/Sports2D, Config_demo.toml): keypoint likelihood 0.3,
# Butterworth order 4 at 6 Hz, applied forward and backward.
VISIBILITY_SEEN: Final = 0.3
CUTOFF_HZ: Final = 6.0
# Longest gap that the shape of a repetition bridges safely.
LONGEST_GAP_S: Final = 0.3
# Hampel filter: half window, threshold in robust standard deviations, and a floor
# below which a deviation is ordinary jitter (part of the torso's length).
HAMPEL_HALF_WINDOW_S: Final = 0.1
HAMPEL_SIGMAS: Final = 3.5
JITTER_TORSOS: Final = 0.12
MAD_TO_SIGMA: Final = 1.4826
# A landmark that keeps still trembles by a third of a percent of the torso's length.
# What is faster than `STEADY_HZ` and smaller than this part of the torso is trembling.
STEADY_HZ: Final = 1.0
TREMOR_TORSOS: Final = 0.01
# The filter needs a few samples to start from; shorter stretches stay as they are.
SHORTEST_FILTERED: Final = 6
# An uneven clock is filtered on an even one; below this spread it is even already.
UNEVEN: Final = 0.05


def clean(poses: PoseSequence) -> PoseSequence:
    """Return the poses gated, repaired and smoothed, on the same frames.

    A landmark that was filled has the visibility of the gate; one that stays
    unknown is NaN with visibility 0. Frames whose left and right cannot be told
    apart have their visibility capped (`sides.IN_DOUBT`): seen, never scored.
    """
    sided = sides.repair(_gate(poses))
    scale = np.array([poses.width, poses.height, poses.width], dtype=np.float64)
    image = clean_channels(sided.landmarks * scale, sided.time_s)
    world = clean_channels(sided.world, sided.time_s)
    known = np.isfinite(image[:, :, 0])
    filled = known & ~np.isfinite(sided.landmarks[:, :, 0])
    visibility = np.where(filled, VISIBILITY_SEEN, sided.visibility)
    return replace(
        sided,
        landmarks=image / scale,
        world=np.where(known[:, :, None], world, np.nan),
        visibility=np.where(known, visibility, 0.0),
    )


def clean_channels(points: Floats, time_s: Floats) -> Floats:
    """Remove outliers, fill short gaps, low-pass each joint, and hold still ones still.

    Args:
        points: (T, J, D) in any unit with equal axes; NaN where unknown.
        time_s: (T,), increasing.
    """
    if len(time_s) < SHORTEST_FILTERED:
        return points.copy()
    torso = torso_length(points)
    cleaned = drop_outliers(points, time_s, floor=JITTER_TORSOS * torso)
    for joint in range(points.shape[1]):
        cleaned[:, joint] = fill_gaps(cleaned[:, joint], time_s)
    tremor = TREMOR_TORSOS * torso
    for (start, stop), joints in _known_together(cleaned).items():
        together = cleaned[start:stop, joints].reshape(stop - start, -1)
        smooth = low_pass(together, time_s[start:stop], tremor=tremor)
        cleaned[start:stop, joints] = smooth.reshape(stop - start, len(joints), -1)
    return cleaned


def _known_together(points: Floats) -> dict[tuple[int, int], list[int]]:
    """Return the stretches of frames in which joints are known, and which joints."""
    together: dict[tuple[int, int], list[int]] = {}
    for joint in range(points.shape[1]):
        for stretch in runs(np.isfinite(points[:, joint, 0])):
            together.setdefault(stretch, []).append(joint)
    return together


def torso_length(points: Floats) -> float:
    """Return the median distance from mid-shoulder to mid-hip of (T, 33, D) points.

    Falls back to a third of the spread of all points when the torso is not seen.
    """
    shoulders, hips = points[:, 11:13].mean(axis=1), points[:, 23:25].mean(axis=1)
    lengths = np.linalg.norm((shoulders - hips)[:, :2], axis=1)
    if np.isfinite(lengths).any():
        return float(np.nanmedian(lengths))
    seen = points[np.isfinite(points[:, :, 0])]
    return float(np.ptp(seen[:, :2], axis=0).max() / 3) if len(seen) else 0.0


def drop_outliers(points: Floats, time_s: Floats, *, floor: float) -> Floats:
    """Set joints that leave their own path for a moment to NaN (Hampel filter).

    Args:
        points: (T, J, D); NaN where unknown.
        time_s: (T,), increasing.
        floor: smallest deviation that can be an outlier, in the points' unit.
    """
    half = max(2, round(HAMPEL_HALF_WINDOW_S / float(np.median(np.diff(time_s)))))
    center = rolling_median(points, half)
    deviation = np.abs(points - center)
    sigma = MAD_TO_SIGMA * rolling_median(deviation, half)
    # NaN compares false: what is unknown is no outlier. Depth is too noisy to judge.
    outlying = (deviation > np.maximum(HAMPEL_SIGMAS * sigma, floor))[..., :2].any(-1)
    cleaned = points.copy()
    cleaned[outlying] = np.nan
    return cleaned


def rolling_median(values: Floats, half: int) -> Floats:
    """Return the median over `2 half + 1` frames, ignoring NaN; (T, ...) in and out."""
    edge = [(half, half)] + [(0, 0)] * (values.ndim - 1)
    padded = np.pad(values, edge, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1, axis=0)
    medians: Floats = np.partition(windows, half, axis=-1)[..., half]
    partly = ~np.isfinite(windows).all(axis=-1)
    medians[partly] = _median_of_known(windows[partly])
    return medians


def _median_of_known(windows: Floats) -> Floats:
    """Return the median of the finite values of each row, NaN where there are none."""
    # NaN sorts last, so the finite values of each window come first.
    ordered = np.sort(windows, axis=-1)
    count = np.isfinite(ordered).sum(axis=-1)
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    high = np.minimum(high, np.maximum(count - 1, 0))
    lower = np.take_along_axis(ordered, low[..., None], axis=-1)[..., 0]
    upper = np.take_along_axis(ordered, high[..., None], axis=-1)[..., 0]
    return np.asarray((lower + upper) / 2)


def fill_gaps(points: Floats, time_s: Floats) -> Floats:
    """Fill gaps of at most `LONGEST_GAP_S` by a shape-preserving cubic.

    Args:
        points: (T, D); a row is known when its first value is.
        time_s: (T,), increasing.
    """
    known = np.isfinite(points[:, 0])
    short = np.zeros_like(known)
    for start, stop in runs(~known):
        inside = start > 0 and stop < len(known)
        if inside and time_s[stop] - time_s[start - 1] <= LONGEST_GAP_S:
            short[start:stop] = True
    if not short.any():
        return points
    filled = points.copy()
    curve = PchipInterpolator(time_s[known], points[known], axis=0)
    filled[short] = curve(time_s[short])
    return filled


def low_pass(points: Floats, time_s: Floats, *, tremor: float = 0.0) -> Floats:
    """Smooth each known stretch of (T, D) without delay and never across a gap.

    Videos too slow to carry `CUTOFF_HZ` are returned as they are. Coordinates that
    move by less than `tremor`, in the points' unit, are smoothed more.
    """
    smooth = points.copy()
    for start, stop in runs(np.isfinite(points[:, 0])):
        if stop - start >= SHORTEST_FILTERED:
            smooth[start:stop] = _low_pass_run(
                points[start:stop], time_s[start:stop], tremor
            )
    return smooth


def _low_pass_run(points: Floats, time_s: Floats, tremor: float) -> Floats:
    """Filter one stretch on an even clock."""
    steps = np.diff(time_s)
    period = float(np.median(steps))
    if period * CUTOFF_HZ >= 0.5:
        return points
    if np.ptp(steps) <= UNEVEN * period:
        return _filtered(points, period, tremor)
    count = round((time_s[-1] - time_s[0]) / period) + 1
    even = np.linspace(time_s[0], time_s[-1], count)
    on_even = PchipInterpolator(time_s, points, axis=0)(even)
    filtered = _filtered(on_even, period, tremor)
    return np.asarray(PchipInterpolator(even, filtered, axis=0)(time_s))


def _filtered(points: Floats, period: float, tremor: float) -> Floats:
    """Low-pass (T, D), and hold still what only trembles.

    The share of the faster part that is kept rises with its power around each moment,
    so what moves is left as it is and nothing moves by more than 0.6 of `tremor`.
    """
    smooth = _butterworth(points, CUTOFF_HZ, period)
    if tremor <= 0:
        return smooth
    slow = _butterworth(smooth, STEADY_HZ, period)
    power = np.maximum(_butterworth((smooth - slow) ** 2, STEADY_HZ, period), 0.0)
    share = power**2 / (power**2 + tremor**4)
    return slow + share * (smooth - slow)


def _butterworth(points: Floats, cutoff_hz: float, period: float) -> Floats:
    """Filter (T, D) forward and backward."""
    padding = min(len(points) - 1, round(1 / (cutoff_hz * period)) * 3)
    return smoothing.low_pass(points, cutoff_hz, period, padding)


def runs(mask: Bools) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of each stretch of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.view(np.int8), [0]))))
    yield from ((int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _gate(poses: PoseSequence) -> PoseSequence:
    """Set landmarks that were guessed rather than seen to NaN."""
    unseen = ~(poses.visibility >= VISIBILITY_SEEN)
    return replace(
        poses,
        landmarks=np.where(unseen[:, :, None], np.nan, poses.landmarks),
        world=np.where(unseen[:, :, None], np.nan, poses.world),
        visibility=np.where(unseen, 0.0, poses.visibility),
    )
