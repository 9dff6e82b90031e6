"""A learned exercise as a therapist wants it: `adjusted(exercise, adjustments)`.

What was measured in the reference stays; what a therapist decides is name, words,
sides, amount, how far to go, and how much may differ from the reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from recognition.errors import UnsuitableAdjustments
from recognition.exercises.spec import (
    Exercise,
    MeasureRule,
    Mistake,
    ReferenceCurve,
    SideMode,
    Signal,
)

SMALLEST_TOLERANCE_DEG: Final = 2.0
LARGEST_TOLERANCE_DEG: Final = 60.0
MOST_REPETITIONS: Final = 200
MOST_STEPS: Final = 12
_SOURCE: Final = "Set by the therapist who made the exercise."


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What a therapist decides about a learned exercise.

    Attributes:
        instructions: how it is done, a sentence each.
        repetitions: of one set, where a prescription begins.
        target: value of the primary measure at the peak, lowest and highest.
        tolerances: what may differ from the reference, by `key_of` its curves; a
            curve without one is not judged, the primary one always is.
    """

    name: str
    instructions: tuple[str, ...]
    sides: tuple[SideMode, ...]
    repetitions: int
    target: tuple[float, float]
    tolerances: Mapping[str, float]


def key_of(curve: ReferenceCurve) -> str:
    """Return a name for `curve` that is its own in an exercise."""
    return f"{curve.limb}-{curve.measure}"


def primary(exercise: Exercise) -> ReferenceCurve:
    """Return the reference of the measure that repetitions are cut by."""
    of_signal = (c for c in exercise.reference if c.measure == exercise.signal.measure)
    return next(of_signal, exercise.reference[0])


def as_learned(exercise: Exercise) -> Adjustments:
    """Return the adjustments that change nothing."""
    return Adjustments(
        name=exercise.name,
        instructions=exercise.instructions,
        sides=exercise.sides,
        repetitions=exercise.dosage.repetitions,
        target=exercise.signal.target,
        tolerances={key_of(c): c.tolerance for c in exercise.reference},
    )


def adjusted(exercise: Exercise, wanted: Adjustments) -> Exercise:
    """Return the learned `exercise` as `wanted`.

    Raises:
        UnsuitableAdjustments: they cannot be judged by.
    """
    _check(exercise, wanted)
    kept = tuple(
        replace(curve, tolerance=wanted.tolerances[key_of(curve)])
        for curve in exercise.reference
        if key_of(curve) in wanted.tolerances
    )
    signal = exercise.signal
    if wanted.target != signal.target:
        signal = replace(signal, target=wanted.target, source=_SOURCE)
    return replace(
        exercise,
        name=wanted.name.strip(),
        instructions=tuple(line.strip() for line in wanted.instructions),
        sides=wanted.sides,
        dosage=replace(exercise.dosage, repetitions=wanted.repetitions, source=_SOURCE),
        signal=signal,
        reference=kept,
        measures=tuple(_measure(rule, kept) for rule in exercise.measures),
        mistakes=tuple(_mistake(one, signal) for one in exercise.mistakes),
    )


def _check(exercise: Exercise, wanted: Adjustments) -> None:
    """Refuse what makes no exercise.

    Raises:
        UnsuitableAdjustments: and why.
    """
    if not wanted.name.strip() or not any(s.strip() for s in wanted.instructions):
        raise UnsuitableAdjustments("An exercise needs a name and instructions.")
    if not all(s.strip() for s in wanted.instructions[:MOST_STEPS]) or (
        len(wanted.instructions) > MOST_STEPS
    ):
        raise UnsuitableAdjustments(f"At most {MOST_STEPS} steps, none of them empty.")
    if not wanted.sides or not 1 <= wanted.repetitions <= MOST_REPETITIONS:
        raise UnsuitableAdjustments("Say which sides, and how many repetitions.")
    if wanted.target[0] >= wanted.target[1]:
        raise UnsuitableAdjustments("The target must end above where it begins.")
    _check_tolerances(exercise, wanted.tolerances)


def _check_tolerances(exercise: Exercise, given: Mapping[str, float]) -> None:
    known = {key_of(curve) for curve in exercise.reference}
    if unknown := sorted(set(given) - known):
        raise UnsuitableAdjustments(f"The reference has no curve `{unknown[0]}`.")
    if key_of(primary(exercise)) not in given:
        raise UnsuitableAdjustments("The main movement is always judged.")
    smallest, largest = SMALLEST_TOLERANCE_DEG, LARGEST_TOLERANCE_DEG
    if not all(smallest <= value <= largest for value in given.values()):
        raise UnsuitableAdjustments(
            f"A tolerance lies between {smallest:g} and {largest:g} degrees."
        )


def _measure(rule: MeasureRule, kept: tuple[ReferenceCurve, ...]) -> MeasureRule:
    """Return a rule whose normal range follows the tolerance of its curve."""
    of_it = (c for c in kept if c.measure == rule.measure and c.limb == "working")
    curve = next(of_it, None)
    if curve is None:
        return rule
    reach = max(curve.values) - min(curve.values)
    low, high = max(0.0, reach - curve.tolerance), reach + curve.tolerance
    return replace(rule, normal=(round(low, 2), round(high, 2)))


def _mistake(one: Mistake, signal: Signal) -> Mistake:
    """Return a mistake whose limit follows the target."""
    if one.measure != signal.measure or one.reduce != signal.peak:
        return one
    if one.below is not None:
        return replace(one, below=round(signal.target[0], 2))
    return replace(one, above=round(signal.target[1], 2))
