"""The score from 0 to 100, from range, control, form and symmetry.

score = 0.35 range + 0.15 control + 0.40 form + 0.10 symmetry

over the parts that could be assessed, weights scaled to sum to 1. Without range or
form there is no score.

* range: 100 where the peak reaches the target or misses it by no more than the
  measurement errs; falls to 0 over the way from rest to the target, one repetition
  range at least.
* control: half tempo (100 within the limits, in proportion outside), half smoothness.
* form: 100 less a penalty for each finding that grows with the deviation, so that a
  graver mistake never raises the score.
* symmetry: 100 up to a symmetry index of 10 %, 0 from 50 % on; a difference that
  the measurement error explains counts as none.
"""

from typing import Final

import numpy as np

from recognition import score
from recognition.assessment.measures import (
    Scene,
    Value,
    measure,
    off_picture_deg,
    refusal,
    sides_to_judge,
)
from recognition.assessment.mistakes import Judgement
from recognition.biomechanics.kinematics import QUANTITIES
from recognition.exercises.spec import Part, Reduce
from recognition.report import ScoreParts
from recognition.score import PENALTIES, WEIGHTS

# Spectral arc length of the speed there and back: two bell-shaped bursts read about
# -2; tremor and stops lower it (set on the clips of the tune part).
SMOOTH: Final = -3.0
JERKY: Final = -8.0
# Robinson, Herzog & Nigg (1987), J. Manipulative Physiol. Ther. 10(4):172-176, give
# the index; up to 10 % counts as symmetric.
SYMMETRIC: Final = 0.10
ASYMMETRIC: Final = 0.50


def parts(scene: Scene, judgements: tuple[Judgement, ...]) -> ScoreParts:
    """Return the four parts of one repetition's score."""
    return ScoreParts(
        range=_rounded(_range(scene)),
        control=_rounded(_control(scene)),
        form=_rounded(form(judgements)),
        symmetry=_rounded(_symmetry(scene)),
    )


def total(given: ScoreParts) -> float | None:
    """Return the score, or None where too little could be assessed."""
    return score.total({name: getattr(given, name) for name in WEIGHTS})


def mean_parts(given: list[ScoreParts]) -> ScoreParts | None:
    """Return the mean of each part over the repetitions that have it."""
    if not given:
        return None
    return ScoreParts(
        **{
            name: _rounded(_mean([getattr(one, name) for one in given]))
            for name in WEIGHTS
        }
    )


def form(judgements: tuple[Judgement, ...]) -> float | None:
    """Return 100 less the penalties, or None where no posture could be judged.

    Tempo alone says nothing about form.
    """
    judged = [one for one in judgements if one.excess is not None]
    if all(one.mistake.measure == "duration" for one in judged):
        return None
    return max(0.0, 100.0 - sum(penalty(one) for one in judged))


def symmetry_of(left: float, right: float, error: float) -> float:
    """Return the symmetry part for the movement of both sides, from 0 to 100.

    `error` is the half width of the 95 % interval of their difference.
    """
    size = (abs(left) + abs(right)) / 2.0
    index = max(0.0, abs(left - right) - error) / size if size > 0 else 0.0
    share = (index - SYMMETRIC) / (ASYMMETRIC - SYMMETRIC)
    return 100.0 * (1.0 - float(np.clip(share, 0.0, 1.0)))


def penalty(judgement: Judgement) -> float:
    """Return the points of the form part that a deviation costs.

    Rises from 0 at the edge of what error explains, so that a small change of the
    view never makes the score jump.
    """
    excess, band = judgement.excess or 0.0, judgement.band
    if excess <= band:
        return 0.0
    mistake = judgement.mistake
    grades = (mistake.tolerance, mistake.moderate, mistake.major, 2 * mistake.major)
    points = float(np.interp(excess, grades, PENALTIES))
    return points * min(1.0, (excess - band) / (0.5 * band)) if band else points


def _range(scene: Scene) -> float | None:
    """Return the part for the range attained at the peak."""
    signal = scene.exercise.signal
    if refusal(scene.view, scene.exercise.views.allowed):
        return None
    phase = next(p.name for p in scene.exercise.phases if p.part == "at_peak")
    whole = next(p.name for p in scene.exercise.phases if p.part == "whole")
    away: Reduce = "min" if signal.peak == "max" else "max"
    sides = sides_to_judge(scene, signal.measure)
    return _mean(
        [
            _reached(
                scene,
                measure(scene, signal.measure, signal.peak, phase, side),
                measure(scene, signal.measure, away, whole, side),
            )
            for side in sides
        ]
    )


def _reached(scene: Scene, value: Value, rest: Value) -> float | None:
    """Return the points for the peak of one side, which moves away from `rest`."""
    if value.value is None:
        return None
    signal, error = scene.exercise.signal, value.uncertainty or 0.0
    low, high = signal.target
    short = low - value.value if signal.peak == "max" else value.value - high
    aim = low if signal.peak == "max" else high
    way = 0.0 if rest.value is None else abs(aim - rest.value)
    share = (short - error) / max(signal.repetition_range, way)
    return 100.0 * (1.0 - float(np.clip(share, 0.0, 1.0)))


def _control(scene: Scene) -> float | None:
    """Return the part for tempo and smoothness."""
    tempo = scene.exercise.tempo
    values = [
        _tempo(scene, "toward_peak", tempo.toward_peak_s),
        _tempo(scene, "from_peak", tempo.from_peak_s),
    ]
    side = sides_to_judge(scene, scene.exercise.signal.measure)[0]
    arc = measure(scene, "smoothness", "mean", scene.exercise.phases[-1].name, side)
    if arc.value is None:
        return _mean(values)
    share = float(np.clip((arc.value - JERKY) / (SMOOTH - JERKY), 0.0, 1.0))
    return _mean([_mean(values), 100.0 * share])


def _tempo(scene: Scene, part: Part, limits: tuple[float, float]) -> float | None:
    """Return 100 for a duration within its limits, less in proportion outside."""
    if scene.course.is_cut(part):
        return None
    start, end = scene.course.limits(part)
    lasted = max(end - start, 1e-3)
    return 100.0 * min(1.0, lasted / limits[0], limits[1] / lasted)


def _symmetry(scene: Scene) -> float | None:
    """Return the part for the ranges of left and right, where both are seen."""
    if scene.course.span.side != "both":
        return None
    name = scene.exercise.signal.measure
    sides = sides_to_judge(scene, name)
    if len(sides) < 2:
        return None
    left, right = (
        measure(scene, name, "range", scene.exercise.phases[-1].name, side)
        for side in sides
    )
    if left.value is None or right.value is None:
        return None
    off_deg = off_picture_deg(scene, name, "left", scene.course.span.peak_s)
    error = QUANTITIES[name].errors.sides.at(off_deg) / min(left.seen, right.seen)
    return symmetry_of(left.value, right.value, error)


def _mean(values: list[float | None]) -> float | None:
    """Return the mean of what is there, or None."""
    present = [value for value in values if value is not None]
    return sum(present) / len(present) if present else None


def _rounded(value: float | None) -> float | None:
    """Round to a tenth of a point."""
    return None if value is None else round(value, 1)
