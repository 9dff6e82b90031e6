"""Rotations turn by the angle they are given, the right way round."""

import numpy as np
import pytest

from recognition.simulation import rotations

X, Y, Z = np.eye(3)


@pytest.mark.parametrize(
    ("angle", "turned"), [(0.0, X), (0.5 * np.pi, Y), (np.pi, -X), (-0.5 * np.pi, -Y)]
)
def test_a_vector_turns_about_an_axis_counterclockwise(
    angle: float, turned: np.ndarray
) -> None:
    found = rotations.turned_about(X[None], Z[None], np.array([angle]))
    np.testing.assert_allclose(found[0], turned, atol=1e-12)
