"""Repetitions that go less far than the others of their recording.

A patient who tires goes less far. What is as far as the exercise asks of a repetition
counts, however far the others go, if it happens among them and takes as long.
"""

from collections.abc import Sequence
from math import inf
from typing import Final

import numpy as np

from recognition.poses import Floats
from recognition.repetitions import attempts, movements
from recognition.repetitions.cycles import Ranges
from recognition.repetitions.movements import Movement, overlap_s
from recognition.repetitions.signal import Track

# Share of the usual swing below which it is no repetition, whatever is asked.
LEAST_SHARE: Final = 0.25
# Turning points of it stand out by this share of the least swing.
PROMINENCE: Final = 0.6
# Shares of the usual duration between which it lasts.
LASTS: Final = (0.4, 2.0)
# It lies clear of the others, but for this share of its length, and between two of them
# is room for it: this share of their usual duration.
OVERLAP: Final = 0.1
ROOM: Final = 0.9
FEWEST: Final = 2


def added(
    repetitions: Sequence[Movement],
    tracks: Sequence[Track],
    time_s: Floats,
    asked: Ranges,
    trembling: float,
) -> list[Movement]:
    """Return repetitions, in order of time, and the shallow ones among them.

    `asked` are the swings that the exercise asks for, `trembling` is what the signal
    may seem to swing by where nothing moves.
    """
    whole = [m for m in repetitions if m.cycle.cut is None]
    if len(whole) < FEWEST:
        return list(repetitions)
    usual = float(np.median([m.cycle.swing for m in whole]))
    least = max(asked.repetition, LEAST_SHARE * usual, trembling)
    swing = max(asked.attempt, PROMINENCE * least)
    small = [
        movement
        for track in tracks
        for movement in movements.of_track(
            attempts.between(track, time_s, repetitions), time_s, swing
        )
        if movement.cycle.cut is None and movement.cycle.reaches(least)
    ]
    kept = [m for m in movements.joined(small) if _belongs(m, whole)]
    return sorted([*repetitions, *kept], key=lambda m: m.peak_s)


def _belongs(movement: Movement, others: Sequence[Movement]) -> bool:
    """Tell whether a movement lies among the others and takes about as long."""
    usual_s = float(np.median([m.duration_s for m in others]))
    is_alike = LASTS[0] * usual_s <= movement.duration_s <= LASTS[1] * usual_s
    first_s, last_s = others[0].start_s - usual_s, others[-1].end_s + usual_s
    is_clear = all(
        overlap_s(movement, m) <= OVERLAP * movement.duration_s for m in others
    )
    has_room = _room_s(movement, others) >= ROOM * usual_s
    is_among = first_s <= movement.peak_s <= last_s
    return is_alike and is_clear and has_room and is_among


def _room_s(movement: Movement, others: Sequence[Movement]) -> float:
    """Return the time between the neighbors of a movement, in seconds.

    Between two repetitions the body sways, but has no time for a third.
    """
    before = max((m.end_s for m in others if m.peak_s < movement.peak_s), default=-inf)
    after = min((m.start_s for m in others if m.peak_s > movement.peak_s), default=inf)
    return after - before
