"""A scenario decides everything about a simulated recording."""

import json
from itertools import pairwise

import numpy as np
import pytest

from recognition.errors import UnknownExercise
from recognition.simulation import observation, stage
from recognition.simulation.camera import Camera
from recognition.simulation.motions.catalog import MOTIONS
from recognition.simulation.scenario import (
    Made,
    Scenario,
    Timing,
    Variation,
    perform,
)
from recognition.simulation.timeline import UnknownMistake
from recognition.skeleton import INDEX

WHOLE = Variation(
    walk_in=True, set_up=True, walk_out=True, attempts=2, fatigue=0.2, tremor_deg=1.0
)


def test_the_same_seed_gives_the_same_truth_and_another_seed_another() -> None:
    scenario = Scenario("squat", 3, variation=WHOLE, seed=11)
    first, second = perform(scenario).truth(), perform(scenario).truth()
    other = perform(Scenario("squat", 3, variation=WHOLE, seed=12)).truth()

    assert json.dumps(first.as_json()) == json.dumps(second.as_json())
    assert first.repetitions[0].end_s != other.repetitions[0].end_s


@pytest.mark.parametrize("exercise", sorted(MOTIONS))
def test_repetitions_and_attempts_lie_in_order_inside_the_recording(
    exercise: str,
) -> None:
    side = stage.side(exercise)
    truth = perform(Scenario(exercise, 4, side=side, variation=WHOLE, seed=1)).truth()
    spans = sorted(
        [(r.start_s, r.end_s) for r in truth.repetitions]
        + [(a.start_s, a.end_s) for a in truth.attempts]
    )

    assert len(truth.repetitions) == 4
    assert len(truth.attempts) == 2
    assert all(r.start_s < r.peak_s < r.end_s for r in truth.repetitions)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert spans[0][0] > 4.0, "walking in comes first"
    assert spans[-1][1] < truth.time_s[-1] - 4.0, "walking out comes last"


@pytest.mark.parametrize("exercise", ["sit_up", "superman", "plank", "clamshell"])
def test_the_way_down_to_the_floor_and_up_is_a_body_that_moves(exercise: str) -> None:
    side = stage.side(exercise)
    variation = Variation(set_up=True, walk_out=True)
    performance = perform(Scenario(exercise, 1, side=side, variation=variation))
    joints = performance.skeleton.joints
    before = performance.time_s < performance.cycles[0].start_s - 2.5
    knee = performance.truth().angles_deg["left_knee_flexion"][before]
    assert knee.max() > 110.0, "it goes over crouching"
    assert joints[0, :, 2].max() > 1.6, "it begins standing"
    assert joints[..., 2].min() > -0.05
    assert np.linalg.norm(np.diff(joints, axis=0), axis=-1).max() * 30.0 < 4.5


def test_a_recording_may_begin_inside_the_first_repetition() -> None:
    whole = perform(Scenario("squat", 3, seed=2))
    cut = perform(Scenario("squat", 3, variation=Variation(cut_start=0.6), seed=2))
    first, second = cut.truth().repetitions[:2]
    knee = {
        name: p.truth().angles_deg["left_knee_flexion"]
        for name, p in (("whole", whole), ("cut", cut))
    }
    gone = whole.cycles[0].start_s + 0.6 * whole.cycles[0].out_s
    assert (first.begins_cut, second.begins_cut) == (True, False)
    assert first.start_s == 0.0
    assert first.peak_s == pytest.approx(whole.cycles[0].peak_s - gone, abs=1e-6)
    assert knee["whole"][0] < 12.0
    assert knee["cut"][0] > 50.0


def test_a_recording_that_ends_inside_a_repetition_leaves_an_attempt() -> None:
    truth = perform(Scenario("squat", 3, variation=Variation(cut_end=0.7))).truth()
    assert len(truth.repetitions) == 2
    assert [a.reason for a in truth.attempts] == ["not_finished"]
    assert truth.attempts[0].end_s == pytest.approx(truth.time_s[-1], abs=1e-6)


def test_an_attempt_says_why_it_is_none() -> None:
    truth = perform(Scenario("squat", 3, variation=Variation(attempts=1))).truth()
    assert [a.reason for a in truth.attempts] == ["too_small"]


def test_nothing_jumps_between_arriving_exercising_and_leaving() -> None:
    performance = perform(Scenario("squat", 2, variation=WHOLE, seed=5))
    moved = np.linalg.norm(np.diff(performance.skeleton.joints, axis=0), axis=-1)
    assert moved.max() * 30.0 < 4.5


def test_a_mistake_is_in_the_truth_of_its_repetitions_only() -> None:
    made = (Made("forward_lean", 1.5, first=2, last=3),)
    truth = perform(Scenario("squat", 4, mistakes=made)).truth()
    grades = [[m.grade for m in r.mistakes] for r in truth.repetitions]
    assert grades == [[], [1.5], [1.5], []]


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UnknownExercise):
        perform(Scenario("somersault"))
    with pytest.raises(UnknownMistake, match="knees_inward"):
        perform(Scenario("squat", mistakes=(Made("bad_mood", 1.0),)))


def test_frames_may_come_unevenly_but_in_order() -> None:
    timing = Timing(rate_hz=25.0, jitter=0.2)
    time_s = perform(Scenario("squat", 2, timing=timing)).time_s
    gaps = np.diff(time_s)
    assert time_s[0] == 0.0
    assert gaps.min() > 0.0
    assert gaps.std() > 0.1 / 25.0
    assert gaps.mean() == pytest.approx(1.0 / 25.0, rel=0.05)


@pytest.mark.parametrize(
    ("yaw_deg", "name", "nearer"),
    [(90.0, "left", "left"), (-90.0, "right", "right")],
)
def test_a_positive_yaw_shows_the_left_side(
    yaw_deg: float, name: str, nearer: str
) -> None:
    performance = perform(Scenario("squat", 1, camera=Camera(yaw_deg=yaw_deg)))
    world = observation.ideal(performance).world
    depth = {s: world[0, INDEX[f"{s}_shoulder"], 2] for s in ("left", "right")}
    assert performance.truth().view.name == name
    assert min(depth, key=lambda side: depth[side]) == nearer


def test_from_the_front_the_left_shoulder_is_on_the_right_of_the_picture() -> None:
    poses = observation.ideal(perform(Scenario("squat", 1)))
    assert (
        poses.landmarks[0, INDEX["left_shoulder"], 0]
        > poses.landmarks[0, INDEX["right_shoulder"], 0]
    )
    assert (
        poses.landmarks[0, INDEX["nose"], 1] < poses.landmarks[0, INDEX["left_hip"], 1]
    )


def test_the_right_side_lags_where_the_body_is_asymmetric() -> None:
    uneven = Variation(asymmetry=0.2, jitter=0.0, liveliness=0.0)
    truth = perform(Scenario("biceps_curl", 1, variation=uneven)).truth()
    left = truth.angles_deg["left_elbow_flexion"].max()
    right = truth.angles_deg["right_elbow_flexion"].max()
    assert left - right == pytest.approx(0.2 * (135.0 - 12.0), abs=3.0)
