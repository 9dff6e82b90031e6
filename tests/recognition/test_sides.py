"""Left and right: proved swaps are undone, unproved ones are marked."""

import numpy as np

from recognition import sides
from recognition.poses import PoseSequence
from tests.recognition.stick_figure import Figure

LEGS = [*range(23, 33)]


def _front(frames=90):
    """Return somebody who faces the camera, so that the sides are far apart."""
    return Figure(frames=frames, knee=20 + np.zeros(frames)).seen()


def _swapped(poses, frames):
    landmarks, world = poses.landmarks.copy(), poses.world.copy()
    for left in range(23, 33, 2):
        for array in (landmarks, world):
            pair = array[frames][:, [left + 1, left]].copy()
            array[frames, left], array[frames, left + 1] = pair[:, 0], pair[:, 1]
    return PoseSequence(
        poses.time_s, landmarks, world, poses.visibility, poses.width, poses.height
    )


def test_a_short_swap_is_undone():
    poses = _front()
    repaired = sides.repair(_swapped(poses, slice(40, 46)))
    np.testing.assert_allclose(repaired.landmarks, poses.landmarks)
    np.testing.assert_allclose(repaired.world, poses.world)


def test_a_swap_that_lasts_is_marked_and_not_undone():
    poses = _front()
    swapped = _swapped(poses, slice(40, None))
    repaired = sides.repair(swapped)
    np.testing.assert_allclose(repaired.landmarks, swapped.landmarks)
    assert (repaired.visibility[38:46][:, LEGS] <= sides.IN_DOUBT).all()
    assert (repaired.visibility[:30] == poses.visibility[:30]).all()


def test_arms_are_not_touched_when_legs_swap():
    poses = _front()
    repaired = sides.repair(_swapped(poses, slice(40, None)))
    np.testing.assert_allclose(
        repaired.visibility[:, 11:17], poses.visibility[:, 11:17]
    )


def test_crossing_the_picture_is_no_swap():
    """From the side left and right lie on each other: there is nothing to tell."""
    frames = 90
    poses = Figure(frames=frames, knee=np.linspace(0, 90, frames)).seen(yaw=90)
    repaired = sides.repair(poses)
    np.testing.assert_allclose(repaired.landmarks, poses.landmarks)
    np.testing.assert_allclose(repaired.visibility, poses.visibility)
