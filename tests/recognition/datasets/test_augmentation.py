"""Changes keep the labels true and can be switched off."""

from dataclasses import fields

import numpy as np
import pytest

from recognition.datasets.augmentation import (
    NONE,
    Augmentation,
    augmented,
    mirrored,
)
from recognition.datasets.base import Batch
from recognition.datasets.joints import JOINT

ALL = Augmentation(1.0, 30.0, 0.2, 0.1, 0.3, 1.0, 0.5, 0.2)


def batch():
    generator = np.random.default_rng(0)
    poses = generator.standard_normal((6, 12, 20, 3)).astype(np.float32)
    poses = np.cumsum(poses, axis=1)
    labels = np.arange(6)
    return Batch(
        poses,
        np.ones((6, 12, 20), bool),
        labels,
        labels,
        labels[:, None],
        labels,
        np.zeros((6, 0), int),
    )


def test_with_everything_off_nothing_changes():
    one = augmented(batch(), NONE, np.random.default_rng(1))

    assert np.array_equal(one.poses, batch().poses)
    assert one.mask.all()


@pytest.mark.parametrize("name", [f.name for f in fields(Augmentation)])
def test_each_change_does_something_by_itself(name):
    alone = NONE.__class__(
        **{
            f.name: getattr(ALL, f.name) if f.name == name else 0.0
            for f in fields(Augmentation)
        }
    )

    one = augmented(batch(), alone, np.random.default_rng(1))

    is_same = np.array_equal(one.poses, batch().poses) and one.mask.all()
    assert not is_same
    assert np.array_equal(one.exercise, batch().exercise)


def test_a_mirror_swaps_left_and_right_and_twice_is_nothing():
    once = mirrored(batch())

    left, right = JOINT["left_wrist"], JOINT["right_wrist"]
    np.testing.assert_array_equal(
        once.poses[:, :, left, 0], -batch().poses[:, :, right, 0]
    )
    np.testing.assert_array_equal(mirrored(once).poses, batch().poses)


def test_a_turn_keeps_heights_and_distances():
    turn = NONE.__class__(0.0, 30.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    one = augmented(batch(), turn, np.random.default_rng(1))

    np.testing.assert_allclose(one.poses[..., 1], batch().poses[..., 1])
    np.testing.assert_allclose(
        np.linalg.norm(one.poses, axis=-1),
        np.linalg.norm(batch().poses, axis=-1),
        rtol=1e-4,
    )


def test_what_is_hidden_is_zero():
    hide = NONE.__class__(0.0, 0.0, 0.0, 0.0, 0.5, 1.0, 0.0, 0.0)

    one = augmented(batch(), hide, np.random.default_rng(1))

    assert not one.mask.all()
    assert (one.poses[~one.mask] == 0).all()


def test_mirroring_at_random_is_the_same_mirror():
    flip = NONE.__class__(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    one = augmented(batch(), flip, np.random.default_rng(1))

    np.testing.assert_array_equal(one.poses, mirrored(batch()).poses)
