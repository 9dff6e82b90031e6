"""The common skeleton."""

import numpy as np

from recognition.datasets import joints
from recognition.datasets.joints import JOINT, MIRROR


def standing(turn=0.0, size=1.0):
    points = np.random.default_rng(0).normal(size=(12, 20, 3))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for part, height in (("shoulder", 1.0), ("hip", 0.0)):
            points[:, JOINT[f"{side}_{part}"]] = [0.3 * sign, height, 0.0]
    points[:, JOINT["neck"]] = [0.0, 1.0, 0.0]
    points[:, JOINT["pelvis"]] = 0.0
    cos, sin = np.cos(turn), np.sin(turn)
    rotation = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])
    return size * points @ rotation.T + 5.0


def test_place_direction_and_size_do_not_matter():
    np.testing.assert_allclose(
        joints.canonical(standing(1.1, 45.0)), joints.canonical(standing()), atol=1e-9
    )


def test_the_left_shoulder_is_at_the_left_and_the_torso_is_one():
    points = joints.canonical(standing(-2.0))

    assert np.allclose(points[:, JOINT["left_shoulder"]], [0.3, 1.0, 0.0])


def test_the_mirror_keeps_the_middle_and_is_its_own_inverse():
    assert [MIRROR[MIRROR[j]] for j in range(20)] == list(range(20))
    assert MIRROR[JOINT["neck"]] == JOINT["neck"]


def test_what_was_not_seen_stays_unseen():
    points = standing()
    points[3, JOINT["left_knee"]] = np.nan

    found = joints.canonical(points)

    assert np.isnan(found[3, JOINT["left_knee"]]).all()
    assert np.isnan(found).sum() == 3
