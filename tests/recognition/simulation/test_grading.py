"""Grades of mistakes lie where the catalog draws its limits."""

import numpy as np
import pytest

from recognition.exercises.catalog import get
from recognition.simulation import grading, stage, true_measures
from recognition.simulation.body import Body
from recognition.simulation.motions.catalog import MOTIONS, motion
from recognition.simulation.scenario import Made, Scenario, Variation, perform

STEADY = Variation(jitter=0.0, liveliness=0.0)
GRADED = [
    (exercise, code)
    for exercise in sorted(MOTIONS)
    for code in sorted(motion(exercise).knobs)
    if code in {mistake.code for mistake in get(exercise).mistakes}
]


@pytest.mark.parametrize(("exercise", "code"), GRADED)
def test_more_of_a_mistake_is_never_less_of_it(exercise: str, code: str) -> None:
    alone = stage.side(exercise) != "both"
    scale = grading.scale(motion(exercise), Body(), get(exercise), code, 0, alone=alone)
    assert np.diff(scale.excess).min() > -0.01
    assert scale.excess[0] < 0.0, "the habit itself must not be a mistake"
    assert scale.most > 1.3


@pytest.mark.parametrize(("grade", "expected"), [(1.0, 70.0), (2.0, 45.0)])
def test_a_shallow_squat_is_as_shallow_as_its_grade(
    grade: float, expected: float
) -> None:
    mistake = get("squat").mistake("shallow_depth")
    assert mistake.below == 70.0
    assert mistake.major == 25.0

    made = (Made("shallow_depth", grade, first=2, last=2),)
    performance = perform(Scenario("squat", 3, mistakes=made, variation=STEADY))

    knee = true_measures.series("knee_flexion", "left", performance.skeleton)
    peaks = [
        knee[(performance.time_s >= c.start_s) & (performance.time_s <= c.end_s)].max()
        for c in performance.cycles
    ]
    assert peaks[1] == pytest.approx(expected, abs=1.5)
    assert peaks[0] == pytest.approx(peaks[2], abs=0.2)
    assert peaks[0] > 95.0


def test_a_hasty_repetition_is_as_fast_as_its_grade() -> None:
    rule = get("squat").mistake("too_fast")
    assert rule.below is not None
    out_s, back_s, _ = grading.duration(rule, "toward_peak", 1.0, 1.3, 1.2)
    assert (out_s, back_s) == (rule.below, 1.2)
    assert grading.duration(rule, "toward_peak", 0.0, 1.3, 1.2)[0] == 1.3
