"""A recording that lies on its side is judged as if turned upright."""

import numpy as np
import pytest

from recognition import orientation
from recognition.exercises import catalog
from tests.recognition.stick_figure import Figure

FRAMES = 120


def squatting(**seen):
    depth = (1 - np.cos(np.linspace(0, 6 * np.pi, FRAMES))) / 2
    return Figure(FRAMES, knee=100 * depth, hip=90 * depth, shank=30 * depth).seen(
        **(seen or {"yaw": 80.0})
    )


@pytest.mark.parametrize("lying", [0, 1, 2, 3])
def test_a_recording_at_any_quarter_is_turned_upright(lying):
    upright = squatting()
    recorded = orientation.turned(upright, lying)

    turns = orientation.quarter_turns(recorded, catalog.get("squat"))
    again = orientation.turned(recorded, turns)

    assert (lying + turns) % 4 == 0
    assert again.landmarks == pytest.approx(upright.landmarks)
    assert again.world == pytest.approx(upright.world)
    assert (again.width, again.height) == (upright.width, upright.height)


def test_turning_is_what_numpy_does_to_the_picture():
    picture = np.zeros((4, 6))
    picture[1, 4] = 1.0
    poses = squatting()
    landmarks = poses.landmarks.copy()
    landmarks[:, 0, :2] = (4.5 / 6, 1.5 / 4)
    object.__setattr__(poses, "landmarks", landmarks)

    turned = orientation.turned(poses, 1)

    row, column = np.argwhere(np.rot90(picture) == 1.0)[0]
    assert turned.landmarks[0, 0, :2] == pytest.approx(
        ((column + 0.5) / 4, (row + 0.5) / 6)
    )


def test_depth_keeps_its_length():
    poses = squatting()

    turned = orientation.turned(poses, 1)

    before = poses.landmarks[:, :, 2] * poses.width
    assert turned.landmarks[:, :, 2] * turned.width == pytest.approx(before)


def test_who_lies_for_an_exercise_on_the_floor_stays_so():
    lying = orientation.turned(squatting(), 1)

    assert orientation.quarter_turns(lying, catalog.get("push_up")) == 0


def test_who_bends_down_and_straightens_again_stays_so():
    bow = 60 * (1 - np.cos(np.linspace(0, 6 * np.pi, FRAMES)))
    bowing = Figure(FRAMES, hip=bow).seen(yaw=80.0)

    assert orientation.quarter_turns(bowing, catalog.get("squat")) == 0


def test_nobody_seen_tells_nothing():
    poses = squatting()
    poses.landmarks[5:] = np.nan

    assert orientation.lying_turns(orientation.turned(poses, 1)) == 0
