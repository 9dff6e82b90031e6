"""A finding's joint becomes the landmarks to mark."""

import pytest

from recognition.exercises import catalog
from recognition.marked_joints import landmarks_of
from recognition.skeleton import JOINT_NAMES, MIRROR


def named(joint, side):
    return {JOINT_NAMES[number] for number in landmarks_of(joint, side)}


@pytest.mark.parametrize(
    ("joint", "side", "landmarks"),
    [
        ("knee", "left", {"left_knee"}),
        ("knee", "both", {"left_knee", "right_knee"}),
        ("left_knee", "right", {"left_knee"}),
        ("pelvis", "both", {"left_hip", "right_hip"}),
        ("foot", "right", {"right_ankle", "right_heel", "right_foot_index"}),
        ("tail", "left", set()),
    ],
)
def test_a_joint_a_landmark_or_a_part_of_the_body_is_marked(joint, side, landmarks):
    assert named(joint, side) == landmarks


def test_every_mistake_of_the_catalog_marks_something():
    mistakes = [one for each in catalog.load().values() for one in each.mistakes]
    assert [one.code for one in mistakes if not landmarks_of(one.joint, "left")] == []


@pytest.mark.parametrize("joint", ["knee", "trunk", "foot", "arm"])
def test_the_other_side_is_the_mirror_image(joint):
    left = {MIRROR[number] for number in landmarks_of(joint, "left")}
    assert left == set(landmarks_of(joint, "right"))
