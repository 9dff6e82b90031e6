"""Where things of the room come to lie in the picture."""

import numpy as np
import pytest

from recognition.simulation.camera import Camera


def pixel(camera: Camera, *point: float) -> np.ndarray:
    """Return where a point of the room is seen, from the middle of the picture."""
    seen = camera.project(camera.view(np.array(point)))
    return np.asarray(seen - np.array([camera.width, camera.height]) / 2.0)


LEVEL = Camera(height_m=1.0, aim_m=1.0, distance_m=2.0)


def test_what_is_higher_is_higher_in_the_picture() -> None:
    assert pixel(LEVEL, 0.0, 0.0, 1.0) == pytest.approx([0.0, 0.0])
    assert pixel(LEVEL, 0.0, 0.0, 1.5)[1] < -50.0


def test_a_high_camera_that_aims_lower_looks_down() -> None:
    camera = Camera(height_m=1.6, aim_m=0.8, distance_m=2.0)

    assert camera.pitch_deg == pytest.approx(21.8, abs=0.1)
    assert pixel(camera, 0.0, 0.0, 0.8) == pytest.approx([0.0, 0.0], abs=1e-9)


def test_a_camera_turned_clockwise_sees_the_room_turned_the_other_way() -> None:
    turned = Camera(height_m=1.0, aim_m=1.0, distance_m=2.0, roll_deg=20.0)

    x, y = pixel(turned, 0.0, 0.0, 1.5)
    _, straight = pixel(LEVEL, 0.0, 0.0, 1.5)
    assert x == pytest.approx(straight * np.sin(np.radians(20.0)))
    assert y == pytest.approx(straight * np.cos(np.radians(20.0)))


def test_the_longer_side_makes_the_focal_length() -> None:
    upright, wide = (
        Camera(width=720, height=960),
        Camera(width=960, height=720),
    )
    assert upright.focal_px == wide.focal_px == pytest.approx(0.85 * 960)


def test_the_patient_may_stand_aside() -> None:
    aside = Camera(height_m=1.0, aim_m=1.0, distance_m=2.0, aside_m=0.3)
    from_the_left = Camera(
        height_m=1.0, aim_m=1.0, distance_m=2.0, aside_m=0.3, yaw_deg=90.0
    )

    expected = [0.3 / 2.0 * aside.focal_px, 0.0]
    assert pixel(aside, 0.0, 0.0, 1.0) == pytest.approx(expected, abs=1e-9)
    assert pixel(from_the_left, 0.0, 0.0, 1.0) == pytest.approx(expected, abs=1e-9)
