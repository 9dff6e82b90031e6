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
# A repetition begins and ends where this share of its swing is left to go.
EDGE_SHARE: Final = 0.1

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
            yield _cycle(values, before, frames[number], after)


def _cycle(values: Floats, before: int | None, peak: int, after: int | None) -> Cycle:
    """Build one cycle; a missing valley means that the recording cuts it."""
    rise = float(values[peak] - values[before]) if before is not None else 0.0
    fall = float(values[peak] - values[after]) if after is not None else 0.0
    start, end = peak, peak
    if before is not None:
        start = before + _last(
            values[before:peak] <= values[before] + EDGE_SHARE * rise
        )
    if after is not None:
        level = values[after] + EDGE_SHARE * fall
        end = peak + 1 + int(np.argmax(values[peak + 1 : after + 1] <= level))
    cut: Cut | None = "start" if before is None else "end" if after is None else None
    return Cycle(start, peak, end, max(rise, fall), min(rise, fall), cut)


def _last(is_true: npt.NDArray[np.bool_]) -> int:
    """Return the index of the last true value."""
    return int(np.flatnonzero(is_true)[-1])
