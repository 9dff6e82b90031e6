"""From poses to a judgment: clean, view, exercise, repetitions, mistakes."""

from collections.abc import Callable
from dataclasses import dataclass

from recognition import (
    cleaning,
    exercise_recognition,
    framing,
    orientation,
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
        poses: cleaned, and turned upright where the recording was made sideways.
        shown: cleaned, as the video shows them.
        exercise: what the repetitions were judged as; None for `other`.
    """

    poses: PoseSequence
    shown: PoseSequence
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
    shown = cleaning.clean(poses)
    cleaned, verdict = _recognized(shown, prescribed)
    view = viewpoint.estimate(cleaned)
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
        cleaned,
        shown,
        exercise,
        view,
        verdict,
        assessment,
        _warnings(exercise, view, verdict, is_turned=cleaned is not shown),
    )


def _recognized(
    poses: PoseSequence, prescribed: Exercise | None
) -> tuple[PoseSequence, ExerciseVerdict]:
    """Return cleaned poses, turned upright if they lie wrongly, and the verdict.

    Without a prescription a level trunk is turned up only if that makes an exercise
    of what else is none: people do lie for exercises.
    """
    if prescribed is not None:
        turns = orientation.quarter_turns(poses, prescribed)
        upright = orientation.turned(poses, turns)
        return upright, exercise_recognition.recognize(upright, prescribed=prescribed)
    verdict = exercise_recognition.recognize(poses)
    turns = orientation.lying_turns(poses)
    if turns and verdict.code == exercise_recognition.OTHER:
        upright = orientation.turned(poses, turns)
        second = exercise_recognition.recognize(upright)
        if second.code != exercise_recognition.OTHER:
            return upright, second
    return poses, verdict


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
    exercise: Exercise | None, view: View, verdict: ExerciseVerdict, *, is_turned: bool
) -> tuple[report.Warning, ...]:
    """Say what limits the judgment."""
    found = []
    if is_turned:
        found.append(
            report.Warning(
                "sideways",
                "The video was recorded sideways; it was judged as if turned upright.",
            )
        )
    if exercise is not None and view.name not in exercise.views.allowed:
        found.append(report.Warning("view_not_suitable", exercise.views.advice))
    if verdict.not_prescribed:
        found.append(
            report.Warning(
                "not_prescribed", "The video seems to show another exercise."
            )
        )
    return tuple(found)
