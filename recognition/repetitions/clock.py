"""The clock that recordings are cut on: the same for every frame rate."""

from functools import lru_cache
from typing import Final

import numpy as np

from recognition.cleaning import LONGEST_GAP_S
from recognition.poses import Floats, PoseSequence

RATE_HZ: Final = 30.0
# A clock whose steps differ by less than this share is even already, and one whose
# rate differs by less than that from `RATE_HZ` needs no other: 25 frames a second show
# the same, and values that lie beside gaps are not touched.
UNEVEN: Final = 0.05
OTHER_RATE: Final = 0.25


@lru_cache(maxsize=4)
def even(poses: PoseSequence) -> PoseSequence:
    """Return poses at `RATE_HZ`, from the first moment to the last.

    What is unknown stays so: values are interpolated between known neighbors only,
    and not where frames are missing for longer than the shape of a movement bridges.
    A sequence is compared by identity and never changed; the last few are remembered.
    """
    if len(poses) < 2 or _is_even(poses.time_s):
        return poses
    time_s = np.arange(poses.time_s[0], poses.time_s[-1], 1.0 / RATE_HZ)
    return PoseSequence(
        time_s=time_s,
        landmarks=_at(time_s, poses.time_s, poses.landmarks),
        world=_at(time_s, poses.time_s, poses.world),
        visibility=np.nan_to_num(_at(time_s, poses.time_s, poses.visibility)),
        width=poses.width,
        height=poses.height,
    )


def _is_even(time_s: Floats) -> bool:
    """Tell whether the clock is even, and about as fast as `RATE_HZ`."""
    steps = np.diff(time_s)
    period = float(np.median(steps))
    is_near = abs(RATE_HZ * period - 1.0) < OTHER_RATE
    return is_near and bool(np.abs(steps / period - 1.0).max() < UNEVEN)


def _at(moments_s: Floats, time_s: Floats, values: Floats) -> Floats:
    """Return (T, ...) values at other moments; NaN where that is unknown."""
    after = np.searchsorted(time_s, moments_s, side="right").clip(1, len(time_s) - 1)
    span = time_s[after] - time_s[after - 1]
    is_missing = span > max(LONGEST_GAP_S, 2.0 * float(np.median(np.diff(time_s))))
    share = np.where(is_missing, np.nan, (moments_s - time_s[after - 1]) / span)
    share = share.reshape(-1, *[1] * (values.ndim - 1))
    before, behind = values[after - 1], values[after]
    mixed = before + share * (behind - before)
    # Beside what is unknown the nearer frame holds.
    nearer = np.where(share < 0.5, before, np.where(share >= 0.5, behind, np.nan))
    return np.asarray(np.where(np.isnan(mixed), nearer, mixed))
