"""The score of simulated patients: monotone, the same in the mirror, far and turned."""

import itertools
from dataclasses import replace
from functools import cache

import pytest

from recognition import cleaning, repetitions, viewpoint
from recognition.assessment import assess
from recognition.exercises import catalog
from recognition.simulation import observation, stage
from recognition.simulation.scenario import Made, Scenario, Variation, perform
from recognition.skeleton import mirrored

# Mistakes that lie in the picture from the view.
CASES = [
    ("squat", "forward_lean", 90.0),
    ("squat", "shallow_depth", 90.0),
    ("sit_to_stand", "excessive_lean", 90.0),
    ("shoulder_abduction", "trunk_lean", 0.0),
]
STILL = Variation(jitter=0.0, liveliness=0.0)


@cache
def poses(exercise, yaw, *, mistake=None, grade=0.0, farther=1.0):
    camera = stage.camera(exercise, yaw)
    scenario = Scenario(
        exercise,
        3,
        side=stage.side(exercise),
        mistakes=(Made(mistake, grade),) if mistake else (),
        variation=STILL,
        camera=replace(camera, yaw_deg=yaw, distance_m=camera.distance_m * farther),
        seed=3,
    )
    return observation.ideal(perform(scenario))


def score(sequence, code):
    cleaned, exercise = cleaning.clean(sequence), catalog.get(code)
    segmentation = repetitions.segment(cleaned, exercise)
    view = viewpoint.estimate(cleaned)
    found = assess(cleaned, exercise, segmentation, view).summary.score
    assert found is not None
    return found


@pytest.mark.parametrize(("exercise", "mistake", "yaw"), CASES)
def test_a_graver_mistake_never_raises_it(exercise, mistake, yaw):
    grades = (0.0, 1.0, 1.75, 2.5)
    scores = [
        score(poses(exercise, yaw, mistake=mistake, grade=g), exercise) for g in grades
    ]
    assert all(b <= a + 0.5 for a, b in itertools.pairwise(scores)), scores
    assert scores[-1] < scores[0] - 5.0


@pytest.mark.parametrize(("exercise", "mistake", "yaw"), CASES)
def test_the_mirror_does_not_change_it(exercise, mistake, yaw):
    seen = poses(exercise, yaw, mistake=mistake, grade=2.0)
    assert score(mirrored(seen), exercise) == pytest.approx(
        score(seen, exercise), abs=1
    )


@pytest.mark.parametrize(("exercise", "mistake", "yaw"), CASES)
def test_a_camera_farther_away_does_not_change_it(exercise, mistake, yaw):
    near, far = (
        score(poses(exercise, yaw, mistake=mistake, grade=2.0, farther=f), exercise)
        for f in (1.0, 1.6)
    )
    assert far == pytest.approx(near, abs=5.0)


@pytest.mark.parametrize("turned", [-20.0, 20.0])
@pytest.mark.parametrize(("exercise", "mistake", "yaw"), CASES)
def test_a_camera_that_stands_a_little_off_changes_it_by_few_points(
    exercise, mistake, yaw, turned
):
    clean = [score(poses(exercise, y), exercise) for y in (yaw, yaw + turned)]
    wrong = [
        score(poses(exercise, y, mistake=mistake, grade=2.0), exercise)
        for y in (yaw, yaw + turned)
    ]
    assert clean[1] == pytest.approx(clean[0], abs=5.0)
    assert wrong[1] == pytest.approx(wrong[0], abs=5.0)
