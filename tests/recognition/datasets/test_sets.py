"""Recordings of several repetitions with the phase of every frame."""

import numpy as np

from recognition.datasets import sets
from recognition.datasets.base import UNKNOWN
from tests.recognition.training.repetitions import made_up


def test_a_repetition_goes_out_and_comes_back():
    way = np.concatenate(
        [np.zeros(5), np.linspace(0, 1, 10), np.linspace(1, 0, 8), np.zeros(5)]
    )
    points = np.zeros((28, 20, 3))
    points[:, 4, 1] = way

    found = sets.phases(points)

    assert (found[:5] == sets.AT_REST).all()
    assert (found[8:14] == sets.GOING).all()
    assert (found[16:21] == sets.COMING).all()
    assert (found[-5:] == sets.AT_REST).all()


def test_windows_hold_poses_and_phases_of_known_exercises():
    clips = made_up()

    batch = sets.recordings(clips, 12, 64, np.random.default_rng(0))

    assert batch.poses.shape == (12, 64, 20, 3)
    assert batch.phases.shape == (12, 64)
    assert set(np.unique(batch.phases)) == {0, 1, 2}
    assert (batch.correct == UNKNOWN).all()
    assert set(batch.subject) <= set(clips.subjects)


def test_the_same_generator_gives_the_same_windows():
    one, two = (
        sets.recordings(made_up(), 4, 32, np.random.default_rng(5)) for _ in range(2)
    )

    np.testing.assert_array_equal(one.poses, two.poses)
    np.testing.assert_array_equal(one.phases, two.phases)
