"""The view is the side of the patient that the camera sees."""

import numpy as np
import pytest

from recognition import viewpoint
from recognition.poses import PoseSequence
from recognition.skeleton import mirrored
from tests.recognition.stick_figure import Figure, lying


@pytest.mark.parametrize(
    ("yaw", "name"),
    [
        (0, "front"),
        (25, "front"),
        (90, "left"),
        (65, "left"),
        (-90, "right"),
        (180, "back"),
        (-160, "back"),
        (45, "oblique"),
        (-135, "oblique"),
    ],
)
def test_names_the_side_that_is_seen(yaw, name):
    view = viewpoint.estimate(Figure(30).seen(yaw=yaw, noise=1.0))
    assert view.name == name
    assert abs(viewpoint.turn(np.array(view.yaw_deg), yaw)) < 3.0
    assert view.confidence > 0.9


def test_the_mirror_turns_the_other_way():
    poses = Figure(30).seen(yaw=70)
    seen = viewpoint.estimate(mirrored(poses))
    assert seen.yaw_deg == pytest.approx(-viewpoint.estimate(poses).yaw_deg, abs=0.2)
    assert seen.name == "right"


def test_a_person_who_turns_around_lowers_the_confidence():
    front, side = Figure(60).seen(yaw=0), Figure(60).seen(yaw=90)
    turning = PoseSequence(
        time_s=np.arange(120) / 30,
        landmarks=np.concatenate([front.landmarks, side.landmarks]),
        world=np.concatenate([front.world, side.world]),
        visibility=np.concatenate([front.visibility, side.visibility]),
        width=720,
        height=1280,
    )
    assert viewpoint.estimate(turning).confidence < 0.8


def test_without_world_landmarks_the_depth_of_the_picture_serves():
    poses = Figure(30).seen(yaw=90)
    poses.world[:] = np.nan
    assert viewpoint.estimate(poses).name == "left"


def test_a_body_that_is_not_seen_has_no_view_but_a_reason():
    poses = Figure(30).seen()
    poses.landmarks[:] = np.nan
    poses.world[:] = np.nan
    view = viewpoint.estimate(poses)
    assert view.yaw_deg is None
    assert view.confidence == 0.0
    assert view.reason


def test_a_single_wrong_frame_does_not_turn_the_view():
    poses, wrong = Figure(40).seen(yaw=0), Figure(40).seen(yaw=180)
    poses.world[20] = wrong.world[20]
    np.testing.assert_allclose(viewpoint.yaw_series(poses), 0.0, atol=2.0)


@pytest.mark.parametrize(("yaw", "name"), [(0, "front"), (180, "back")])
def test_a_person_lying_on_the_side_is_seen_by_the_chest(yaw, name):
    assert viewpoint.estimate(lying(Figure(30).seen(yaw=yaw))).name == name
