"""Judge all repetitions of one recording: `assess(poses, exercise, ...)`."""

from dataclasses import dataclass, replace

from recognition.assessment import holding, mistakes, phases, scoring, summary, writing
from recognition.assessment.measures import Scene
from recognition.assessment.summary import TOO_LITTLE_SEEN
from recognition.assessment.working_side import working_side
from recognition.exercises.spec import Exercise
from recognition.poses import PoseSequence
from recognition.repetitions.spans import Segmentation
from recognition.report import Attempt, Hold, Repetition, Summary, View


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the report says about repetitions, attempts and the whole recording."""

    repetitions: tuple[Repetition, ...]
    attempts: tuple[Attempt, ...]
    summary: Summary
    holds: tuple[Hold, ...] = ()


def assess(
    poses: PoseSequence, exercise: Exercise, segmentation: Segmentation, view: View
) -> Assessment:
    """Judge every repetition of `segmentation` by the rules of `exercise`.

    `poses` are cleaned, of the whole recording; a measure that `view` does not
    allow is not given, with the reason.
    """
    if exercise.hold is not None:
        return _assess_holds(poses, exercise, view)
    spans = tuple(
        replace(span, side=working_side(poses, exercise, span))
        for span in segmentation.repetitions
    )
    scenes = tuple(
        Scene(poses, exercise, view, course)
        for course in phases.courses(poses, exercise, spans)
    )
    repetitions = (
        _repetition(scene, found)
        for scene, found in zip(scenes, mistakes.judge_all(scenes), strict=True)
    )
    numbered = tuple(
        replace(repetition, index=number)
        for number, repetition in enumerate(repetitions, start=1)
    )
    attempts = tuple(
        Attempt(round(a.start_s, 3), round(a.end_s, 3), a.reason, a.side)
        for a in segmentation.attempts
    )
    summed_up = summary.of_repetitions(exercise, numbered, attempts)
    return Assessment(numbered, attempts, summed_up)


def _assess_holds(poses: PoseSequence, exercise: Exercise, view: View) -> Assessment:
    """Judge the holds of an exercise that has no repetitions."""
    held = holding.judged(poses, exercise, view)
    return Assessment((), (), summary.of_holds(exercise, held), held)


def _repetition(scene: Scene, judged: tuple[mistakes.Judgement, ...]) -> Repetition:
    """Write down one repetition; its index is given later."""
    parts = scoring.parts(scene, judged)
    span, score = scene.course.span, scoring.total(parts)
    return Repetition(
        index=0,
        start_s=round(span.start_s, 3),
        peak_s=round(span.peak_s, 3),
        end_s=round(span.end_s, 3),
        side=span.side,
        score=score,
        measures=writing.measures(scene),
        findings=writing.findings(judged),
        confidence=round(span.confidence, 3),
        reason=TOO_LITTLE_SEEN if score is None else None,
        parts=parts,
        phases=phases.spans(scene.course, scene.exercise.phases),
        not_assessed=tuple(n for one in judged for n in one.not_assessed),
    )
