"""Likeness of movements: shape counts, not tempo and not side."""

import numpy as np

from recognition.repetitions import likeness
from recognition.skeleton import mirrored
from tests.recognition.repetitions.movements import squats

SHAPE = np.sin(np.linspace(0, 2 * np.pi, 16))[:, None] * np.ones(3)


def test_a_movement_is_like_itself():
    np.testing.assert_allclose(likeness.warped_distances(SHAPE[None], SHAPE), [0.0])


def test_warping_forgives_tempo():
    late = np.sin(2 * np.pi * np.linspace(0, 1, 16) ** 1.2)[:, None] * np.ones(3)
    rigid = ((late - SHAPE) ** 2).sum() / (late**2).sum()
    (warped,) = likeness.warped_distances(late[None], SHAPE)
    assert warped < 0.5 * rigid


def test_another_movement_is_unlike():
    (distance,) = likeness.warped_distances(-SHAPE[None], SHAPE)
    assert distance > 0.9


def test_the_odd_one_out_is_the_least_alike():
    movements = np.stack([SHAPE, 1.1 * SHAPE, 0.9 * SHAPE, -SHAPE])
    unlike = likeness.unlikeness(movements)
    assert unlike.argmax() == 3
    assert (unlike[:3] < 0.2).all()
    assert unlike[3] > 0.9


def test_a_single_movement_is_like_nothing_known():
    assert np.isnan(likeness.unlikeness(SHAPE[None])).all()


def test_shapes_do_not_tell_the_sides_apart():
    poses = squats(90, 90, noise=0.0, yaw=30.0)
    np.testing.assert_allclose(
        likeness.shapes(poses), likeness.shapes(mirrored(poses)), atol=1e-6
    )


def test_shapes_are_never_nan():
    poses = squats(90)
    poses.landmarks[10:40, 25:27] = np.nan
    assert np.isfinite(likeness.shapes(poses)).all()
