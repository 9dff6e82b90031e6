"""A low-pass filter without delay, for (T, D) values on an even clock."""

from functools import lru_cache
from typing import Final

import numpy as np
from scipy.signal import butter, sosfilt, sosfilt_zi

from recognition.poses import Floats

# Second order forward and backward: fourth order in all, and no delay.
ORDER: Final = 2


def low_pass(values: Floats, cutoff_hz: float, period: float, padding: int) -> Floats:
    """Return (T, D) values without what is faster than `cutoff_hz`.

    A Butterworth filter forward and backward, as `scipy.signal.sosfiltfilt` applies
    it, on values that are continued at both ends by their own odd mirror image. The
    filter is designed once for each cutoff and clock: a recording in which joints
    come and go is filtered in hundreds of pieces.

    Args:
        values: (T, D), without NaN.
        cutoff_hz: below half the rate of the clock.
        period: of the clock, seconds.
        padding: length of the mirror images in frames, below T.
    """
    sections, settled = _designed(cutoff_hz, period)
    longer = _mirrored(values, padding)
    for _ in range(2):  # each turn leaves time running the other way
        state = settled[:, :, None] * longer[0]
        longer = sosfilt(sections, longer, axis=0, zi=state)[0][::-1]
    return np.asarray(longer[padding : len(longer) - padding])


@lru_cache(maxsize=256)
def _designed(cutoff_hz: float, period: float) -> tuple[Floats, Floats]:
    """Return the filter's sections, (S, 6), and how they stand after a step, (S, 2)."""
    sections = butter(ORDER, cutoff_hz, fs=1.0 / period, output="sos")
    return sections, sosfilt_zi(sections)


def _mirrored(values: Floats, padding: int) -> Floats:
    """Continue values at both ends by their own odd mirror image."""
    before = 2.0 * values[:1] - values[padding:0:-1]
    after = 2.0 * values[-1:] - values[-2 : -padding - 2 : -1]
    return np.concatenate((before, values, after))
