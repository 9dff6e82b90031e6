"""How smooth a movement is: the spectral arc length of its speed."""

from typing import Final

import numpy as np

from recognition.poses import Floats

# Parameters of Balasubramanian, Melendez-Calderon, Roby-Brami & Burdet (2015), "On
# the analysis of movement smoothness", J. NeuroEng. Rehabil. 12:112.
CUTOFF_HZ: Final = 10.0
AMPLITUDE: Final = 0.05
PADDING: Final = 4
FEWEST_FRAMES: Final = 8


def spectral_arc_length(angle: Floats, time_s: Floats) -> float | None:
    """Return the arc length of the normalized speed spectrum; 0 is smoothest.

    Negative; a movement with more stops and corrections is more negative. None if
    there are too few frames or no movement.

    Args:
        angle: (T,), finite.
        time_s: (T,), increasing; resampled to even steps of the median interval.
    """
    if angle.size < FEWEST_FRAMES:
        return None
    step = float(np.median(np.diff(time_s)))
    even = np.arange(time_s[0], time_s[-1], step)
    speed = np.abs(np.gradient(np.interp(even, time_s, angle), step))
    size = 2 ** int(np.ceil(np.log2(speed.size)) + PADDING)
    spectrum: Floats = np.abs(np.fft.rfft(speed, size)).astype(np.float64)
    if spectrum.max() <= 0.0:
        return None
    frequency: Floats = np.fft.rfftfreq(size, step).astype(np.float64)
    return _arc(frequency, spectrum / spectrum.max())


def _arc(frequency: Floats, spectrum: Floats) -> float:
    """Return the negative length of the spectrum's curve up to its last high point."""
    within = frequency <= CUTOFF_HZ
    frequency, spectrum = frequency[within], spectrum[within]
    last = int(np.flatnonzero(spectrum >= AMPLITUDE)[-1]) + 1
    frequency, spectrum = frequency[:last], spectrum[:last]
    if last < 2:
        return 0.0
    across = np.diff(frequency) / (frequency[-1] - frequency[0])
    return -float(np.hypot(across, np.diff(spectrum)).sum())
