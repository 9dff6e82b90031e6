"""Cuts recordings into windows of equal length, without knowing the exercise."""

from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.datasets import joints

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Claims = npt.NDArray[np.bool_]

FRAMES: Final = 32
# A window holds about one repetition; two lengths meet slow and fast ones.
LENGTHS_S: Final = (2.5, 4.5)
_HOP: Final = 0.4  # of the length, from one window to the next
_GAP_S: Final = 0.35  # wider gaps between known frames are not bridged


def windows(points: Floats, time_s: Floats) -> tuple[Singles, Claims]:
    """Return windows (N, FRAMES, 20, 3) all over a recording, and what was seen.

    Args:
        points: (T, 20, 3), common joints as `joints.from_poses` gives them.
        time_s: (T,), increasing.
    """
    moments = np.stack([np.linspace(*span, FRAMES) for span in spans(time_s)])
    # All moments of a joint at once: one by one they take longer than the net.
    found = _placed(points, time_s, moments.ravel())
    cuts = found.reshape(*moments.shape, *points.shape[1:])
    return as_arrays(np.stack([joints.canonical(each) for each in cuts]))


def spans(time_s: Floats) -> list[tuple[float, float]]:
    """Return start and end of every window, seconds; at least one."""
    first, last = float(time_s[0]), float(time_s[-1])
    found = []
    for length in LENGTHS_S:
        room = last - first - length
        number = 1 + max(0, round(room / (_HOP * length)))
        starts = first + np.linspace(0.0, max(room, 0.0), number)
        found += [(float(start), float(min(start + length, last))) for start in starts]
    return list(dict.fromkeys(found))


def cut(
    points: Floats,
    time_s: Floats,
    start_s: float,
    end_s: float,
    *,
    frames: int = FRAMES,
) -> Floats:
    """Return one window (frames, 20, 3), turned to the front; NaN where unseen."""
    moments = np.linspace(start_s, end_s, frames)
    return joints.canonical(_placed(points, time_s, moments))


def _placed(points: Floats, time_s: Floats, moments: Floats) -> Floats:
    """Return all joints at moments, (M, 20, 3)."""
    of_joints = [_at(moments, time_s, points[:, j]) for j in range(points.shape[1])]
    return np.stack(of_joints, axis=1)


def _at(moments: Floats, time_s: Floats, points: Floats) -> Floats:
    """Return one joint (T, 3) at moments, NaN where the next known frame is far."""
    known = np.isfinite(points).all(axis=1)
    if not known.any():
        return np.full((len(moments), points.shape[1]), np.nan)
    times, places = time_s[known], points[known]
    after = np.clip(np.searchsorted(times, moments), 0, len(times) - 1)
    before = np.maximum(after - 1, 0)
    gap = np.maximum(times[after] - times[before], 1e-9)
    share = np.clip((moments - times[before]) / gap, 0.0, 1.0)[:, None]
    found = places[before] * (1.0 - share) + places[after] * share
    nearest = np.minimum(
        np.abs(times[after] - moments), np.abs(moments - times[before])
    )
    return np.where(nearest[:, None] <= _GAP_S, found, np.nan)


def as_arrays(cuts: Floats) -> tuple[Singles, Claims]:
    """Return poses with zeros where nothing was seen, and the mask (N, T, V)."""
    mask: Claims = np.asarray(np.isfinite(cuts).all(axis=-1))
    return np.where(mask[..., None], cuts, 0.0).astype(np.float32), mask
