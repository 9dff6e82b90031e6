"""A hold is the time in which a posture is kept."""

import numpy as np
import pytest

from recognition.cleaning import clean
from recognition.exercises import catalog
from recognition.repetitions import holds
from recognition.simulation import observation, stage
from recognition.simulation.scenario import Scenario, perform
from tests.recognition.stick_figure import Figure, lying, one_after_another


def standing(seconds):
    return Figure(round(30 * seconds)).seen(yaw=90)


def plank(seconds, **posture):
    return lying(Figure(round(30 * seconds), **posture).seen(yaw=90))


def found(*parts):
    return holds.find(one_after_another(*parts), catalog.get("plank"))


def test_a_plank_lasts_from_lying_down_to_getting_up():
    (hold,) = found(standing(2), plank(5), standing(2))
    assert hold.start_s == pytest.approx(2.0, abs=0.05)
    assert hold.end_s == pytest.approx(7.0, abs=0.05)
    assert hold.side == "both"


def test_standing_is_no_plank():
    assert found(standing(8)) == ()


def test_too_short_is_no_hold():
    assert found(standing(2), plank(1.5), standing(2)) == ()


def test_a_moment_out_of_the_posture_is_forgiven():
    assert len(found(plank(3), plank(0.3, hip=100.0), plank(3))) == 1


def test_a_rest_makes_two_holds():
    assert len(found(plank(3), plank(2, hip=100.0), plank(3))) == 2


def test_what_is_not_seen_is_not_held():
    poses = one_after_another(plank(6))
    poses.landmarks[70:110] = np.nan
    poses.world[70:110] = np.nan
    assert len(holds.find(poses, catalog.get("plank"))) == 2


def test_an_exercise_of_repetitions_has_no_holds():
    assert holds.find(plank(6), catalog.get("push_up")) == ()


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_leg_that_one_stands_on_is_the_side(side):
    poses = Figure(150).seen(yaw=0)
    lifted = {"left": (28, 30, 32), "right": (27, 29, 31)}[side]
    poses.landmarks[:, lifted, 1] -= 0.08
    poses.world[:, lifted, 1] -= 0.2
    (hold,) = holds.find(poses, catalog.get("single_leg_stand"))
    assert hold.side == side


@pytest.mark.parametrize("yaw", [0.0, 180.0])
@pytest.mark.parametrize("side", ["left", "right"])
def test_side_planks_are_held_on_the_side_that_carries_the_body(side, yaw):
    camera = stage.camera("side_plank", yaw)
    scenario = Scenario("side_plank", 2, side=side, camera=camera, seed=4)
    poses = clean(observation.observe(perform(scenario)))

    held = holds.find(poses, catalog.get("side_plank"))

    assert len(held) >= 2
    assert {hold.side for hold in held} == {side}
