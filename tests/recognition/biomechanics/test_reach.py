"""An elbow that points outward is bent as far as the shoulder has come to the hand."""

import numpy as np
import pytest

from recognition import cleaning
from recognition.biomechanics.kinematics import measure_series
from recognition.simulation import observation, true_measures
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, perform


@pytest.fixture(scope="module", params=["push_up", "push_up_wall", "push_up_incline"])
def performance(request):
    return perform(Scenario(request.param, 3, camera=Camera(90.0), seed=4))


def peaks(values, performance):
    """Return the highest value of each repetition."""
    time_s = performance.time_s
    return np.array(
        [
            np.nanmax(values[(time_s >= c.start_s) & (time_s <= c.end_s)])
            for c in performance.cycles
        ]
    )


def errors(name, performance):
    poses = cleaning.clean(observation.ideal(performance))
    true = true_measures.series("elbow_flexion", "left", performance.skeleton)
    return peaks(measure_series(name, "left", poses), performance) - peaks(
        true, performance
    )


def test_a_propped_arm_is_measured_by_its_reach(performance):
    assert np.abs(errors("elbow_flexion_by_reach", performance)).max() < 8.0


def test_its_angle_in_the_picture_looks_straighter_than_it_is(performance):
    assert errors("elbow_flexion", performance).max() < -12.0


def test_a_straight_arm_that_trembles_is_read_as_straight(performance):
    poses = cleaning.clean(observation.observe(performance))
    seen = measure_series("elbow_flexion_by_reach", "left", poses)
    true = true_measures.series("elbow_flexion", "left", performance.skeleton)
    straight = true < true.min() + 5.0
    assert abs(np.nanmedian((seen - true)[straight])) < 12.0


def test_an_arm_that_was_never_seen_has_no_flexion(performance):
    poses = observation.ideal(performance)
    poses.landmarks[:, 15] = poses.world[:, 15] = np.nan
    assert np.isnan(measure_series("elbow_flexion_by_reach", "left", poses)).all()
