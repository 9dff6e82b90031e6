"""Cycles of a track as movements in time, by the side that made them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from recognition.poses import Floats
from recognition.repetitions import cycles
from recognition.repetitions.cycles import Cycle
from recognition.repetitions.signal import Track
from recognition.skeleton import Side

# Faster is a twitch or a landmark that jumped; slower is a change of posture.
SHORTEST_S: Final = 0.4
LONGEST_S: Final = 20.0
# Movements of two sides that share this part of the shorter one are one movement.
SHARED: Final = 0.5
# Of what was seen in less than this share of its frames nobody can say what it was.
LEAST_SEEN: Final = 0.5
# A side that moves by less than this share of the other one only goes along.
TAKES_PART: Final = 0.5


@dataclass(frozen=True, slots=True)
class Movement:
    """A cycle in time.

    Attributes:
        side: which side moved.
        cycle: its frames and swings.
        seen: share of its frames in which it was seen.
    """

    start_s: float
    peak_s: float
    end_s: float
    side: Side
    cycle: Cycle
    seen: float

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


def of_track(track: Track, time_s: Floats, swing: float) -> Iterator[Movement]:
    """Yield the movements of one track whose turning points stand out by `swing`."""
    for cycle in cycles.find(track.values, time_s, swing):
        start_s, peak_s, end_s = time_s[[cycle.start, cycle.peak, cycle.end]].tolist()
        inside = track.values[cycle.start : cycle.end + 1]
        seen = float(np.isfinite(inside).mean())
        movement = Movement(start_s, peak_s, end_s, track.side, cycle, seen)
        if _is_plausible(movement):
            yield movement


def _is_plausible(movement: Movement) -> bool:
    """Tell whether a movement was seen, and takes as long as one or half of one."""
    if movement.seen < LEAST_SEEN:
        return False
    if movement.cycle.cut is not None:
        return movement.duration_s >= SHORTEST_S / 2.0
    return SHORTEST_S <= movement.duration_s <= LONGEST_S


def joined(movements: Sequence[Movement]) -> list[Movement]:
    """Return the movements in order of time, those of both sides at once as one."""
    result: list[Movement] = []
    for movement in sorted(movements, key=lambda movement: movement.peak_s):
        if result and _is_same(result[-1], movement):
            result[-1] = _as_one(result[-1], movement)
        else:
            result.append(movement)
    return result


def _is_same(first: Movement, second: Movement) -> bool:
    """Tell whether two sides moved at the same time."""
    if first.side == second.side:
        return False
    shorter_s = min(first.duration_s, second.duration_s)
    return overlap_s(first, second) > SHARED * shorter_s


def overlap_s(one: Movement, other: Movement) -> float:
    """Return for how long two movements go on at once, in seconds."""
    return max(0.0, min(one.end_s, other.end_s) - max(one.start_s, other.start_s))


def _as_one(first: Movement, second: Movement) -> Movement:
    """Return the larger of two movements, of both sides if the other takes part."""
    smaller, larger = sorted((first, second), key=lambda m: m.cycle.swing)
    if smaller.cycle.swing < TAKES_PART * larger.cycle.swing:
        return larger
    return replace(larger, side="both")
