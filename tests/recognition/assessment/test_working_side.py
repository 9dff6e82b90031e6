"""The side that works is the one that moves, or the one that leads."""

import pytest

from recognition.assessment.working_side import working_side
from recognition.exercises import catalog
from recognition.repetitions.spans import Span
from recognition.skeleton import INDEX
from tests.recognition.stick_figure import Figure, cycles


def side_of(figure, code, side="both", yaw=0, hidden=()):
    poses = figure.seen(yaw=yaw)
    for joint in hidden:
        poses.landmarks[:, INDEX[joint]] = poses.world[:, INDEX[joint]] = float("nan")
    span = Span(0.5, 1.5, 2.5, side, 1.0)
    return working_side(poses, catalog.get(code), span)


def arms(left, right):
    course, _ = cycles(0.0, 1.0, repetitions=1, frames_each=60)
    return Figure(
        len(course), arm_side=5 + left * course, arm_side_right=5 + right * course
    )


@pytest.mark.parametrize(
    ("left", "right", "side"),
    [(90, 90, "both"), (90, 50, "both"), (90, 10, "left"), (10, 90, "right")],
)
def test_an_idle_arm_does_not_work(left, right, side):
    assert side_of(arms(left, right), "shoulder_abduction") == side


def test_a_side_that_segmentation_names_is_kept():
    assert side_of(arms(90, 10), "shoulder_abduction", side="right") == "right"


def test_an_exercise_of_both_sides_stays_one_of_both():
    assert side_of(arms(90, 10), "jumping_jack") == "both"


def test_an_exercise_of_single_sides_never_is_one_of_both():
    course, _ = cycles(0.0, 80.0, repetitions=1, frames_each=60)
    figure = Figure(len(course), knee=course, knee_right=0.9 * course, hip=course)
    assert side_of(figure, "knee_flexion_standing", yaw=90) == "left"


def test_the_front_leg_leads_a_lunge_though_the_other_knee_bends_more():
    course, _ = cycles(0.0, 80.0, repetitions=1, frames_each=60)
    figure = Figure(len(course), knee=0.7 * course, knee_right=course, hip=40.0)
    poses = figure.seen(yaw=90)
    poses.landmarks[:, INDEX["right_ankle"], 0] += 0.2  # the patient faces left
    span = Span(0.5, 1.5, 2.5, "both", 1.0)
    assert working_side(poses, catalog.get("lunge"), span) == "left"


def test_a_hidden_arm_may_work_all_the_same():
    figure = arms(90, 90)
    assert side_of(figure, "shoulder_abduction", hidden=["left_elbow"]) == "both"


def test_of_single_sides_the_hidden_one_is_not_chosen():
    figure = Figure(90, elbow=40.0)
    hidden = ["right_knee"]
    assert side_of(figure, "knee_flexion_standing", yaw=90, hidden=hidden) == "left"
