"""Which mistakes a repetition shows, with evidence, and which could not be judged.

Repetitions of a set confirm each other: the random part of the error shrinks with the
number of repetitions that deviate on the same side, the systematic part, which the
view and the body give to all of them alike, stays. Each finding still rests on the
value of its own repetition.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import erf, sqrt
from statistics import NormalDist
from typing import Final

from recognition.assessment import deviations
from recognition.assessment.deviations import Deviation
from recognition.assessment.measures import (
    NOT_SURE,
    Scene,
    Value,
    measure,
    refusal,
    sides_to_judge,
)
from recognition.exercises.spec import Mistake, Reduce, unit_of
from recognition.report import Finding, NotAssessed
from recognition.skeleton import OneSide, opposite

# Half width of a 95 % interval in standard deviations.
Z95: Final = 1.96
# A deviation is a finding where the true value is beyond the limit with this
# probability; below it, it lies in the band that error explains. Chosen among 0.5 to
# 0.95 on simulated patients of the tune part: 0.95 finds fewer clear mistakes, less
# than 0.75 no more of them. What is said of a finding names its own probability.
SURE: Final = 0.8
# What differs most from a reference is the largest of many moments and joints, that
# nobody has chosen to look at: some would be beyond the limit by chance.
SURE_UNNAMED: Final = 0.95

# Less sure than this is no finding but not assessed.
LEAST_CONFIDENCE: Final = 0.5

EXTREMES: Final[tuple[Reduce, Reduce]] = ("min", "max")

_SIGNS: Final = {"deg": "°", "s": " s", "ratio": "", "1": ""}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One mistake in one repetition: found, absent or not assessed.

    Attributes:
        excess: how far the worst side is beyond the limit; None if not assessed.
        band: deviation that error and tolerance explain.
    """

    mistake: Mistake
    finding: Finding | None = None
    excess: float | None = None
    band: float = 0.0
    not_assessed: tuple[NotAssessed, ...] = ()


def judge_all(scenes: Sequence[Scene]) -> tuple[tuple[Judgement, ...], ...]:
    """Judge all mistakes of the exercise: for each repetition, one for each mistake."""
    if not scenes:
        return ()
    by_mistake = [judge(scenes, mistake) for mistake in scenes[0].exercise.mistakes]
    by_mistake += _unnamed(scenes)
    return tuple(zip(*by_mistake, strict=True))


def _unnamed(scenes: Sequence[Scene]) -> list[tuple[Judgement, ...]]:
    """Judge how the repetitions differ from the reference of a learned exercise."""
    if refusal(scenes[0].view, scenes[0].exercise.views.allowed):
        return []
    by_curve = zip(*(deviations.of(scene) for scene in scenes), strict=True)
    return [_differing(scenes, found) for found in by_curve]


def _differing(
    scenes: Sequence[Scene], found: Sequence[Deviation]
) -> tuple[Judgement, ...]:
    """Judge one measure against its reference in each repetition."""
    alike = Counter(
        (one.value.side, one.rule.reduce)
        for one in found
        if one.value.value is not None and _excess(one.rule, one.value) > 0.0
    )
    return tuple(
        _judged(
            scene,
            one.rule,
            [replace(one.value, alike=alike[one.value.side, one.rule.reduce])],
        )
        for scene, one in zip(scenes, found, strict=True)
    )


def judge(scenes: Sequence[Scene], mistake: Mistake) -> tuple[Judgement, ...]:
    """Judge one mistake in each repetition of a recording, in the light of the others.

    A deviation within tolerance or error is no finding.
    """
    if not scenes:
        return ()
    reason = refusal(scenes[0].view, mistake.views)
    if reason:
        refused = NotAssessed(mistake.code, reason, mistake.name)
        return (Judgement(mistake, not_assessed=(refused,)),) * len(scenes)
    values = [_values(scene, mistake) for scene in scenes]
    alike = Counter(
        value.side
        for of_one in values
        for value in of_one
        if value.value is not None and _excess(mistake, value) > mistake.tolerance
    )
    return tuple(
        _judged(scene, mistake, [replace(v, alike=alike[v.side]) for v in of_one])
        for scene, of_one in zip(scenes, values, strict=True)
    )


def _judged(scene: Scene, mistake: Mistake, values: list[Value]) -> Judgement:
    """Judge one mistake in one repetition by its values."""
    measured = [value for value in values if value.value is not None]
    missing = tuple(
        _not_assessed(mistake, value, only_one=bool(measured))
        for value in values
        if value.value is None
    )
    if not measured:
        return Judgement(mistake, not_assessed=missing[:1])
    return _verdict(scene, mistake, measured, missing)


def _verdict(
    scene: Scene,
    mistake: Mistake,
    measured: list[Value],
    missing: tuple[NotAssessed, ...],
) -> Judgement:
    """Judge by the side that deviates most."""
    worst = max(measured, key=lambda value: _margin(mistake, value))
    excess, band = _excess(mistake, worst), _band(mistake, worst)
    wrong = [value for value in measured if _margin(mistake, value) > 0]
    finding = _finding(scene, mistake, worst, len(wrong)) if wrong else None
    if finding is not None and finding.confidence < LEAST_CONFIDENCE:
        unsure = NotAssessed(mistake.code, NOT_SURE, mistake.name)
        return Judgement(mistake, not_assessed=(unsure,))
    return Judgement(mistake, finding, excess, band, missing)


def _values(scene: Scene, mistake: Mistake) -> list[Value]:
    """Measure the sides that the mistake is about."""
    sides: tuple[OneSide, ...] = sides_to_judge(scene, mistake.measure)
    if mistake.limb == "other":
        sides = tuple(opposite(side) for side in sides)
    return [_value(scene, mistake, side) for side in sides]


def _value(scene: Scene, mistake: Mistake, side: OneSide) -> Value:
    """Measure one side, where the posture for it is kept."""
    posture = mistake.only_if
    if posture is not None:
        for reduce in EXTREMES:
            seen = measure(scene, posture.measure, reduce, mistake.phase, side)
            if seen.value is None:
                return seen
            if not posture.low <= seen.value <= posture.high:
                return Value(None, side=side, reason=posture.otherwise)
    return measure(scene, mistake.measure, mistake.reduce, mistake.phase, side)


def _excess(mistake: Mistake, value: Value) -> float:
    """Return how far a measured value is beyond the limit."""
    return mistake.excess(value.value if value.value is not None else 0.0)


def _band(mistake: Mistake, value: Value) -> float:
    """Return the deviation that tolerance or measurement error explains."""
    sure = SURE_UNNAMED if deviations.is_unnamed(mistake) else SURE
    half_widths = NormalDist().inv_cdf(sure) / Z95
    return max(mistake.tolerance, half_widths * _confirmed(value))


def _confirmed(value: Value) -> float:
    """Return the half width of the error that is left when so many deviate alike."""
    whole = value.uncertainty or 0.0
    shared = min(value.systematic or 0.0, whole)
    return sqrt(shared**2 + (whole**2 - shared**2) / max(value.alike, 1))


def _margin(mistake: Mistake, value: Value) -> float:
    """Return how far a value is beyond what tolerance and error explain."""
    return _excess(mistake, value) - _band(mistake, value)


def _finding(scene: Scene, mistake: Mistake, worst: Value, sides: int) -> Finding:
    """Write down a mistake with its evidence."""
    value, error = worst.value or 0.0, worst.uncertainty or 0.0
    excess = mistake.excess(value)
    unit = unit_of(mistake.measure)
    return Finding(
        mistake=mistake.code,
        severity=mistake.severity(excess),
        confidence=round(_confidence(scene, worst, excess), 3),
        joint=mistake.joint,
        side="both" if sides > 1 else worst.side,
        phase=mistake.phase,
        time_s=round(worst.time_s, 3),
        value=round(value, 3),
        expected=expected(mistake, unit),
        unit=unit,
        message=mistake.cue,
        name=mistake.name,
        clinical=mistake.clinical,
        uncertainty=round(error, 3),
        expected_low=mistake.below,
        expected_high=mistake.above,
    )


def expected(mistake: Mistake, unit: str) -> str:
    """Return the expected range in words."""
    sign = _SIGNS.get(unit, f" {unit}")
    if mistake.below is not None:
        return f"at least {mistake.below:g}{sign}"
    return f"at most {mistake.above:g}{sign}"


def _confidence(scene: Scene, worst: Value, excess: float) -> float:
    """Return the probability that the true value is beyond the limit.

    Normal errors; a badly seen joint, an unsure view or repetition lowers it.
    """
    error = _confirmed(worst)
    deviation = Z95 * excess / error if error else 0.0
    beyond = 0.5 * (1.0 + erf(deviation / sqrt(2.0)))
    sure_of_view = 0.5 + 0.5 * scene.view.confidence
    return float(beyond * worst.seen * sure_of_view * scene.course.span.confidence)


def _not_assessed(mistake: Mistake, value: Value, *, only_one: bool) -> NotAssessed:
    """Write down that a mistake could not be judged, on one side or at all."""
    side = value.side if only_one else None
    reason = value.reason or "not measured"
    return NotAssessed(mistake.code, reason, mistake.name, side)
