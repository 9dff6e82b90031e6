"""From poses to a judgment: clean, view, exercise, repetitions, mistakes."""

from collections.abc import Callable
from dataclasses import dataclass

from recognition import (
    cleaning,
    exercise_recognition,
    framing,
    repetitions,
    report,
    viewpoint,
)
from recognition.assessment import Assessment, assess
from recognition.exercises import catalog
from recognition.exercises.spec import Exercise
from recognition.poses import PoseSequence
from recognition.repetitions.spans import Segmentation
from recognition.report import (
    Attempt,
    ExerciseVerdict,
    Repetition,
    Summary,
    View,
)

Progress = Callable[[str, float], None]

NOT_IN_CATALOG = "the exercise is not one that is judged"


@dataclass(frozen=True, slots=True, eq=False)
class Judgment:
    """What was found in one sequence of poses.

    Attributes:
        poses: cleaned.
        exercise: what the repetitions were judged as; None for `other`.
    """

    poses: PoseSequence
    exercise: Exercise | None
    view: View
    verdict: ExerciseVerdict
    assessment: Assessment
    warnings: tuple[report.Warning, ...]


def judge(
    poses: PoseSequence, prescribed: Exercise | None, on_progress: Progress
) -> Judgment:
    """Judge raw poses as `prescribed`, or as what they are recognized to be.

    Raises:
        BodyNotInView: too little of the body was seen.
    """
    framing.check(poses, prescribed)
    on_progress("repetitions", 0.0)
    cleaned = cleaning.clean(poses)
    view = viewpoint.estimate(cleaned)
    verdict = exercise_recognition.recognize(cleaned, prescribed=prescribed)
    exercise = prescribed or catalog.load().get(verdict.code)
    if exercise is not None:
        framing.check(poses, exercise)
    segmentation = repetitions.segment(cleaned, exercise)
    on_progress("repetitions", 1.0)
    on_progress("assessment", 0.0)
    assessment = (
        assess(cleaned, exercise, segmentation, view)
        if exercise
        else _counted(segmentation)
    )
    on_progress("assessment", 1.0)
    return Judgment(
        cleaned, exercise, view, verdict, assessment, _warnings(exercise, view, verdict)
    )


def _counted(segmentation: Segmentation) -> Assessment:
    """Report the repetitions of an unknown exercise: counted, not judged."""
    counted = tuple(
        Repetition(
            index=number,
            start_s=round(span.start_s, 3),
            peak_s=round(span.peak_s, 3),
            end_s=round(span.end_s, 3),
            side=span.side,
            score=None,
            measures=(),
            findings=(),
            confidence=round(span.confidence, 3),
            reason=NOT_IN_CATALOG,
        )
        for number, span in enumerate(segmentation.repetitions, start=1)
    )
    attempts = tuple(
        Attempt(round(a.start_s, 3), round(a.end_s, 3), a.reason, a.side)
        for a in segmentation.attempts
    )
    summary = Summary(
        repetitions=len(counted),
        attempts=len(attempts),
        score=None,
        mistakes={},
        reason=NOT_IN_CATALOG,
    )
    return Assessment(counted, attempts, summary)


def _warnings(
    exercise: Exercise | None, view: View, verdict: ExerciseVerdict
) -> tuple[report.Warning, ...]:
    """Say what limits the judgment."""
    found = []
    if exercise is not None and view.name not in exercise.views.allowed:
        found.append(report.Warning("view_not_suitable", exercise.views.advice))
    if verdict.not_prescribed:
        found.append(
            report.Warning(
                "not_prescribed", "The video seems to show another exercise."
            )
        )
    return tuple(found)
