"""A body that is not in view is refused before it is judged."""

import dataclasses

import numpy as np
import pytest

from recognition import framing
from recognition.errors import BodyNotInView
from recognition.exercises import catalog
from recognition.skeleton import INDEX
from tests.recognition.filming import scene
from tests.recognition.stick_figure import Figure


@pytest.fixture
def poses():
    return Figure(frames=60).seen()


def hidden(poses, joints, share=1.0, visibility=0.05):
    """Return poses in which `joints` are unseen in this share of the frames."""
    seen = poses.visibility.copy()
    count = round(share * len(poses))
    for joint in joints:
        seen[:count, INDEX[joint]] = visibility
    return dataclasses.replace(poses, visibility=seen)


def moved(poses, y):
    """Return poses shifted down by a share of the picture's height."""
    landmarks = poses.landmarks + np.array([0.0, y, 0.0])
    return dataclasses.replace(poses, landmarks=landmarks)


class TestCheck:
    def test_lets_a_body_in_full_view_pass(self, poses):
        framing.check(poses, catalog.get("squat"))
        framing.check(poses, None)

    def test_refuses_a_trunk_out_of_the_picture(self, poses):
        with pytest.raises(BodyNotInView):
            framing.check(moved(poses, -0.6), None)

    def test_refuses_what_the_exercise_is_measured_by_out_of_the_picture(self, poses):
        low = moved(poses, 0.46)

        framing.check(low, None)
        framing.check(low, catalog.get("biceps_curl"))
        with pytest.raises(BodyNotInView) as caught:
            framing.check(low, catalog.get("squat"))

        assert caught.value.what_to_do == catalog.get("squat").views.advice

    def test_refuses_joints_that_are_only_guessed(self, poses):
        knees = hidden(poses, ["left_knee", "right_knee"])

        with pytest.raises(BodyNotInView):
            framing.check(knees, catalog.get("squat"))

    def test_is_content_with_one_side_and_most_of_the_time(self, poses):
        framing.check(hidden(poses, ["left_knee"]), catalog.get("squat"))
        framing.check(
            hidden(poses, ["left_knee", "right_knee"], share=0.25),
            catalog.get("squat"),
        )


class TestLight:
    def test_a_lit_room_is_not_dark(self):
        assert not framing.is_dark([framing.brightness(scene(n)) for n in range(5)])

    def test_a_black_picture_is_dark(self):
        assert framing.is_dark([framing.brightness(scene(0) // 16)] * 5)

    def test_a_light_body_on_a_black_ground_is_not_dark(self):
        picture = np.zeros((240, 320, 3), np.uint8)
        picture[:, 100:160] = 120

        assert not framing.is_dark([framing.brightness(picture)])

    def test_without_a_picture_there_is_nothing_to_say(self):
        assert not framing.is_dark([])
