"""The estimator's errors act as they were fitted, and on every view."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from recognition.poses import PoseSequence
from recognition.simulation import noise, noise_fit, observation
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, Variation, perform

LONG = Variation(lead_s=30.0)


def _seen(yaw_deg: float, **changes: Any) -> tuple[PoseSequence, PoseSequence]:
    scenario = Scenario(
        "squat", 1, variation=LONG, camera=Camera(yaw_deg=yaw_deg), seed=3
    )
    performance = perform(scenario)
    true = observation.ideal(performance)
    errors = replace(noise.fitted()[noise.group(yaw_deg, lying=False)], **changes)
    statures = noise_fit.statures_px(true, scenario.body.stature_m)
    generator = np.random.default_rng(1)
    return true, noise.disturbed(true, errors, statures, generator)


def test_a_fit_to_disturbed_landmarks_finds_the_errors_again() -> None:
    true, seen = _seen(0.0, lost=0.0, swapped=0.0, fast=np.zeros(33))
    scenario_stature = 1.72
    sample = noise_fit.Sample(
        true, seen, noise_fit.statures_px(true, scenario_stature), "upright_0"
    )

    again = noise_fit.fit([sample, replace(sample, group="lying_90")])["upright_0"]

    errors = noise.fitted()["upright_0"]
    np.testing.assert_allclose(again.offset, errors.offset, atol=0.012)
    np.testing.assert_allclose(again.jitter, errors.jitter, atol=0.012)
    assert np.abs(again.memory - errors.memory).max() < 0.12


def test_fast_noise_is_measured_as_it_was_added() -> None:
    fast = np.linspace(0.002, 0.006, 33)
    _true, seen = _seen(0.0, lost=0.0, swapped=0.0, jitter=np.zeros((33, 2)), fast=fast)
    measured = noise_fit.trembling([seen])
    assert np.abs(measured[11:] / fast[11:] - 1.0).max() < 0.25


def test_gaps_and_swaps_come_as_often_as_asked() -> None:
    true, seen = _seen(90.0, lost=0.1, swapped=0.0)
    assert np.mean(~seen.found) == pytest.approx(0.1, abs=0.04)
    assert not np.isfinite(seen.world[~seen.found]).any()
    assert (seen.visibility[~seen.found] == 0.0).all()
    assert true.found.all()


def test_landmarks_outside_the_picture_are_hardly_seen() -> None:
    near = Camera(distance_m=0.9)
    performance = perform(Scenario("squat", 1, camera=near))
    poses = observation.observe(performance)
    ankle = poses.landmarks[0, 27]
    assert ankle[1] > 1.1
    assert poses.visibility[0, 27] < 0.2
    assert poses.visibility[0, 11] > 0.8


def test_the_mirrored_view_has_the_mirrored_errors() -> None:
    assert noise.group(-90.0, lying=False) == noise.group(90.0, lying=False)
    assert noise.group(170.0, lying=True) == "lying_180"


def test_the_same_seed_gives_the_same_observation() -> None:
    scenario = Scenario("lunge", 2, side="alternating", seed=8)
    first, second = (observation.observe(perform(scenario)) for _ in range(2))
    np.testing.assert_array_equal(first.landmarks, second.landmarks)
    np.testing.assert_array_equal(first.world, second.world)
