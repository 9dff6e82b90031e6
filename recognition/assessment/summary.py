"""Sum up a recording: score, mistakes and what to say."""

from dataclasses import replace
from typing import Final

from recognition.assessment import explanation, scoring, whole_set
from recognition.assessment.writing import RANGE
from recognition.biomechanics.kinematics import QUANTITIES
from recognition.exercises.spec import Exercise
from recognition.report import (
    Attempt,
    Hold,
    Measure,
    Repetition,
    ScoreParts,
    Summary,
)
from recognition.skeleton import Side

TOO_LITTLE_SEEN: Final = "too little of the body was seen to judge range and form"


def of_repetitions(
    exercise: Exercise,
    repetitions: tuple[Repetition, ...],
    attempts: tuple[Attempt, ...],
) -> Summary:
    """Sum up the recording."""
    given = explanation.cues(exercise, repetitions)
    missing = explanation.never_assessed(exercise, repetitions)
    parts = _with_sides(
        exercise,
        scoring.mean_parts([r.parts for r in repetitions if r.parts]),
        repetitions,
    )
    score = scoring.total(parts) if parts else None
    reason = TOO_LITTLE_SEEN if repetitions else "no complete repetition was seen"
    return Summary(
        repetitions=len(repetitions),
        attempts=len(attempts),
        score=score,
        mistakes=explanation.counts(repetitions),
        parts=parts,
        cue=explanation.main_cue(given, repetitions, missing),
        cues=given,
        not_assessed=missing,
        measures=whole_set.measures(exercise, repetitions),
        reason=reason if score is None else None,
    )


def _with_sides(
    exercise: Exercise, parts: ScoreParts | None, repetitions: tuple[Repetition, ...]
) -> ScoreParts | None:
    """Add the symmetry between repetitions of the left and of the right side."""
    if parts is None or parts.symmetry is not None:
        return parts
    left, right = (_ranges(repetitions, side) for side in ("left", "right"))
    if not left or not right:
        return parts
    error = max(m.uncertainty or 0.0 for m in (*left, *right)) * _of_sides(exercise)
    symmetry = scoring.symmetry_of(_mean(left), _mean(right), error)
    return replace(parts, symmetry=round(symmetry, 1))


def _of_sides(exercise: Exercise) -> float:
    """Return the error between sides over that of a range: what they share cancels."""
    errors = QUANTITIES[exercise.signal.measure].errors
    return errors.sides.at(0.0) / errors.change


def _mean(measures: list[Measure]) -> float:
    """Return the mean of measured values."""
    return sum(m.value or 0.0 for m in measures) / len(measures)


def _ranges(repetitions: tuple[Repetition, ...], side: Side) -> list[Measure]:
    """Return the ranges of motion of the repetitions of one side."""
    return [
        measure
        for repetition in repetitions
        for measure in repetition.measures
        if repetition.side == side
        and measure.name == RANGE
        and measure.value is not None
    ]


def of_holds(exercise: Exercise, holds: tuple[Hold, ...]) -> Summary:
    """Sum up a recording of holds: each counts for as long as it lasted."""
    given = explanation.cues(exercise, holds)
    missing = explanation.never_assessed(exercise, holds)
    scored = [(h.end_s - h.start_s, h.score) for h in holds if h.score is not None]
    score = None
    if scored:
        lasted = sum(duration for duration, _ in scored)
        score = round(sum(d * points for d, points in scored) / lasted, 1)
    reason = TOO_LITTLE_SEEN if holds else "the posture was not held long enough"
    return Summary(
        repetitions=0,
        attempts=0,
        score=score,
        mistakes=explanation.counts(holds),
        parts=scoring.mean_parts([h.parts for h in holds if h.parts]),
        cue=explanation.main_cue(given, holds, missing, hold=True),
        cues=given,
        not_assessed=missing,
        reason=reason if score is None else None,
    )
