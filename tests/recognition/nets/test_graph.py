"""Skeletons as graphs."""

import numpy as np
import pytest

from recognition.nets import graph

SKELETONS = [17, 18, 20, 25, 33]


@pytest.mark.parametrize("joints", SKELETONS)
def test_every_joint_is_connected(joints):
    assert graph.of(joints).diameter < joints


def test_the_common_skeleton_is_nine_steps_across():
    # From a toe over the pelvis to a wrist: toe ankle knee hip pelvis spine neck
    # shoulder elbow wrist.
    assert graph.of(20).diameter == 9


@pytest.mark.parametrize("joints", SKELETONS)
def test_the_partition_covers_each_joint_and_neighbor_once(joints):
    parts = graph.spatial(joints)

    near = graph.of(joints).adjacency() + np.eye(joints)
    assert ((parts > 0).sum(axis=0) == near).all()
    assert np.allclose(parts.sum(axis=(0, 1)), 1.0)


@pytest.mark.parametrize("joints", SKELETONS)
def test_distances_are_disentangled_each_pair_exactly_once(joints):
    skeleton = graph.of(joints)

    rings = graph.disentangled(skeleton.adjacency(), skeleton.diameter + 1)

    own = np.eye(joints)
    assert (sum(ring - own for ring in rings[1:]) + own == 1.0).all()
