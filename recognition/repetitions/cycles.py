"""Movements to a peak and back on one track, sorted by how far they go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from recognition.poses import Floats
from recognition.repetitions.turning_points import pieces, turning_points

# Turning points stand out by this share of the typical swing,
PROMINENCE: Final = 0.45
# and a repetition reaches this share of it one way, most of that and a good part of
# its own swing the other way.
TYPICAL_SHARE: Final = 0.5
RETURN_SHARE: Final = 0.6
OWN_RETURN_SHARE: Final = 0.4
# The movement is timed where these shares of its swing are reached, well above jitter,
# and traced back to its beginning: a smooth movement (half a cosine wave) takes 0.205
# of its time up to the first and 0.5 up to the second.
EDGE_SHARE: Final = 0.1
MIDDLE_SHARE: Final = 0.5
TRACED_BACK: Final = 0.205 / (0.5 - 0.205)

Cut = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Ranges:
    """Least swings, in the unit of the track."""

    repetition: float
    attempt: float


@dataclass(frozen=True, slots=True)
class Cycle:
    """A movement to a peak and back, in frames of the track.

    Attributes:
        start: first frame of the movement.
        peak: frame of the peak.
        end: last frame of the movement.
        swing: the larger of the ways to the peak and back.
        back: the smaller one, 0 where the recording shows only one.
        cut: which half the recording does not show.
    """

    start: int
    peak: int
    end: int
    swing: float
    back: float
    cut: Cut | None = None

    def reaches(self, least: float) -> bool:
        """Tell whether the swing is that large one way, and nearly so the other."""
        is_back = self.back >= max(RETURN_SHARE * least, OWN_RETURN_SHARE * self.swing)
        return self.swing >= least and (is_back or self.cut is not None)


def prominence(values: Floats, time_s: Floats, ranges: Ranges) -> float:
    """Return the swing by which turning points of this recording stand out."""
    return max(ranges.attempt, PROMINENCE * typical_swing(values, time_s, ranges))


def find(values: Floats, time_s: Floats, swing: float) -> tuple[Cycle, ...]:
    """Return all cycles whose turning points stand out by `swing`, in order of time."""
    return tuple(
        cycle
        for piece in pieces(values, time_s)
        for cycle in _of_piece(values, piece, swing)
    )


def typical_swing(values: Floats, time_s: Floats, ranges: Ranges) -> float:
    """Return the median swing among those that are large enough to be repetitions.

    0 where none is.
    """
    swings: list[float] = []
    for piece in pieces(values, time_s):
        turns = turning_points(values[piece], ranges.attempt)
        heights = values[piece][[turn.frame for turn in turns]]
        swings += np.abs(np.diff(heights)).tolist()
    large = [swing for swing in swings if swing >= ranges.repetition]
    return float(np.median(large)) if large else 0.0


def _of_piece(values: Floats, piece: slice, swing: float) -> Iterator[Cycle]:
    """Yield the cycles between the turning points of one stretch."""
    turns = turning_points(values[piece], swing)
    frames = [turn.frame + piece.start for turn in turns]
    for number, turn in enumerate(turns):
        if turn.is_peak:
            before = frames[number - 1] if number else None
            after = frames[number + 1] if number + 1 < len(turns) else None
            yield between(values, before, frames[number], after)


def between(values: Floats, before: int | None, peak: int, after: int | None) -> Cycle:
    """Return the cycle of a peak between two valleys.

    A missing valley means that the recording cuts the cycle there.
    """
    rise = float(values[peak] - values[before]) if before is not None else 0.0
    fall = float(values[peak] - values[after]) if after is not None else 0.0
    start, end = peak, peak
    if before is not None:
        start = before + _beginning(values[before : peak + 1])
    if after is not None:
        end = after - _beginning(values[peak : after + 1][::-1])
    cut: Cut | None = "start" if before is None else "end" if after is None else None
    return Cycle(start, peak, end, max(rise, fall), min(rise, fall), cut)


def _beginning(values: Floats) -> int:
    """Return the frame at which a rise from the first to the last value begins."""
    rise = values[-1] - values[0]
    edge = _last(values <= values[0] + EDGE_SHARE * rise)
    middle = _last(values <= values[0] + MIDDLE_SHARE * rise)
    return max(0, round(edge - TRACED_BACK * (middle - edge)))


def _last(is_true: npt.NDArray[np.bool_]) -> int:
    """Return the index of the last true value."""
    return int(np.flatnonzero(is_true)[-1])
