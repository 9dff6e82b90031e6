"""Cut a recording into the repetitions and attempts of a known exercise.

A repetition goes from rest to the peak posture and back. It must be as large as the
exercise asks, less what the measure errs by, and at least half as large as is typical
for this recording; what is smaller is an attempt, and what looks like nothing else in
the recording is set-up.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from recognition.biomechanics import body as bodies
from recognition.biomechanics import kinematics
from recognition.exercises.spec import Exercise
from recognition.poses import Floats, PoseSequence
from recognition.repetitions import (
    attempts,
    boundaries,
    cycles,
    dominant,
    likeness,
    movements,
    repeated,
    shallow,
    signal,
)
from recognition.repetitions.cycles import Ranges
from recognition.repetitions.movements import Movement, overlap_s
from recognition.repetitions.signal import Track
from recognition.repetitions.spans import Segmentation, Span

# Small movements that are alike and many are the patient's repetitions nevertheless.
FEWEST_SMALL: Final = 3
SMALL_SPREAD: Final = 0.35
# Unlike the others by more than this share is set-up; judged from this many on.
UNLIKE: Final = 1.0
FEWEST_TO_COMPARE: Final = 3
# Movements that are so unlike in general show noise, not what the body does.
UNLIKE_ALL: Final = 0.6
# A movement beside the others is one of them only if it is this much like them.
UNLIKE_OUTSIDE: Final = 0.6
# A movement between two others lies clear of them, but for this share of its length.
OVERLAP: Final = 0.1
# It takes at least this share of their usual time.
SHORTEST_SHARE: Final = 0.4
# A first repetition that the recording cuts returns by this share of the others' way.
FULL_SHARE: Final = 0.8
# Of what a change may err by, the part that a shallow repetition may seem too small by.
SHALLOW_ERROR: Final = 0.5
# By how much the largest of many errors passes the 95 % interval: of 200 normal ones.
LARGEST_BY_CHANCE: Final = 1.5
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
    cut = _cut(poses, exercise)
    asked = least_ranges(exercise, allowed_error=SHALLOW_ERROR)
    trembling = _trembling(poses, exercise)
    counted = shallow.added(cut.plain, cut.tracks, poses.time_s, asked, trembling)
    shapes = likeness.shapes(poses)
    timed = boundaries.refined(counted, shapes, poses.time_s, cut.tracks)
    tried = attempts.find(
        cut.tracks, poses.time_s, cut.found, timed, least_ranges(exercise), cut.least
    )
    return Segmentation(tuple(_span(m, cut.least) for m in timed), tuple(tried))


def from_rest_to_rest(poses: PoseSequence, exercise: Exercise) -> tuple[Span, ...]:
    """Return the repetitions between the postures of rest, not the moves from them.

    A movement begins before the signal has left its lowest value or after; what
    posture a repetition rests in shows where that value is reached. Shallow ones are
    left out: they are repetitions where the exercise is known, and no sign of one.
    """
    if len(poses) < 2:
        return ()
    cut = _cut(poses, exercise)
    return tuple(_span(m, cut.least) for m in cut.plain)


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """The movements that go about as far as the others, and what they were chosen from.

    Shallow repetitions are not among them.
    """

    tracks: tuple[Track, ...]
    found: list[Movement]
    plain: list[Movement]
    least: float


def _cut(poses: PoseSequence, exercise: Exercise) -> _Cut:
    """Choose the movements of the signal that are repetitions of `exercise`."""
    ranges = least_ranges(exercise)
    tracks = signal.tracks(poses, exercise)
    found = _standing_out(tracks, poses, ranges)
    least = _least_swing(found, ranges)
    alike = _alike([m for m in found if m.cycle.reaches(least)], poses)
    repeating = repeated.find(poses, tracks)
    # What repeats most may be the steps on the way to the exercise.
    if repeating and np.median([m.cycle.swing for m in repeating]) >= least:
        more = [*_among(found, repeating), *_next_to(found, repeating, poses)]
        more = [m for m in more if m.cycle.reaches(least)]
        both = [*repeating, *more, *_cut_outside(found, repeating)]
        if not _explains_more(alike, both, tracks, poses):
            found = both
            least = _least_swing(found, ranges)
            alike = [m for m in found if m.cycle.swing >= least]
    alike.sort(key=lambda movement: movement.peak_s)
    return _Cut(tracks, found, _enough_seen(alike, tracks), least)


def _enough_seen(alike: Sequence[Movement], tracks: Sequence[Track]) -> list[Movement]:
    """Return the movements of which the recording shows enough to be repetitions.

    One that the end of the recording cuts has not returned. One that its start cuts
    counts with its turning point and all of its return: as far as the others go.
    """
    marked = [_cut_at_start(m, tracks) for m in alike if m.cycle.cut != "end"]
    whole = [m.cycle.swing for m in marked if m.cycle.cut is None]
    full = FULL_SHARE * float(np.median(whole)) if whole else 0.0
    return [m for m in marked if m.cycle.cut is None or m.cycle.swing >= full]


def _cut_at_start(movement: Movement, tracks: Sequence[Track]) -> Movement:
    """Mark a movement whose way to the peak lies mostly before the recording."""
    values = next(
        (t.values for t in tracks if t.side == movement.side), tracks[0].values
    )
    known = np.flatnonzero(np.isfinite(values))
    cycle = movement.cycle
    if cycle.cut is not None or not known.size or cycle.start > known[0]:
        return movement
    rise = float(values[cycle.peak] - values[known[0]])
    if not rise < cycles.OWN_RETURN_SHARE * cycle.swing:
        return movement
    return replace(movement, cycle=replace(cycle, cut="start"))


def _explains_more(
    some: Sequence[Movement],
    others: Sequence[Movement],
    tracks: Sequence[Track],
    poses: PoseSequence,
) -> bool:
    """Tell whether some movements explain more of what moves, as copies, than others.

    What moves is the whole body, and as much the exercise's own signal.
    """
    sides = np.sort([likeness.bridged(track.values) for track in tracks], axis=0)
    one, other = (
        dominant.explained_share(poses, _moments(found))
        + dominant.explained_share_of(sides.T, poses.time_s, _moments(found))
        for found in (some, others)
    )
    return one > other


def _moments(found: Sequence[Movement]) -> Floats:
    """Return start, peak and end of whole movements, (N, 3), seconds."""
    whole = [m for m in found if m.cycle.cut is None]
    return np.array([[m.start_s, m.peak_s, m.end_s] for m in whole])


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
    shortest_s = SHORTEST_SHARE * float(np.median([m.duration_s for m in repeating]))
    return [
        m
        for m in standing_out
        if m.cycle.cut is None
        and m.duration_s >= shortest_s
        and first.end_s <= m.peak_s <= last.start_s
        and all(overlap_s(m, r) <= OVERLAP * m.duration_s for r in repeating)
    ]


def _next_to(
    standing_out: Sequence[Movement], repeating: Sequence[Movement], poses: PoseSequence
) -> list[Movement]:
    """Return the whole movements before and after those that repeat, and like them.

    A first or a last repetition may end in a posture of its own, as when the patient
    sits down or turns to the camera, and so break the pattern.
    """
    outside = [
        m
        for m in standing_out
        if m.cycle.cut is None
        and not repeating[0].peak_s <= m.peak_s <= repeating[-1].peak_s
        and all(overlap_s(m, r) <= OVERLAP * m.duration_s for r in repeating)
    ]
    if not outside:
        return []
    shapes = likeness.shapes(poses)
    template = np.median(_copies(repeating, shapes), axis=0)
    distances = likeness.warped_distances(_copies(outside, shapes), template)
    return [m for m, d in zip(outside, distances, strict=True) if d < UNLIKE_OUTSIDE]


def _copies(found: Sequence[Movement], shapes: Floats) -> Floats:
    """Return how the body moves in each movement, (N, S, D) of `likeness.sampled`."""
    frames = np.array([[m.cycle.start, m.cycle.peak, m.cycle.end] for m in found])
    return likeness.sampled(shapes, *frames.T.astype(float))


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


def least_ranges(exercise: Exercise, *, allowed_error: float = 1.0) -> Ranges:
    """Return the least swings of the exercise, less what a change may err by.

    `allowed_error` is the part of that error that is forgiven.
    """
    asked = exercise.cut or exercise.signal
    error = kinematics.QUANTITIES[asked.measure].errors.change
    return Ranges(
        repetition=max(
            asked.repetition_range - allowed_error * error, asked.attempt_range
        ),
        attempt=asked.attempt_range,
    )


def _trembling(poses: PoseSequence, exercise: Exercise) -> float:
    """Return what the signal may seem to swing by from here where nothing moves.

    Zero where nobody is seen.
    """
    quantity = kinematics.QUANTITIES[(exercise.cut or exercise.signal).measure]
    off_picture = bodies.of(poses).off_picture_deg(quantity.plane)
    if not np.isfinite(off_picture).any():
        return 0.0
    off_deg = float(np.nanmedian(off_picture))
    changes = quantity.errors.changes
    at_random = float(np.sqrt(1.0 - changes.shared_at(off_deg) ** 2))
    return LARGEST_BY_CHANCE * at_random * changes.at(off_deg)


def _least_swing(found: Sequence[Movement], ranges: Ranges) -> float:
    """Return the swing from which on a movement is a repetition."""
    swings = [m.cycle.swing for m in found if m.cycle.cut is None]
    if len(swings) >= FEWEST_SMALL and _spread(swings) <= SMALL_SPREAD:
        return max(ranges.attempt, cycles.TYPICAL_SHARE * float(np.median(swings)))
    large = [swing for swing in swings if swing >= ranges.repetition]
    if large:
        # Of two, one of which may be set-up, the larger is what is typical.
        typical = max(large) if len(large) == 2 else float(np.median(large))
        return max(ranges.repetition, cycles.TYPICAL_SHARE * typical)
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
    copies = _copies(whole, likeness.shapes(poses))
    to_median = likeness.warped_distances(copies, np.median(copies, axis=0))
    if np.median(to_median) > UNLIKE_ALL:
        return list(large)  # a body that hardly moves tells nothing
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

    Half sure at the least swing, surer with the swing, less below it, where only
    shallow ones count; less so for the share of frames not seen, and for a repetition
    that the recording cuts.
    """
    share = movement.cycle.swing / least if least > 0 else math.inf
    size = 0.5 * share**2 if share < 1.0 else 1.0 - 0.5 / share**2
    whole = CUT_CONFIDENCE if movement.cycle.cut is not None else 1.0
    return float(size * movement.seen * whole)
