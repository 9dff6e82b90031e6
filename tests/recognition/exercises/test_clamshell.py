"""A clamshell of a skeleton that lies on its side: counted, and its mistakes named."""

import numpy as np
import pytest

from recognition import pipeline
from recognition.poses import PoseSequence
from recognition.skeleton import INDEX

RATE = 30
REPETITIONS = 5
SIZE = (1280, 720)
PIXELS_PER_M = 450.0


def opened(hip, knee, ankle, degrees):
    """Return the knee turned upward about the line from hip to ankle."""
    axis = (ankle - hip) / np.linalg.norm(ankle - hip)
    arm, angle = knee - hip, np.radians(degrees)[:, None]
    along = (arm @ axis) * axis
    across = arm - along
    turned = along + across * np.cos(angle) + np.cross(axis, across) * np.sin(angle)
    return hip + turned


def lying(course, *, feet=0.0, roll=0.0):
    """Return a body on its right side that faces the camera, x right, y up, z away."""
    frames = len(course)
    at = {
        "shoulder": np.array([-0.5, 0.0, 0.0]),
        "elbow": np.array([-0.3, 0.0, -0.2]),
        "wrist": np.array([-0.45, 0.0, -0.4]),
        "hip": np.array([0.0, 0.0, 0.0]),
        "knee": np.array([0.28, 0.0, -0.3]),
        "ankle": np.array([0.5, 0.0, 0.03]),
        "heel": np.array([0.53, 0.0, 0.06]),
        "foot_index": np.array([0.58, 0.0, -0.12]),
        "ear": np.array([-0.72, 0.0, 0.0]),
    }
    points = np.tile(np.array([-0.75, 0.0, -0.1]), (frames, 33, 1))
    for name, place in at.items():
        high = 0.05 if name in ("knee", "ankle", "heel", "foot_index") else 0.09
        for side, height in (("left", high), ("right", -high)):
            points[:, INDEX[f"{side}_{name}"]] = place + np.array([0.0, height, 0.0])
    way = course / max(course.max(), 1.0)
    joints = [points[0, INDEX[f"left_{n}"]] for n in ("hip", "knee", "ankle")]
    points[:, INDEX["left_knee"]] = opened(*joints, course)
    for name in ("ankle", "heel", "foot_index"):
        points[:, INDEX[f"left_{name}"], 1] += feet * way
    points[:, INDEX["left_hip"], 2] += np.tan(np.radians(roll)) * 0.18 * way
    return points


def seen(points):
    """Return the poses of a camera that looks along z."""
    frames = len(points)
    pixels = points[..., :2] * [1, -1] * PIXELS_PER_M + np.array(SIZE) / 2
    depth = points[..., 2:] * PIXELS_PER_M / SIZE[0]
    return PoseSequence(
        time_s=np.arange(frames) / RATE,
        landmarks=np.concatenate([pixels / np.array(SIZE), depth], axis=2),
        world=points * [1, -1, 1],
        visibility=np.ones((frames, 33)),
        width=SIZE[0],
        height=SIZE[1],
    )


def clamshells(degrees, seconds=1.2, **mistake):
    one = (
        degrees * (1 - np.cos(np.linspace(0, 2 * np.pi, round(2 * seconds * RATE)))) / 2
    )
    pause = np.zeros(RATE)
    course = np.concatenate([pause, *[np.concatenate([one, pause])] * REPETITIONS])
    return seen(lying(course, **mistake))


def judged(poses):
    return pipeline.assess_poses(poses, exercise="clamshell").assessment


def found(assessment):
    return {f.mistake for r in assessment.repetitions for f in r.findings}


def test_good_clamshells_are_counted_for_the_leg_on_top_without_a_finding():
    assessment = judged(clamshells(45.0))
    assert [r.side for r in assessment.repetitions] == ["left"] * REPETITIONS
    assert found(assessment) == set()


@pytest.mark.parametrize(
    ("degrees", "mistake", "code"),
    [
        (11.0, {}, "not_open_enough"),
        (45.0, {"feet": 0.25}, "feet_apart"),
        (45.0, {"roll": 45.0}, "pelvis_rolls_back"),
        (45.0, {"seconds": 0.22}, "too_fast"),
    ],
)
def test_a_bad_clamshell_is_called_by_its_mistake(degrees, mistake, code):
    assert code in found(judged(clamshells(degrees, **mistake)))
