"""Where a movement turns: peaks and valleys that stand out by a given swing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from recognition.poses import Floats

# A longer time without a value breaks the movement in two: what happened in
# between is not known.
LONGEST_GAP_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A frame at which the movement turns, or where it starts or ends.

    Attributes:
        frame: index into the values.
        is_peak: the values fall on both sides of it (a valley otherwise).
    """

    frame: int
    is_peak: bool


def turning_points(values: Floats, swing: float) -> tuple[Turn, ...]:
    """Return alternating peaks and valleys that differ by at least `swing`.

    The first and the last one may lie at the ends, where the movement was already
    under way; they too differ from their neighbor by `swing`. Empty when the values
    never move that far.

    Args:
        values: (T,), NaN where unknown: such frames are passed over.
        swing: least difference between neighbors, in the unit of the values.
    """
    turns: list[Turn] = []
    low = high = -1
    rising: bool | None = None
    for frame, value in _known(values):
        if low < 0:
            low = high = frame
        # Only the extreme being sought moves on, both while the way is not known.
        if rising is not False and value > values[high]:
            high = frame
        if rising is not True and value < values[low]:
            low = frame
        if rising is not False and values[high] - value >= swing:
            turns.append(Turn(high, is_peak=True))
            rising, low = False, frame
        elif rising is not True and value - values[low] >= swing:
            turns.append(Turn(low, is_peak=False))
            rising, high = True, frame
    if rising is None:
        return ()
    return (*turns, Turn(high if rising else low, is_peak=rising))


def _known(values: Floats) -> Iterator[tuple[int, float]]:
    """Yield (frame, value) where the value is known and may turn.

    Between two neighbors, one lower and one higher, no movement turns.
    """
    known = np.flatnonzero(np.isfinite(values))
    steps = np.diff(values[known])
    passing = steps[:-1] * steps[1:] > 0.0
    known = known[~np.concatenate(([False], passing, [False]))[: known.size]]
    yield from zip(known.tolist(), values[known].tolist(), strict=True)


def pieces(values: Floats, time_s: Floats) -> Iterator[slice]:
    """Yield the stretches of frames without a gap longer than `LONGEST_GAP_S`."""
    known = np.flatnonzero(np.isfinite(values))
    if not known.size:
        return
    breaks = np.flatnonzero(np.diff(time_s[known]) > LONGEST_GAP_S)
    starts = known[np.concatenate(([0], breaks + 1))]
    stops = known[np.concatenate((breaks, [known.size - 1]))] + 1
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        yield slice(start, stop)
