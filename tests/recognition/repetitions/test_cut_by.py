"""Exercises whose repetitions another measure cuts than the one they are judged by."""

import numpy as np
import pytest

from recognition import pipeline
from recognition.repetitions import signal
from recognition.simulation import observation, stage
from recognition.simulation.scenario import Scenario, perform

FAR_LEGS = {
    8: ("straight_leg_raise", -90.0, "left"),
    9: ("hurdle_step", -90.0, "alternating"),
}


def judged(code, yaw, side, seed=8):
    camera = stage.camera(code, yaw)
    scenario = Scenario(code, 4, side=side, camera=camera, seed=seed)
    poses = observation.observe(perform(scenario))
    return pipeline.assess_poses(poses, exercise=code).assessment.repetitions


@pytest.mark.parametrize(
    ("code", "yaw", "side"),
    [
        ("side_lunge", 0.0, "left"),
        ("step_up", 0.0, "right"),
        ("step_up", -90.0, "left"),
    ],
)
def test_counts_and_names_the_side_that_works(code, yaw, side):
    assert [r.side for r in judged(code, yaw, side)] == [side] * 4


def test_turns_of_the_trunk_are_counted_by_how_wide_the_shoulders_look():
    assert len(judged("trunk_rotation", 0.0, "alternating")) == 4


def test_a_limb_that_is_hidden_behind_a_lifted_one_takes_turns():
    wave = np.maximum(0.0, np.sin(np.linspace(0.0, 12.0 * np.pi, 600))) * 60.0
    near = np.where(np.arange(600) % 200 < 100, wave, 0.0)
    far = np.where(np.arange(600) % 200 < 100, 0.0, wave)
    far[near > 5.0] = np.nan
    assert not signal.take_turns(near, far)
    assert signal.take_turns(*signal.at_rest(near, far))


def test_a_limb_that_is_hidden_whenever_it_moves_takes_no_turns():
    near = np.maximum(0.0, np.sin(np.linspace(0.0, 12.0 * np.pi, 600))) * 60.0
    far = np.where(near > 5.0, np.nan, 0.0)
    assert not signal.take_turns(*signal.at_rest(near, far))


def test_a_limb_behind_the_other_for_a_moment_is_not_taken_to_be_back():
    time_s = np.arange(90) / 30.0
    near, far = np.zeros(90), np.full(90, 50.0)
    far[10:20] = np.nan  # a third of a second
    far[40:80] = np.nan  # more than a second

    hidden = signal.hidden_for_a_moment(near, far, time_s)

    assert hidden[10:20].all()
    assert hidden.sum() == 10


@pytest.mark.parametrize(
    ("near", "far", "followed"),
    [(5.0, 60.0, "left"), (40.0, 60.0, "right"), (5.0, np.nan, "right")],
)
def test_a_far_limb_is_followed_where_the_near_one_rests(near, far, followed):
    sway = 0.5 - 0.5 * np.cos(np.arange(120) / 10.0)

    assert signal.moving(far * sway, near * sway, "right") == followed


@pytest.mark.parametrize("seed", FAR_LEGS)
def test_a_far_leg_is_counted_as_often_as_it_is_lifted(seed):
    code, yaw, side = FAR_LEGS[seed]
    assert len(judged(code, yaw, side, seed)) == 4
