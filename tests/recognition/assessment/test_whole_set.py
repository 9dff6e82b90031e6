"""The set tells fatigue, tempo and sides, or says why not."""

import pytest

from recognition.assessment import whole_set
from recognition.exercises import catalog
from recognition.report import Measure, PhaseSpan, Repetition

SQUAT = catalog.get("squat")


def repetition(number, reach, side="both", lasted=1.5):
    phases = (
        PhaseSpan("lowering", 0.0, lasted),
        PhaseSpan("rising", lasted, 2.0 * lasted),
    )
    measure = Measure("range_of_motion", reach, "deg", 10.0, side=side)
    return Repetition(number, 0.0, 1.0, 2.0, side, 90.0, (measure,), (), phases=phases)


def told(*repetitions):
    return {m.name: m for m in whole_set.measures(SQUAT, repetitions)}


def test_range_loss_is_that_from_the_first_to_the_last_third():
    reaches = (100, 100, 95, 90, 85, 80, 75, 70, 70)
    found = told(*(repetition(n, float(r)) for n, r in enumerate(reaches, 1)))
    loss = found["range_loss"]
    assert loss.value == pytest.approx(100 * (98.33 - 71.67) / 98.33, abs=0.1)
    assert loss.unit == "%"
    assert 0.0 < loss.uncertainty < 10.0


def test_a_steady_set_loses_nothing():
    found = told(*(repetition(n, 90.0) for n in range(1, 9)))
    assert found["range_loss"].value == 0.0
    assert found["mean_range_of_motion"].value == 90.0


def test_more_repetitions_are_surer_but_never_sure():
    few, many = (
        told(*(repetition(n, 90.0) for n in range(1, count + 1))) for count in (6, 60)
    )
    error = "mean_range_of_motion"
    assert many["range_loss"].uncertainty < few["range_loss"].uncertainty
    assert 7.0 < many[error].uncertainty < few[error].uncertainty < 10.0


def test_too_few_repetitions_tell_no_loss_but_why():
    loss = told(*(repetition(n, 90.0) for n in range(1, 4)))["range_loss"]
    assert (loss.value, loss.uncertainty) == (None, None)
    assert "fewer than" in loss.reason


def test_tempo_is_the_mean_of_the_ways():
    found = told(repetition(1, 90.0, lasted=1.0), repetition(2, 90.0, lasted=2.0))
    assert found["mean_time_out"].value == 1.5
    assert found["mean_time_back"].value == 1.5


def test_the_sides_are_compared_and_mirror_each_other():
    left, right = repetition(1, 80.0, "left"), repetition(2, 100.0, "right")
    swapped = repetition(1, 100.0, "left"), repetition(2, 80.0, "right")
    assert told(left, right)["side_difference"].value == pytest.approx(22.22, abs=0.01)
    assert told(*swapped)["side_difference"].value == pytest.approx(-22.22, abs=0.01)
    assert told(left)["side_difference"].reason == "only one side was measured"


def test_no_repetition_no_measure():
    assert whole_set.measures(SQUAT, ()) == ()
