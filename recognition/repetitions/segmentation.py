"""Cut a recording into repetitions and attempts.

A repetition goes from rest to the peak posture and back. It must be as large as the
exercise asks, less what the measure errs by, and at least half as large as is typical
for this recording; what is smaller is an attempt, and what looks like nothing else in
the recording is set-up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from recognition.biomechanics import kinematics
from recognition.exercises.spec import Exercise
from recognition.poses import Floats, PoseSequence
from recognition.repetitions import cycles, likeness, signal
from recognition.repetitions.cycles import Cycle, Ranges
from recognition.repetitions.signal import Track
from recognition.repetitions.spans import AttemptSpan, Segmentation, Span
from recognition.skeleton import Side

# Faster is a twitch or a landmark that jumped; slower is a change of posture.
SHORTEST_S: Final = 0.4
LONGEST_S: Final = 20.0
# Small movements that are alike and many are the patient's repetitions nevertheless.
FEWEST_SMALL: Final = 3
SMALL_SPREAD: Final = 0.35
# Unlike the others by more than this share is set-up; judged from this many on.
UNLIKE: Final = 1.0
FEWEST_TO_COMPARE: Final = 3
# Movements of two sides that share this part of the shorter one are one movement.
SHARED: Final = 0.5

TOO_SMALL: Final = "The movement was too small to count as a repetition."
NOT_FINISHED: Final = "The recording ends before the movement was finished."
NOT_RETURNED: Final = "The movement was not finished."


@dataclass(frozen=True, slots=True)
class Movement:
    """A cycle in time, with the side that made it and how it was judged."""

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


def segment(poses: PoseSequence, exercise: Exercise) -> Segmentation:
    """Return the repetitions and attempts of `exercise` in cleaned poses.

    Boundaries are where the movement begins and ends, not the middle of a rest. A
    first repetition that the recording cuts counts when its peak and return are seen;
    a last one that is cut before it returns is an attempt.
    """
    if len(poses) < 2:
        return Segmentation()
    ranges = least_ranges(exercise)
    found = [
        movement
        for track in signal.tracks(poses, exercise)
        for movement in _movements(track, poses.time_s, ranges)
    ]
    movements = _joined(sorted(found, key=lambda movement: movement.peak_s))
    least = _least_swing(movements, ranges)
    large = [m for m in movements if m.cycle.reaches(least)]
    alike = _alike(large, poses)
    repetitions = [m for m in alike if m.cycle.cut != "end"]
    attempts = [m for m in movements if _is_attempt(m, alike, repetitions, ranges)]
    return Segmentation(
        tuple(_span(m, least) for m in repetitions),
        tuple(_attempt(m, least) for m in attempts),
    )


def least_ranges(exercise: Exercise) -> Ranges:
    """Return the least swings of the exercise, less what a change may err by."""
    asked = exercise.cut or exercise.signal
    error = kinematics.QUANTITIES[asked.measure].errors.change
    return Ranges(
        repetition=max(asked.repetition_range - error, asked.attempt_range),
        attempt=asked.attempt_range,
    )


def _movements(track: Track, time_s: Floats, ranges: Ranges) -> Iterable[Movement]:
    """Yield the cycles of one track in time."""
    for cycle in cycles.find(track.values, time_s, ranges):
        start_s, peak_s, end_s = time_s[[cycle.start, cycle.peak, cycle.end]].tolist()
        inside = track.values[cycle.start : cycle.end + 1]
        seen = float(np.isfinite(inside).mean())
        movement = Movement(start_s, peak_s, end_s, track.side, cycle, seen)
        if cycle.cut is not None or SHORTEST_S <= movement.duration_s <= LONGEST_S:
            yield movement


def _joined(movements: Sequence[Movement]) -> list[Movement]:
    """Join movements of left and right that happen at the same time."""
    joined: list[Movement] = []
    for movement in movements:
        if joined and _is_same(joined[-1], movement):
            larger = max(joined[-1], movement, key=lambda m: m.cycle.swing)
            joined[-1] = replace(larger, side="both")
        else:
            joined.append(movement)
    return joined


def _is_same(first: Movement, second: Movement) -> bool:
    """Tell whether two sides moved at the same time."""
    if first.side == second.side:
        return False
    shared = min(first.end_s, second.end_s) - max(first.start_s, second.start_s)
    return shared > SHARED * min(first.duration_s, second.duration_s)


def _least_swing(movements: Sequence[Movement], ranges: Ranges) -> float:
    """Return the swing from which on a movement is a repetition."""
    swings = [m.cycle.swing for m in movements if m.cycle.cut is None]
    large = [swing for swing in swings if swing >= ranges.repetition]
    if large:
        return max(ranges.repetition, cycles.TYPICAL_SHARE * float(np.median(large)))
    if len(swings) >= FEWEST_SMALL and _spread(swings) <= SMALL_SPREAD:
        return max(ranges.attempt, cycles.TYPICAL_SHARE * float(np.median(swings)))
    return ranges.repetition


def _spread(swings: Sequence[float]) -> float:
    """Return how far the farthest swing is from the median, as a share of it."""
    middle = float(np.median(swings))
    return float(np.abs(np.array(swings) - middle).max() / middle)


def _alike(movements: Sequence[Movement], poses: PoseSequence) -> list[Movement]:
    """Drop movements that look like none of the others."""
    whole = [m for m in movements if m.cycle.cut is None]
    if len(whole) < FEWEST_TO_COMPARE:
        return list(movements)
    frames = np.array([[m.cycle.start, m.cycle.peak, m.cycle.end] for m in whole])
    copies = likeness.sampled(likeness.shapes(poses), *frames.T.astype(float))
    unlike = likeness.unlikeness(copies)
    median = likeness.warped_distances(copies, np.median(copies, axis=0))
    strange = (unlike > UNLIKE) & (median > UNLIKE)
    dropped = {
        id(m) for m, is_strange in zip(whole, strange, strict=True) if is_strange
    }
    return [m for m in movements if id(m) not in dropped]


def _is_attempt(
    movement: Movement,
    alike: Sequence[Movement],
    repetitions: Sequence[Movement],
    ranges: Ranges,
) -> bool:
    """Tell whether a movement that does not count was an attempt, not set-up.

    Attempts happen among the repetitions; before the first and after the last one
    people get ready. Without repetitions every movement is an attempt.
    """
    if movement in repetitions or movement.cycle.cut == "start":
        return False
    if movement.cycle.cut == "end":
        return movement in alike
    if not repetitions:
        return movement.cycle.swing >= ranges.attempt
    first, last = repetitions[0].start_s, repetitions[-1].end_s
    pause = max(m.duration_s for m in repetitions)
    return first - pause <= movement.peak_s <= last + pause


def _span(movement: Movement, least: float) -> Span:
    """Return a repetition; see `_confidence`."""
    return Span(
        start_s=movement.start_s,
        peak_s=movement.peak_s,
        end_s=movement.end_s,
        side=movement.side,
        confidence=_confidence(movement, least),
        is_cut=movement.cycle.cut is not None,
    )


def _confidence(movement: Movement, least: float) -> float:
    """Return how sure a repetition is, in [0, 1].

    Half sure at the least swing, surer with the swing; less so for the share of
    frames not seen, and for a repetition that the recording cuts.
    """
    size = 1.0 - 0.5 * (least / movement.cycle.swing) ** 2
    whole = 0.7 if movement.cycle.cut is not None else 1.0
    return float(size * movement.seen * whole)


def _attempt(movement: Movement, least: float) -> AttemptSpan:
    """Return an attempt with its reason."""
    if movement.cycle.cut == "end":
        reason = NOT_FINISHED
    elif movement.cycle.swing >= least:
        reason = NOT_RETURNED
    else:
        reason = TOO_SMALL
    return AttemptSpan(movement.start_s, movement.end_s, reason, movement.side)
