"""The parts of the report that describe one repetition."""

import json
import time

import pytest

from recognition import viewpoint
from recognition.assessment import assess
from recognition.exercises import catalog
from recognition.repetitions.spans import Segmentation, Span
from recognition.report import Repetition
from recognition.structure import from_mapping, to_mapping


def test_repetitions_are_numbered_from_one(perform):
    assert [r.index for r in perform["squat"]().judged(yaw=90).repetitions] == [1, 2, 3]


def test_every_measure_has_a_value_with_uncertainty_or_a_reason(perform):
    for yaw in (0, 45, 90):
        for repetition in perform["squat"]().judged(yaw=yaw).repetitions:
            for measure in repetition.measures:
                known = measure.value is not None
                assert known is (measure.uncertainty is not None), measure
                assert known is (measure.reason is None), measure


def test_phases_follow_each_other(perform):
    repetition = perform["squat"]().judged(yaw=90).repetitions[0]
    lowering, bottom, rising = repetition.phases
    assert lowering.start_s == repetition.start_s
    assert lowering.end_s <= bottom.end_s
    assert bottom.start_s < repetition.peak_s < bottom.end_s
    assert rising.end_s == repetition.end_s


def test_what_was_judged_can_be_published(perform):
    for repetition in perform["squat"](depth=40.0).judged(yaw=90).repetitions:
        published = json.loads(json.dumps(to_mapping(repetition), allow_nan=False))
        back = from_mapping(Repetition, published, strict=True, where="repetition")
        assert back == repetition


def test_the_sides_of_an_alternating_exercise_are_compared(perform):
    performance = perform["raise_arms"](100.0, 50.0)
    poses = performance.poses(yaw=0)
    spans = tuple(
        Span(*(float(poses.time_s[frame]) for frame in span), side, 1.0)
        for span, side in zip(performance.spans, ("left", "right", "left"), strict=True)
    )
    exercise = catalog.get("shoulder_abduction")
    judged = assess(poses, exercise, Segmentation(spans), viewpoint.estimate(poses))
    assert {r.parts.symmetry for r in judged.repetitions} == {None}
    assert judged.summary.parts.symmetry < 20.0


@pytest.mark.slow
def test_a_minute_is_judged_in_half_a_second(perform):
    performance = perform["squat"](repetitions=20)
    poses = performance.poses(yaw=90)
    started = time.process_time()
    assert len(performance.judged(poses).repetitions) == 20
    assert poses.time_s[-1] >= 59.0
    assert time.process_time() - started < 0.5
