"""A trial holds a judgment against the truth of its recording."""

import pytest

from recognition.benchmarks.accuracy import grid, page, summary, trial
from recognition.benchmarks.accuracy.trial import Trial, Verdict
from recognition.exercises.catalog import get
from recognition.simulation import observation
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Made, Scenario, Variation, perform


def test_error_free_landmarks_give_small_errors() -> None:
    made = (Made("forward_lean", 2.0, first=3, last=3),)
    camera = Camera(yaw_deg=90.0)
    performance = perform(Scenario("squat", 4, mistakes=made, camera=camera))

    found = trial.run(performance, observation.ideal(performance))

    assert found.counted == 4
    assert found.view_is_right
    assert found.yaw_error_deg == pytest.approx(0.0, abs=10.0)
    assert max(abs(e) for e in found.peak_errors_deg) < 8.0
    assert min(found.overlaps) > 0.5
    lean = [v for v in found.verdicts if v.mistake == "forward_lean"]
    assert [v.found for v in lean] == [False, False, True, False]


@pytest.mark.parametrize("grade", [0.5, 1.0, 2.0])
def test_the_true_grade_is_the_one_that_was_made(grade: float) -> None:
    made = (Made("forward_lean", grade, first=2, last=2),)
    steady = Variation(jitter=0.0, liveliness=0.0)
    performance = perform(Scenario("squat", 2, mistakes=made, variation=steady))
    exercise = get("squat")
    rule = exercise.mistake("forward_lean")

    grades = [
        trial.true_grade(performance, exercise, rule, cycle)
        for cycle in performance.cycles
    ]

    habit = grades[0]
    assert habit < 0.9
    wanted = grade if grade >= 1.0 else habit + grade * (1.0 - habit)
    assert grades[1] == pytest.approx(wanted, abs=0.08)


def test_clear_mistakes_count_and_those_near_the_limit_do_not() -> None:
    one = Trial("squat", "left", true_count=3, counted=4)
    one.verdicts = [
        Verdict("a", 2.0, found=True),
        Verdict("a", 1.6, found=False),
        Verdict("a", 1.1, found=False),
        Verdict("a", 0.9, found=True),
        Verdict("a", 0.2, found=True),
        Verdict("a", -1.0, found=False),
    ]
    results = {"source": "hand-made trials", **summary.summarize([one])}

    assert results["overall"]["recall"] == 0.5
    assert results["overall"]["precision"] == 0.5
    assert results["overall"]["count_exact"] == 0.0
    assert results["overall"]["count_within_one"] == 1.0
    assert "| squat | a | left |" in page.markdown(results)


def test_the_grid_is_fixed_and_keeps_clear_of_the_seeds_that_were_fitted() -> None:
    first, second = (list(grid.scenarios(("squat",))) for _ in range(2))
    assert first == second
    assert min(s.seed for s in first) >= grid.FIRST_SEED
    assert len({s.seed for s in first}) == len(first)


def test_an_exercise_that_is_held_counts_its_holds() -> None:
    camera = Camera(yaw_deg=90.0, distance_m=2.9, height_m=0.75, aim_m=0.35)
    performance = perform(Scenario("plank", 1, camera=camera))

    found = trial.run(performance, observation.ideal(performance))

    assert (found.true_count, found.counted) == (1, 1)
    assert found.overlaps[0] > 0.6


def test_what_is_recognized_is_asked_without_the_prescription() -> None:
    performance = perform(Scenario("jumping_jack", 4, seed=500_123))

    found = trial.run(performance, observation.observe(performance))

    assert found.recognized == "jumping_jack"  # the rules alone have no name for it
