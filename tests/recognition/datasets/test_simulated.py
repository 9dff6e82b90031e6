"""Repetitions of simulated patients."""

import numpy as np
import pytest

from recognition.datasets import simulated


@pytest.fixture(scope="module")
def squats():
    return simulated.simulated(1, only=("squat",))


def test_a_patient_does_it_well_and_with_each_mistake(squats):
    assert squats.exercises == ("squat",)
    assert {c.subject for c in squats.clips} == {simulated.FIRST_SUBJECT}
    made = np.array([c.mistakes for c in squats.clips])
    assert (made.max(axis=0) == 1).sum() >= len(squats.mistakes) - 1
    assert any(c.correct == 1 for c in squats.clips)


def test_correct_means_that_no_mistake_was_made(squats):
    for clip in squats.clips:
        assert clip.correct == int(1 not in clip.mistakes)


def test_the_same_patients_come_again(squats):
    again = simulated.simulated(1, only=("squat",))

    np.testing.assert_array_equal(again.clips[3].points, squats.clips[3].points)
