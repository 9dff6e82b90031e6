"""Cut a recording into the repetitions and attempts of a known exercise.

A repetition goes from rest to the peak posture and back. It must be as large as the
exercise asks, less what the measure errs by, and at least half as large as is typical
for this recording; what is smaller is an attempt, and what looks like nothing else in
the recording is set-up.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from recognition.biomechanics import kinematics
from recognition.exercises.spec import Exercise
from recognition.poses import PoseSequence
from recognition.repetitions import (
    attempts,
    cycles,
    likeness,
    movements,
    repeated,
    signal,
)
from recognition.repetitions.cycles import Ranges
from recognition.repetitions.movements import Movement
from recognition.repetitions.signal import Track
from recognition.repetitions.spans import Segmentation, Span

# Small movements that are alike and many are the patient's repetitions nevertheless.
FEWEST_SMALL: Final = 3
SMALL_SPREAD: Final = 0.35
# Unlike the others by more than this share is set-up; judged from this many on.
UNLIKE: Final = 1.0
FEWEST_TO_COMPARE: Final = 3
# A movement between two others lies clear of them, but for this share of its length.
OVERLAP: Final = 0.1
# What a repetition that the recording cuts loses in confidence.
CUT_CONFIDENCE: Final = 0.7


def segment(poses: PoseSequence, exercise: Exercise) -> Segmentation:
    """Return the repetitions and attempts of `exercise` in cleaned poses.

    Boundaries are where the movement begins and ends, not the middle of a rest. A
    first repetition that the recording cuts counts when its peak and return are seen;
    a last one that is cut before it returns is an attempt.
    """
    if len(poses) < 2:
        return Segmentation()
    ranges = least_ranges(exercise)
    tracks = signal.tracks(poses, exercise)
    found = _standing_out(tracks, poses, ranges)
    least = _least_swing(found, ranges)
    repeating = repeated.find(poses, tracks)
    # What repeats most may be the steps on the way to the exercise.
    if repeating and np.median([m.cycle.swing for m in repeating]) >= least:
        among = [m for m in _among(found, repeating) if m.cycle.reaches(least)]
        found = [*repeating, *among, *_cut_outside(found, repeating)]
        least = _least_swing(found, ranges)
        alike = [m for m in found if m.cycle.swing >= least]
    else:
        alike = _alike([m for m in found if m.cycle.reaches(least)], poses)
    alike.sort(key=lambda movement: movement.peak_s)
    repetitions = [m for m in alike if m.cycle.cut != "end"]
    tried = attempts.find(tracks, poses.time_s, found, repetitions, ranges, least)
    return Segmentation(tuple(_span(m, least) for m in repetitions), tuple(tried))


def _standing_out(
    tracks: Sequence[Track], poses: PoseSequence, ranges: Ranges
) -> list[Movement]:
    """Return the movements of the exercise's signal that stand out."""
    return movements.joined(
        [
            movement
            for track in tracks
            for movement in movements.of_track(
                track,
                poses.time_s,
                cycles.prominence(track.values, poses.time_s, ranges),
            )
        ]
    )


def _among(
    standing_out: Sequence[Movement], repeating: Sequence[Movement]
) -> list[Movement]:
    """Return the whole movements in the gaps between those that repeat.

    A repetition that differs much, as a shallow one does, breaks the pattern; it is
    a repetition all the same, and the one to speak about.
    """
    first, last = repeating[0], repeating[-1]
    return [
        m
        for m in standing_out
        if m.cycle.cut is None
        and first.end_s <= m.peak_s <= last.start_s
        and all(_overlap_s(m, r) <= OVERLAP * m.duration_s for r in repeating)
    ]


def _overlap_s(one: Movement, other: Movement) -> float:
    """Return for how long two movements go on at once, in seconds."""
    return max(0.0, min(one.end_s, other.end_s) - max(one.start_s, other.start_s))


def _cut_outside(
    standing_out: Sequence[Movement], repeating: Sequence[Movement]
) -> list[Movement]:
    """Return the movements that the ends cut, next to those that repeat."""
    first, last = repeating[0], repeating[-1]
    near = float(np.median([m.duration_s for m in repeating]))
    return [
        m
        for m in standing_out
        if (m.cycle.cut == "start" and m.end_s < first.peak_s < m.end_s + 2 * near)
        or (m.cycle.cut == "end" and m.start_s - 2 * near < last.peak_s < m.start_s)
    ]


def least_ranges(exercise: Exercise) -> Ranges:
    """Return the least swings of the exercise, less what a change may err by."""
    asked = exercise.cut or exercise.signal
    error = kinematics.QUANTITIES[asked.measure].errors.change
    return Ranges(
        repetition=max(asked.repetition_range - error, asked.attempt_range),
        attempt=asked.attempt_range,
    )


def _least_swing(found: Sequence[Movement], ranges: Ranges) -> float:
    """Return the swing from which on a movement is a repetition."""
    swings = [m.cycle.swing for m in found if m.cycle.cut is None]
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


def _alike(large: Sequence[Movement], poses: PoseSequence) -> list[Movement]:
    """Drop movements that look like none of the others."""
    whole = [m for m in large if m.cycle.cut is None]
    if len(whole) < FEWEST_TO_COMPARE:
        return list(large)
    frames = np.array([[m.cycle.start, m.cycle.peak, m.cycle.end] for m in whole])
    copies = likeness.sampled(likeness.shapes(poses), *frames.T.astype(float))
    to_median = likeness.warped_distances(copies, np.median(copies, axis=0))
    strange = (likeness.unlikeness(copies) > UNLIKE) & (to_median > UNLIKE)
    set_up = [m for m, is_strange in zip(whole, strange, strict=True) if is_strange]
    return [m for m in large if m not in set_up]


def _span(movement: Movement, least: float) -> Span:
    """Return a movement as a repetition."""
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
    whole = CUT_CONFIDENCE if movement.cycle.cut is not None else 1.0
    return float(size * movement.seen * whole)
