"""Exercises whose repetitions another measure cuts than the one they are judged by."""

import numpy as np
import pytest

from recognition import pipeline
from recognition.repetitions import signal
from recognition.simulation import observation, stage
from recognition.simulation.scenario import Scenario, perform


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
