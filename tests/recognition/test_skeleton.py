"""Names and sides agree with each other, and the mirror is its own inverse."""

import numpy as np

from recognition import skeleton
from recognition.poses import JOINTS, PoseSequence


def random_poses():
    rng = np.random.default_rng(3)
    return PoseSequence(
        time_s=np.arange(4) / 30,
        landmarks=rng.random((4, JOINTS, 3)),
        world=rng.normal(size=(4, JOINTS, 3)),
        visibility=rng.random((4, JOINTS)),
        width=640,
        height=480,
    )


def test_there_is_one_name_for_each_joint():
    assert len(set(skeleton.JOINT_NAMES)) == JOINTS


def test_the_edges_are_those_of_the_mirror_image():
    mirrored = {
        frozenset((skeleton.MIRROR[a], skeleton.MIRROR[b])) for a, b in skeleton.EDGES
    }
    assert mirrored == {frozenset(edge) for edge in skeleton.EDGES}


def test_pairs_name_left_and_right_of_the_same_joint():
    names = skeleton.JOINT_NAMES
    assert len(skeleton.PAIRS) == 16
    for left, right in skeleton.PAIRS:
        assert names[left].replace("left", "") == names[right].replace("right", "")


def test_mirrored_twice_is_unchanged():
    poses = random_poses()
    twice = skeleton.mirrored(skeleton.mirrored(poses))
    np.testing.assert_allclose(twice.landmarks, poses.landmarks)
    np.testing.assert_allclose(twice.world, poses.world)
    np.testing.assert_allclose(twice.visibility, poses.visibility)


def test_the_left_wrist_becomes_the_right_one_in_the_mirror():
    poses = random_poses()
    left, right = skeleton.INDEX["left_wrist"], skeleton.INDEX["right_wrist"]
    seen = skeleton.mirrored(poses)
    np.testing.assert_allclose(
        seen.landmarks[:, right, 0], 1.0 - poses.landmarks[:, left, 0]
    )
    np.testing.assert_allclose(seen.landmarks[:, right, 1], poses.landmarks[:, left, 1])
