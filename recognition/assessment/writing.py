"""Write down what was measured and found in one repetition or hold."""

from dataclasses import replace
from typing import Final

from recognition.assessment import mistakes, scoring
from recognition.assessment.measures import (
    Scene,
    Value,
    measure,
    refusal,
    sides_to_judge,
)
from recognition.exercises.spec import Exercise, MeasureRule, unit_of
from recognition.report import Finding, Measure

RANGE: Final = "range_of_motion"


def findings(judged: tuple[mistakes.Judgement, ...]) -> tuple[Finding, ...]:
    """Return the findings in order of time."""
    found = [
        replace(one.finding, penalty=round(scoring.penalty(one), 1))
        for one in judged
        if one.finding is not None
    ]
    return tuple(sorted(found, key=lambda finding: finding.time_s))


def measures(scene: Scene) -> tuple[Measure, ...]:
    """Return all measures of the exercise, and of repetitions the range of motion."""
    side, rules = scene.course.span.side, scene.exercise.measures
    if scene.exercise.hold is None:
        rules = (*rules, _range_rule(scene.exercise))
    given: list[Measure] = []
    for rule in rules:
        reason = refusal(scene.view, rule.views)
        if reason:
            given.append(_written(rule, Value(None, side=side, reason=reason)))
            continue
        for one in sides_to_judge(scene, rule.measure):
            value = measure(scene, rule.measure, rule.reduce, rule.phase, one)
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
