"""The estimator's errors act as they were fitted, and on every view."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from recognition.exercises.catalog import get
from recognition.poses import PoseSequence
from recognition.simulation import (
    noise,
    noise_films,
    noise_fit,
    observation,
    occlusion,
    stage,
)
from recognition.simulation.camera import Camera
from recognition.simulation.motions.catalog import MOTIONS
from recognition.simulation.scenario import Scenario, Variation, perform
from recognition.skeleton import INDEX

LONG = Variation(lead_s=30.0)


def _seen(yaw_deg: float, **changes: Any) -> tuple[PoseSequence, PoseSequence]:
    scenario = Scenario(
        "squat", 1, variation=LONG, camera=Camera(yaw_deg=yaw_deg), seed=3
    )
    performance = perform(scenario)
    true = observation.ideal(performance)
    errors = replace(noise.fitted()[noise.group(yaw_deg, "upright")], **changes)
    statures = noise_films.statures_px(true, scenario.body.stature_m)
    generator = np.random.default_rng(1)
    return true, noise.disturbed(true, errors, statures, generator)


def test_a_fit_to_disturbed_landmarks_finds_the_errors_again() -> None:
    none = {"between": np.zeros((33, 2)), "world_between": np.zeros((33, 3))}
    true, seen = _seen(0.0, lost=0.0, swapped=0.0, fast=np.zeros(33), **none)
    scenario_stature = 1.72
    sample = noise_films.Sample(
        true, seen, noise_films.statures_px(true, scenario_stature), "upright_0"
    )

    again = noise_fit.fit([sample, replace(sample, group="prone_90")])["upright_0"]

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
    assert noise.group(-90.0, "upright") == noise.group(90.0, "upright")
    assert noise.group(170.0, "prone") == "prone_180"
    poses, _seen_poses = _seen(90.0)
    assert noise.is_mirrored(poses, -90.0, "upright")
    assert not noise.is_mirrored(poses, 90.0, "upright")


@pytest.mark.parametrize("yaw_deg", [0.0, -30.0, 180.0])
@pytest.mark.parametrize(("above", "expected"), [("left", False), ("right", True)])
def test_errors_on_the_side_are_kept_for_the_left_side_above(
    yaw_deg: float, above: str, expected: bool
) -> None:
    performance = perform(
        Scenario("clamshell", 1, side=above, camera=stage.camera("clamshell", yaw_deg))
    )
    poses = observation.ideal(performance)

    assert noise.is_mirrored(poses, yaw_deg, "side") is expected


def test_every_exercise_has_errors_from_every_direction() -> None:
    wanted = {
        noise.group(yaw, noise.family(get(exercise).posture))
        for exercise in MOTIONS
        for yaw in noise.BINS
    }

    assert wanted <= set(noise.fitted())


def test_a_far_leg_is_fitted_apart_where_it_is_covered_and_where_not() -> None:
    performance = perform(Scenario("lunge", 1, camera=Camera(yaw_deg=90.0)))
    true = observation.ideal(performance)
    statures = noise_films.statures_px(true, performance.scenario.body.stature_m)
    open_ = occlusion.clearness(true.pixels(), statures)
    knee = INDEX["right_knee"]
    shown = open_[:, knee] >= 0.5
    visibility = np.where(shown, 0.8, 0.2)[:, None] * np.ones((1, 33))
    seen = replace(true, visibility=visibility)

    fitted = noise_fit.fit([noise_films.Sample(true, seen, statures, "upright_90")])

    errors = fitted["upright_90"]
    assert (errors.seen[knee], errors.clear[knee]) == pytest.approx((0.2, 0.8))
    assert errors.seen_jitter[knee] == pytest.approx(0.0, abs=1e-9)
    nose = INDEX["nose"]
    assert errors.seen[nose] == errors.clear[nose]


def test_the_same_seed_gives_the_same_observation() -> None:
    scenario = Scenario("lunge", 2, side="alternating", seed=8)
    first, second = (observation.observe(perform(scenario)) for _ in range(2))
    np.testing.assert_array_equal(first.landmarks, second.landmarks)
    np.testing.assert_array_equal(first.world, second.world)


def test_no_film_shows_a_wall_instead_of_the_patient() -> None:
    shown = {(exercise, yaw) for exercise, yaw, _seed in noise_films.jobs()}

    assert {exercise for exercise, _yaw in shown} == set(MOTIONS)
    assert ("wall_squat", 90.0) in shown
    assert ("wall_squat", 180.0) not in shown
    assert ("push_up_wall", 180.0) in shown
    assert ("push_up_wall", 0.0) not in shown
    assert len({seed for _e, _y, seed in noise_films.jobs()}) == len(shown)
