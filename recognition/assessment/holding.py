"""Judge holds: how long, how steady, in which form.

The score has the parts of a repetition's: range is the time held against the time
prescribed, control is steadiness, form the mistakes; there is no symmetry.
"""

from typing import Final

import numpy as np

from recognition.assessment import mistakes, scoring, writing
from recognition.assessment.measures import Scene
from recognition.assessment.phases import Course
from recognition.assessment.summary import TOO_LITTLE_SEEN
from recognition.biomechanics.kinematics import measure_series
from recognition.exercises.spec import Exercise, HoldRule
from recognition.poses import Floats, PoseSequence
from recognition.repetitions import holds
from recognition.repetitions.holds import HoldSpan
from recognition.repetitions.spans import Span
from recognition.report import Hold, ScoreParts, View
from recognition.skeleton import Side

# Control falls from 100 at the steady spread to 0 at this many times of it.
UNSTEADY: Final = 4.0
# Going into the posture and leaving it are no unsteadiness.
SETTLING_S: Final = 0.5


def judged(poses: PoseSequence, exercise: Exercise, view: View) -> tuple[Hold, ...]:
    """Return the holds of `exercise` in cleaned poses, judged."""
    rule = exercise.hold
    if rule is None:
        return ()
    spans = holds.find(poses, exercise)
    scenes = tuple(Scene(poses, exercise, view, _course(poses, span)) for span in spans)
    return tuple(
        _judged(scene, span, rule, found)
        for scene, span, found in zip(
            scenes, spans, mistakes.judge_all(scenes), strict=True
        )
    )


def _judged(
    scene: Scene, span: HoldSpan, rule: HoldRule, found: tuple[mistakes.Judgement, ...]
) -> Hold:
    """Write down one hold."""
    spread = _spread(scene, rule, span.side)
    parts = ScoreParts(
        range=round(_lasted(scene.exercise, span), 1),
        control=None if spread is None else round(_steady(spread, rule), 1),
        form=scoring.form(found),
        symmetry=None,
    )
    score = scoring.total(parts)
    return Hold(
        start_s=round(span.start_s, 3),
        end_s=round(span.end_s, 3),
        side=span.side,
        steadiness=None if spread is None else round(spread, 2),
        reason=TOO_LITTLE_SEEN if score is None else None,
        score=score,
        parts=parts,
        measures=writing.measures(scene),
        findings=writing.findings(found),
        not_assessed=tuple(n for one in found for n in one.not_assessed),
    )


def _course(poses: PoseSequence, span: HoldSpan) -> Course:
    """Return the hold as a course that is at its peak all the time."""
    inside = (poses.time_s >= span.start_s) & (poses.time_s <= span.end_s)
    middle = (span.start_s + span.end_s) / 2.0
    way: Floats = np.where(inside, 1.0, np.nan)
    whole = Span(span.start_s, middle, span.end_s, span.side, 1.0)
    return Course(whole, poses.time_s, way, begins_cut=False, ends_cut=False)


def _spread(scene: Scene, rule: HoldRule, side: Side) -> float | None:
    """Return the standard deviation of what should stand still, or None."""
    time_s, span = scene.poses.time_s, scene.course.span
    settled = (time_s >= span.start_s + SETTLING_S) & (
        time_s <= span.end_s - SETTLING_S
    )
    values = measure_series(rule.sway, side, scene.poses)[settled]
    values = values[np.isfinite(values)]
    return float(values.std()) if values.size else None


def _steady(spread: float, rule: HoldRule) -> float:
    """Return the points for steadiness."""
    over = (spread / rule.steady - 1.0) / (UNSTEADY - 1.0)
    return 100.0 * (1.0 - float(np.clip(over, 0.0, 1.0)))


def _lasted(exercise: Exercise, span: HoldSpan) -> float:
    """Return the points for the time held."""
    asked = max(exercise.dosage.hold_s, 1)
    return 100.0 * min(1.0, (span.end_s - span.start_s) / asked)
