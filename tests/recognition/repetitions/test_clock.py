"""Repetitions do not depend on how many frames a second there are."""

from dataclasses import replace

import numpy as np
import pytest

from recognition import repetitions
from recognition.cleaning import clean
from recognition.exercises import catalog
from recognition.repetitions import clock
from recognition.simulation import stage
from recognition.simulation.motions.catalog import MOTIONS
from recognition.simulation.observation import observe
from recognition.simulation.scenario import Scenario, Timing, perform
from tests.recognition.repetitions.movements import squats
from tests.recognition.stick_figure import Figure

# Push-ups are seen from the side, the others obliquely.
YAW = {"push_up": 90.0}


@pytest.mark.parametrize("exercise", ["squat", "lunge", "biceps_curl", "marching"])
@pytest.mark.parametrize("rate_hz", [10.0, 15.0, 60.0])
def test_the_count_is_that_of_thirty_frames_a_second(exercise, rate_hz):
    assert exercise in MOTIONS
    assert counted(exercise, rate_hz) == counted(exercise, 30.0) == 3


def counted(exercise, rate_hz):
    scenario = Scenario(
        exercise, 3, side=stage.side(exercise),
        camera=stage.camera(exercise, YAW.get(exercise, 40.0)),
        timing=Timing(rate_hz), seed=41,
    )  # fmt: skip
    poses = clean(observe(perform(scenario)))
    return len(repetitions.segment(poses, catalog.get(exercise)).repetitions)


def test_an_even_clock_of_thirty_a_second_is_left_alone():
    poses = squats(90)
    assert clock.even(poses) is poses


def test_values_lie_on_the_line_between_frames():
    slow = Figure(20, knee=np.linspace(0, 95, 20), rate_hz=10.0).seen()
    even = clock.even(slow)
    assert np.allclose(np.diff(even.time_s), 1 / clock.RATE_HZ)
    expected = np.interp(even.time_s, slow.time_s, slow.landmarks[:, 23, 1])
    np.testing.assert_allclose(even.landmarks[:, 23, 1], expected)


def test_missing_time_stays_unknown():
    poses = squats(90, 90)
    kept = (poses.time_s < 3.0) | (poses.time_s > 4.0)
    gapped = replace(
        poses,
        time_s=poses.time_s[kept],
        landmarks=poses.landmarks[kept],
        world=poses.world[kept],
        visibility=poses.visibility[kept],
    )
    even = clock.even(gapped)
    inside = (even.time_s > 3.05) & (even.time_s < 3.95)
    assert np.isnan(even.landmarks[inside]).all()
    assert (even.visibility[inside] == 0).all()
    assert np.isfinite(even.landmarks[even.time_s < 2.9]).all()
