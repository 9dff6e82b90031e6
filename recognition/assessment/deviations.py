"""What differs from the reference of a learned exercise, joint by joint, in degrees.

The repetition is laid over the reference by dynamic time warping (Sakoe & Chiba 1978,
IEEE TASSP 26(1):43-49), so that a pause or another tempo is no deviation. What differs
has no name: it is told by joint, moment and degrees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from recognition.assessment.measures import Scene, Value, measure, sides_to_judge
from recognition.biomechanics.kinematics import measure_series
from recognition.exercises.spec import REFERENCE_SAMPLES, Mistake, ReferenceCurve
from recognition.poses import Floats
from recognition.skeleton import OneSide, opposite

# Samples that time may be warped by.
BAND: Final = 4
# A deviation lasts: the running mean over this many samples counts.
LASTING: Final = 3
MODERATE_DEG: Final = 10.0
MAJOR_DEG: Final = 20.0
_PREFIX: Final = "differs_"


@dataclass(frozen=True, slots=True, eq=False)
class Deviation:
    """Where one measure differs most from the reference.

    Attributes:
        value: the value at that moment; None where not measured, with the reason.
        rule: the unnamed mistake, with the reference's limit on the side deviated to.
    """

    rule: Mistake
    value: Value


def of(scene: Scene) -> tuple[Deviation, ...]:
    """Return for each curve of the reference how the repetition differs from it."""
    curves = scene.exercise.reference
    sides = [_side(scene, curve) for curve in curves]
    checked = [
        measure(scene, curve.measure, "mean", "whole", side)
        for curve, side in zip(curves, sides, strict=True)
    ]
    rows = [_row(scene, c, s) for c, s in zip(curves, sides, strict=True)]
    path = _path(curves, rows, checked)
    return tuple(
        _deviation(scene, curve, row, value, path)
        for curve, row, value in zip(curves, rows, checked, strict=True)
    )


def is_unnamed(mistake: Mistake) -> bool:
    """Say whether `mistake` is one of those that `of` returns."""
    return mistake.code.startswith(_PREFIX)


def _side(scene: Scene, curve: ReferenceCurve) -> OneSide:
    """Return the side that a curve is about in this repetition."""
    side = sides_to_judge(scene, curve.measure)[0]
    return side if curve.limb == "working" else opposite(side)


def _times(scene: Scene) -> Floats:
    """Return the moments of the samples, from start to peak and back, seconds."""
    half, span = REFERENCE_SAMPLES // 2, scene.course.span
    out = np.linspace(span.start_s, span.peak_s, half, endpoint=False)
    return np.concatenate([out, np.linspace(span.peak_s, span.end_s, half + 1)])


def _row(scene: Scene, curve: ReferenceCurve, side: OneSide) -> Floats:
    """Return the samples of one measure, (S,)."""
    series = measure_series(curve.measure, side, scene.poses)
    known = np.isfinite(series)
    if not known.any():
        return np.full(REFERENCE_SAMPLES, np.nan)
    return np.interp(_times(scene), scene.poses.time_s[known], series[known])


def _path(
    curves: Sequence[ReferenceCurve], rows: Sequence[Floats], checked: Sequence[Value]
) -> list[tuple[int, int]]:
    """Return the pairs of samples of repetition and reference that belong together."""
    used = [k for k, value in enumerate(checked) if value.value is not None]
    cost = np.zeros((REFERENCE_SAMPLES, REFERENCE_SAMPLES))
    for k in used:
        reference = np.array(curves[k].values)
        cost += ((rows[k][:, None] - reference) / curves[k].tolerance) ** 2
    return _best_path(cost)


def _best_path(cost: Floats) -> list[tuple[int, int]]:
    """Return the cheapest monotone path through `cost` (S, S) within the band."""
    size = len(cost)
    total = np.full((size + 1, size + 1), np.inf)
    total[0, 0] = 0.0
    for i in range(1, size + 1):
        for j in range(max(1, i - BAND), min(size, i + BAND) + 1):
            before = min(total[i - 1, j], total[i, j - 1], total[i - 1, j - 1])
            total[i, j] = cost[i - 1, j - 1] + before
    path, i, j = [], size, size
    while i > 0 and j > 0:
        path.append((i - 1, j - 1))
        steps = ((i - 1, j - 1), (i - 1, j), (i, j - 1))
        i, j = min(steps, key=lambda step: total[step])
    return path[::-1]


def _deviation(
    scene: Scene,
    curve: ReferenceCurve,
    row: Floats,
    value: Value,
    path: list[tuple[int, int]],
) -> Deviation:
    """Return the largest lasting difference of one measure."""
    if value.value is None:
        return Deviation(_rule(scene, curve, 0, upward=True), value)
    reference = np.array(curve.values)
    pairs = np.array(path)
    apart = row[pairs[:, 0]] - reference[pairs[:, 1]]
    lasting = np.convolve(apart, np.ones(LASTING) / LASTING, mode="same")
    worst = int(np.argmax(np.abs(lasting)))
    at, on = (int(n) for n in pairs[worst])
    upward = bool(lasting[worst] > 0)
    shown = float(reference[on] + lasting[worst])
    found = Value(
        shown,
        value.uncertainty,
        float(_times(scene)[at]),
        value.side,
        value.seen,
        systematic=value.systematic,
    )
    return Deviation(_rule(scene, curve, on, upward=upward), found)


def _rule(scene: Scene, curve: ReferenceCurve, sample: int, *, upward: bool) -> Mistake:
    """Return the unnamed mistake of leaving the reference in one direction."""
    reference, half = curve.values[sample], REFERENCE_SAMPLES // 2
    part = "toward_peak" if sample < half else "from_peak"
    phase = next(p for p in scene.exercise.phases if p.part == part)
    direction = "more" if upward else "less"
    title = curve.measure.replace("_", " ")
    suffix = "" if curve.limb == "working" else "_other_side"
    return Mistake(
        code=f"{_PREFIX}{curve.measure}{suffix}",
        name=f"{title.capitalize()} differs from the reference",
        joint=curve.joint,
        measure=curve.measure,
        reduce="max" if upward else "min",
        phase=phase.name,
        tolerance=0.0,
        moderate=MODERATE_DEG,
        major=MAJOR_DEG,
        views=scene.exercise.views.allowed,
        cue=f"Watch your {curve.joint}: move it as your therapist showed you.",
        clinical=f"{title.capitalize()} {direction} than in the reference recording.",
        source="Learned from the reference recording.",
        above=round(reference + curve.tolerance, 2) if upward else None,
        below=None if upward else round(reference - curve.tolerance, 2),
    )
