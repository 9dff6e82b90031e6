"""Judge all repetitions of one recording: `assess(poses, exercise, ...)`."""

from dataclasses import dataclass, replace
from typing import Final

from recognition.assessment import explanation, mistakes, phases, scoring
from recognition.assessment.measures import (
    Scene,
    Value,
    measure,
    refusal,
    sides_to_judge,
)
from recognition.assessment.working_side import working_side
from recognition.exercises.spec import Exercise, MeasureRule, unit_of
from recognition.poses import PoseSequence
from recognition.repetitions.spans import Segmentation, Span
from recognition.report import (
    Attempt,
    Finding,
    Measure,
    Repetition,
    ScoreParts,
    Summary,
    View,
)
from recognition.skeleton import Side

RANGE: Final = "range_of_motion"
TOO_LITTLE_SEEN: Final = "too little of the body was seen to judge range and form"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the report says about repetitions, attempts and the whole recording."""

    repetitions: tuple[Repetition, ...]
    attempts: tuple[Attempt, ...]
    summary: Summary


def assess(
    poses: PoseSequence, exercise: Exercise, segmentation: Segmentation, view: View
) -> Assessment:
    """Judge every repetition of `segmentation` by the rules of `exercise`.

    `poses` are cleaned, of the whole recording; a measure that `view` does not
    allow is not given, with the reason.
    """
    spans = (
        replace(span, side=working_side(poses, exercise, span))
        for span in segmentation.repetitions
    )
    repetitions = tuple(
        _repetition(Scene(poses, exercise, view, phases.course(poses, exercise, span)))
        for span in spans
    )
    numbered = tuple(
        replace(repetition, index=number)
        for number, repetition in enumerate(repetitions, start=1)
    )
    attempts = tuple(
        Attempt(round(a.start_s, 3), round(a.end_s, 3), a.reason, a.side)
        for a in segmentation.attempts
    )
    return Assessment(numbered, attempts, _summary(exercise, numbered, attempts))


def _summary(
    exercise: Exercise,
    repetitions: tuple[Repetition, ...],
    attempts: tuple[Attempt, ...],
) -> Summary:
    """Sum up the recording."""
    given = explanation.cues(exercise, repetitions)
    missing = explanation.never_assessed(exercise, repetitions)
    parts = _with_sides(
        scoring.mean_parts([r.parts for r in repetitions if r.parts]), repetitions
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
        reason=reason if score is None else None,
    )


def _with_sides(
    parts: ScoreParts | None, repetitions: tuple[Repetition, ...]
) -> ScoreParts | None:
    """Add the symmetry between repetitions of the left and of the right side."""
    if parts is None or parts.symmetry is not None:
        return parts
    left, right = (_ranges(repetitions, side) for side in ("left", "right"))
    if not left or not right:
        return parts
    error = max(m.uncertainty or 0.0 for m in (*left, *right)) * 2**0.5
    symmetry = scoring.symmetry_of(_mean(left), _mean(right), error)
    return replace(parts, symmetry=round(symmetry, 1))


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


def _repetition(scene: Scene) -> Repetition:
    """Judge one repetition; its index is given later."""
    judged = tuple(mistakes.judge(scene, m) for m in scene.exercise.mistakes)
    parts = scoring.parts(scene, judged)
    span, score = scene.course.span, scoring.total(parts)
    return Repetition(
        index=0,
        start_s=round(span.start_s, 3),
        peak_s=round(span.peak_s, 3),
        end_s=round(span.end_s, 3),
        side=span.side,
        score=score,
        measures=_measures(scene),
        findings=_findings(judged),
        confidence=round(span.confidence, 3),
        reason=TOO_LITTLE_SEEN if score is None else None,
        parts=parts,
        phases=phases.spans(scene.course, scene.exercise.phases),
        not_assessed=tuple(n for one in judged for n in one.not_assessed),
    )


def _findings(judged: tuple[mistakes.Judgement, ...]) -> tuple[Finding, ...]:
    """Return the findings in order of time."""
    found = [
        replace(one.finding, penalty=round(scoring.penalty(one), 1))
        for one in judged
        if one.finding is not None
    ]
    return tuple(sorted(found, key=lambda finding: finding.time_s))


def _measures(scene: Scene) -> tuple[Measure, ...]:
    """Return all measures of the exercise, and the range of motion."""
    span: Span = scene.course.span
    rules = (*scene.exercise.measures, _range_rule(scene.exercise))
    given: list[Measure] = []
    for rule in rules:
        reason = refusal(scene.view, rule.views)
        if reason:
            given.append(_written(rule, Value(None, side=span.side, reason=reason)))
            continue
        for side in sides_to_judge(scene, rule.measure):
            value = measure(scene, rule.measure, rule.reduce, rule.phase, side)
            given.append(_written(rule, value))
    return tuple(given)


def _range_rule(exercise: Exercise) -> MeasureRule:
    """Return the rule for the range of motion of the primary signal."""
    signal = exercise.signal
    return MeasureRule(
        name=RANGE,
        label="Range of motion",
        measure=signal.measure,
        reduce="range",
        phase=next(p.name for p in exercise.phases if p.part == "whole"),
        normal=(signal.repetition_range, 360.0),
        views=exercise.views.allowed,
        source=signal.source,
    )


def _written(rule: MeasureRule, value: Value) -> Measure:
    """Write down one measured value with its normal range."""
    known = value.value is not None
    return Measure(
        name=rule.name,
        value=round(value.value, 3) if value.value is not None else None,
        unit=unit_of(rule.measure),
        uncertainty=round(value.uncertainty, 3) if value.uncertainty else None,
        reason=None if known else value.reason or "not measured",
        label=rule.label,
        side=value.side,
        normal_low=rule.normal[0],
        normal_high=rule.normal[1],
    )
