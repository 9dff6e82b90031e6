"""An exercise as one patient is to do it: `personal(exercise, rules)`.

The result is an exercise like any other, so that counting, measures, mistakes, score
and cues follow the patient's own target and limit without knowing of them.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from recognition.errors import UnsuitableRules
from recognition.exercises.spec import (
    Exercise,
    MeasureRule,
    Mistake,
    Phase,
    Signal,
    unit_of,
)
from recognition.patient_rules import PatientRules
from recognition.report import ViewName

BEYOND: Final = "beyond_limit"
SOURCE: Final = "Set by the therapist for this patient."
# Tolerance, moderate and major distance beyond a limit, in the unit of the measure.
GRADES: Final = {"deg": (2.0, 8.0, 15.0), "s": (0.1, 0.2, 0.4)}
_OTHER_GRADES: Final = (0.02, 0.05, 0.1)


def personal(exercise: Exercise, rules: PatientRules) -> Exercise:
    """Return `exercise` with the targets, limits and tolerances of one patient.

    Raises:
        UnsuitableRules: a rule names nothing that this exercise measures, or a target
            lies beyond a limit.
    """
    for code, tolerance in rules.tolerances.items():
        exercise = _with_tolerance(exercise, code, tolerance)
    for measure, target in rules.targets.items():
        _check_within(exercise, measure, target, rules.limits.get(measure))
        exercise = _with_target(exercise, measure, target)
    for measure, limit in rules.limits.items():
        exercise = _with_limit(
            exercise, measure, limit, is_aimed=measure in rules.targets
        )
    return exercise


def _with_tolerance(exercise: Exercise, code: str, tolerance: float) -> Exercise:
    """Return the exercise with another tolerance of the mistake `code`.

    The higher grades keep their distance from it.
    """
    if code not in {mistake.code for mistake in exercise.mistakes}:
        raise UnsuitableRules(f"`{exercise.code}` has no mistake `{code}`.")
    return _changed(
        exercise,
        lambda m: m.code == code,
        lambda m: replace(
            m,
            tolerance=tolerance,
            moderate=m.moderate + max(0.0, tolerance - m.tolerance),
            major=m.major + max(0.0, tolerance - m.tolerance),
        ),
    )


def _check_within(
    exercise: Exercise, measure: str, target: float, limit: float | None
) -> None:
    """Refuse a target that the limit forbids to reach."""
    if limit is None:
        return
    upward = _goes_up(exercise, measure)
    if (target > limit) if upward else (target < limit):
        raise UnsuitableRules(
            f"The target {target:g} of `{measure}` lies beyond its limit {limit:g}."
        )


def _with_target(exercise: Exercise, measure: str, target: float) -> Exercise:
    """Return the exercise with the value that this patient is to reach."""
    aims = [m for m in exercise.mistakes if _falls_short(exercise, m, measure)]
    is_signal = measure == exercise.signal.measure
    if not aims and not is_signal:
        raise UnsuitableRules(f"`{exercise.code}` has no target for `{measure}`.")
    if is_signal:
        exercise = replace(exercise, signal=_aimed(exercise.signal, target))
    return _changed(
        exercise, lambda m: m in aims, lambda m: _at(m, target, source=SOURCE)
    )


def _aimed(signal: Signal, target: float) -> Signal:
    """Return the signal with another target; a smaller one asks for less range."""
    low, high = signal.target
    if signal.peak == "min":
        return replace(signal, target=(min(low, target), target), source=SOURCE)
    share = min(1.0, target / low) if low > 0 and target > 0 else 1.0
    return replace(
        signal,
        target=(target, max(high, target)),
        repetition_range=signal.repetition_range * share,
        attempt_range=signal.attempt_range * share,
        source=SOURCE,
    )


def _with_limit(
    exercise: Exercise, measure: str, limit: float, *, is_aimed: bool
) -> Exercise:
    """Return the exercise with a value that must not be passed.

    Falling short of the catalog is no mistake where the limit forbids to reach it.
    """
    upward = _goes_up(exercise, measure)
    kept = tuple(
        m
        for m in exercise.mistakes
        if not _passes(m, measure, upward=upward)
        and (is_aimed or not _forbidden(exercise, m, measure, limit, upward=upward))
    )
    signal = exercise.signal
    if measure == signal.measure:
        low, high = signal.target
        inside = (min(low, limit), min(high, limit))
        signal = replace(
            signal, target=inside if upward else (max(low, limit), max(high, limit))
        )
    beyond = _beyond(exercise, measure, limit, upward=upward)
    return replace(exercise, signal=signal, mistakes=(*kept, beyond))


def _forbidden(
    exercise: Exercise, mistake: Mistake, measure: str, limit: float, *, upward: bool
) -> bool:
    """Say whether a mistake asks for more than the limit allows."""
    if not _falls_short(exercise, mistake, measure):
        return False
    if upward:
        return mistake.below is not None and mistake.below > limit
    return mistake.above is not None and mistake.above < limit


def _beyond(exercise: Exercise, measure: str, limit: float, *, upward: bool) -> Mistake:
    """Return the mistake of passing a limit."""
    tolerance, moderate, major = GRADES.get(unit_of(measure), _OTHER_GRADES)
    rules = _rules_about(exercise, measure)
    views: dict[ViewName, None] = {view: None for rule in rules for view in rule.views}
    joints = [m.joint for m in exercise.mistakes if m.measure == measure]
    return Mistake(
        code=f"{BEYOND}_{measure}",
        name="Going further than allowed",
        joint=joints[0] if joints else measure.split("_")[0],
        measure=measure,
        reduce="max" if upward else "min",
        phase=_peak_phase(exercise).name,
        tolerance=tolerance,
        moderate=moderate,
        major=major,
        views=tuple(views) or exercise.views.allowed,
        cue="Do not go as far; stop a little earlier.",
        clinical="Beyond the range that is allowed for this patient.",
        source=SOURCE,
        above=limit if upward else None,
        below=None if upward else limit,
    )


def _goes_up(exercise: Exercise, measure: str) -> bool:
    """Say whether reaching far means a high value of `measure` in this exercise.

    Raises:
        UnsuitableRules: the exercise does not measure it at its peak.
    """
    if measure == exercise.signal.measure:
        return exercise.signal.peak == "max"
    rules = _rules_about(exercise, measure)
    reduces = [rule.reduce for rule in rules if rule.reduce in ("max", "min")]
    if not reduces:
        raise UnsuitableRules(f"`{exercise.code}` has no limit for `{measure}`.")
    return reduces[0] == "max"


def _rules_about(exercise: Exercise, measure: str) -> list[Mistake | MeasureRule]:
    """Return the mistakes and measures that rest on `measure`."""
    rules: tuple[Mistake | MeasureRule, ...] = (
        *exercise.mistakes,
        *exercise.measures,
    )
    return [rule for rule in rules if rule.measure == measure]


def _falls_short(exercise: Exercise, mistake: Mistake, measure: str) -> bool:
    """Say whether a mistake is that `measure` does not go far enough at the peak."""
    if mistake.measure != measure or mistake.limb != "working":
        return False
    part = exercise.phase(mistake.phase).part
    short_of = mistake.below is not None and mistake.reduce == "max"
    return part == "at_peak" and (
        short_of or (mistake.above is not None and mistake.reduce == "min")
    )


def _passes(mistake: Mistake, measure: str, *, upward: bool) -> bool:
    """Say whether a mistake is that `measure` goes too far."""
    if mistake.measure != measure:
        return False
    if upward:
        return mistake.above is not None and mistake.reduce == "max"
    return mistake.below is not None and mistake.reduce == "min"


def _at(mistake: Mistake, limit: float, *, source: str) -> Mistake:
    """Return a mistake with another limit."""
    if mistake.below is not None:
        return replace(mistake, below=limit, source=source)
    return replace(mistake, above=limit, source=source)


def _peak_phase(exercise: Exercise) -> Phase:
    """Return the phase at the peak."""
    return next(phase for phase in exercise.phases if phase.part == "at_peak")


def _changed(
    exercise: Exercise,
    concerns: Callable[[Mistake], bool],
    change: Callable[[Mistake], Mistake],
) -> Exercise:
    """Return the exercise with some of its mistakes changed."""
    mistakes = tuple(change(m) if concerns(m) else m for m in exercise.mistakes)
    return replace(exercise, mistakes=mistakes)
