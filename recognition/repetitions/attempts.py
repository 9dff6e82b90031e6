"""Movements that began like a repetition and were not one, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from recognition.poses import Floats
from recognition.repetitions import movements
from recognition.repetitions.cycles import Ranges
from recognition.repetitions.movements import Movement
from recognition.repetitions.signal import Track
from recognition.repetitions.spans import AttemptSpan

TOO_SMALL: Final = "The movement was too small to count as a repetition."
NOT_FINISHED: Final = "The recording ends before the movement was finished."
NOT_BEGUN: Final = "The recording begins in the middle of the movement."
NOT_RETURNED: Final = "The movement did not return to where it began."


def find(
    tracks: Sequence[Track],
    time_s: Floats,
    found: Sequence[Movement],
    repetitions: Sequence[Movement],
    ranges: Ranges,
    least: float,
) -> list[AttemptSpan]:
    """Return the attempts of a recording, in order of time.

    Attempts happen among the repetitions; before the first and after the last one
    people get ready. Without repetitions every movement is an attempt.

    Args:
        tracks: as the repetitions were found on.
        time_s: (T,).
        found: the movements that stand out, repetitions included.
        repetitions: those that count.
        ranges: least swings of the exercise.
        least: swing from which on a movement of this recording is a repetition.
    """
    rest = [between(track, time_s, repetitions) for track in tracks]
    small = [
        movement
        for track in rest
        for movement in movements.of_track(track, time_s, ranges.attempt)
        if movement.cycle.cut is None and movement.cycle.reaches(ranges.attempt)
    ]
    cut = [m for m in found if m.cycle.cut is not None and m.cycle.swing >= least]
    counted = {m.peak_s for m in repetitions}
    unfinished = [m for m in cut if m.peak_s not in counted]
    among = [m for m in movements.joined(small) if _is_among(m, repetitions)]
    tried = [*among, *unfinished]
    return [_span(m, least) for m in sorted(tried, key=lambda m: m.start_s)]


def between(track: Track, time_s: Floats, repetitions: Sequence[Movement]) -> Track:
    """Return the track with the repetitions taken out."""
    values = track.values.copy()
    for movement in _of_side(track, repetitions):
        values[(time_s > movement.start_s) & (time_s < movement.end_s)] = np.nan
    return replace(track, values=values)


def _of_side(track: Track, repetitions: Sequence[Movement]) -> Iterator[Movement]:
    """Yield the repetitions that the track's side took part in."""
    yield from (
        m for m in repetitions if "both" in (m.side, track.side) or m.side == track.side
    )


def _is_among(movement: Movement, repetitions: Sequence[Movement]) -> bool:
    """Tell whether a movement happened during the exercise."""
    if not repetitions:
        return True
    first, last = repetitions[0].start_s, repetitions[-1].end_s
    pause = max(m.duration_s for m in repetitions)
    return first - pause <= movement.peak_s <= last + pause


def _span(movement: Movement, least: float) -> AttemptSpan:
    """Return an attempt with its reason."""
    if movement.cycle.cut == "end":
        reason = NOT_FINISHED
    elif movement.cycle.cut == "start":
        reason = NOT_BEGUN
    elif movement.cycle.swing >= least:
        reason = NOT_RETURNED
    else:
        reason = TOO_SMALL
    return AttemptSpan(movement.start_s, movement.end_s, reason, movement.side)
