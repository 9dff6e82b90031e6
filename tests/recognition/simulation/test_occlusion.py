"""A far leg is hidden behind the near one, and seen where it is not."""

import numpy as np
import pytest

from recognition.simulation import observation, occlusion
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, perform
from recognition.skeleton import INDEX

STATURE_PX = 500.0
KNEE = INDEX["right_knee"]


def standing(apart: float) -> np.ndarray:
    """Return legs seen from the left, the right knee `apart` statures ahead."""
    pixels = np.zeros((1, 33, 2))
    for name, height in (("hip", 500), ("knee", 380), ("ankle", 260), ("heel", 250)):
        for side in ("left", "right"):
            pixels[0, INDEX[f"{side}_{name}"]] = 300.0, height
    for side in ("left", "right"):
        pixels[0, INDEX[f"{side}_foot_index"]] = 340.0, 250.0
    pixels[0, KNEE, 0] += apart * STATURE_PX
    return pixels


def clear(apart: float) -> np.ndarray:
    """Return the clearness of each landmark."""
    return occlusion.clearness(standing(apart), np.array([STATURE_PX]))[0]


@pytest.mark.parametrize(("apart", "share"), [(0.0, 0.0), (0.04, 0.0), (0.2, 1.0)])
def test_a_far_knee_is_seen_where_the_near_leg_does_not_cover_it(
    apart: float, share: float
) -> None:
    assert clear(apart)[KNEE] == pytest.approx(share)


def test_it_comes_into_view_by_and_by() -> None:
    shown = [clear(apart)[KNEE] for apart in (0.05, 0.06, 0.075, 0.09, 0.1)]
    assert shown == sorted(shown)
    assert shown[2] == pytest.approx(0.5)


def test_the_near_leg_and_the_rest_of_the_body_stay_as_they_are() -> None:
    others = [i for i in range(33) if i not in occlusion.FAR_JOINTS]
    assert (clear(0.3)[others] == 0.0).all()


@pytest.mark.parametrize(("yaw", "far"), [(90.0, "right"), (-90.0, "left")])
def test_the_far_leg_of_a_lunge_is_seen_while_the_legs_are_apart(
    yaw: float, far: str
) -> None:
    performance = perform(Scenario("lunge", 1, side=far, camera=Camera(yaw_deg=yaw)))
    poses = observation.observe(performance)
    cycle = performance.cycles[0]
    down = np.abs(poses.time_s - cycle.peak_s) < 0.3
    ankle = poses.visibility[:, INDEX[f"{far}_ankle"]]

    closed = np.median(ankle[poses.time_s < cycle.start_s])
    assert np.median(ankle[down]) > max(0.75, closed + 0.2)
