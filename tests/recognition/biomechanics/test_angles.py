"""Angles are those of geometry, whatever the camera does."""

import numpy as np
import pytest

from recognition.biomechanics.angles import between, joint_angle, turning

HIP = np.array([[0.0, 1.0]])
KNEE = np.array([[0.0, 0.0]])


@pytest.mark.parametrize(
    ("ankle", "degrees"),
    [
        pytest.param([0.0, -1.0], 180.0, id="straight leg"),
        pytest.param([1.0, 0.0], 90.0, id="right angle"),
        pytest.param([1.0, 1.0], 45.0, id="deep flexion"),
        pytest.param([0.0, 2.0], 0.0, id="folded"),
    ],
)
def test_known_postures(ankle, degrees):
    assert joint_angle(HIP, KNEE, np.array([ankle])) == pytest.approx([degrees])


def test_does_not_depend_on_where_the_camera_is():
    rng = np.random.default_rng(0)
    hip, knee, ankle = rng.normal(size=(3, 50, 3))
    rotation, _ = np.linalg.qr(rng.normal(size=(3, 3)))

    moved = joint_angle(*(2.5 * p @ rotation.T + 7.0 for p in (hip, knee, ankle)))

    np.testing.assert_allclose(moved, joint_angle(hip, knee, ankle), atol=1e-9)


def test_a_missing_or_coinciding_landmark_gives_nan():
    missing = np.array([[np.nan, 0.0]])
    assert np.isnan(joint_angle(HIP, KNEE, missing)).all()
    assert np.isnan(joint_angle(HIP, KNEE, KNEE)).all()


def test_is_accurate_close_to_straight():
    ankle = np.array([[1e-7, -1.0]])
    expected = 180.0 - np.degrees(1e-7)
    assert joint_angle(HIP, KNEE, ankle)[0] == pytest.approx(expected, abs=1e-9)


def test_shapes_that_differ_are_refused():
    with pytest.raises(ValueError, match="shapes differ"):
        joint_angle(HIP, KNEE, np.zeros((2, 2)))


def test_points_on_a_line_are_refused():
    with pytest.raises(ValueError, match="expected"):
        between(np.zeros((3, 1)), np.zeros((3, 1)))


@pytest.mark.parametrize(
    ("second", "degrees"),
    [([0.0, 1.0], 90.0), ([0.0, -1.0], -90.0), ([1.0, 1.0], 45.0)],
)
def test_turning_is_positive_from_the_first_axis_to_the_second(second, degrees):
    turn = turning(np.array([[1.0, 0.0]]), np.array([second]))
    assert turn == pytest.approx([degrees])
