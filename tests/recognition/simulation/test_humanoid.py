"""The simulated body keeps its bones, its feet and its hands where they belong."""

import numpy as np
import pytest

from recognition.simulation import humanoid, stage, true_measures
from recognition.simulation.body import Body
from recognition.simulation.course import follow
from recognition.simulation.humanoid import Skeleton
from recognition.simulation.motions.catalog import MOTIONS
from recognition.simulation.phases import Cycle

BODY = Body(stature_m=1.8, girth=1.1)
LENGTHS = {
    ("hip", "knee"): BODY.thigh,
    ("knee", "ankle"): BODY.shank,
    ("shoulder", "elbow"): BODY.upper_arm,
    ("elbow", "wrist"): BODY.forearm,
}


def _performed(exercise: str) -> Skeleton:
    side = "both" if stage.side(exercise) == "both" else "left"
    cycle = Cycle(0.5, 1.5, 0.2, 1.5, 0.0, side=side)
    course = follow((cycle,), np.linspace(0.0, 4.0, 241))
    return humanoid.pose(BODY, MOTIONS[exercise]().posture(BODY, course))


@pytest.mark.parametrize("exercise", sorted(MOTIONS))
@pytest.mark.parametrize("ends", sorted(LENGTHS))
def test_bones_keep_their_length(exercise: str, ends: tuple[str, str]) -> None:
    skeleton = _performed(exercise)
    for side in ("left", "right"):
        first, second = (skeleton.joint(f"{side}_{end}") for end in ends)
        length = np.linalg.norm(first - second, axis=1)
        assert np.abs(length / LENGTHS[ends] - 1.0).max() < 0.01


@pytest.mark.parametrize("exercise", sorted(MOTIONS))
def test_nothing_sinks_into_the_floor_and_nothing_jumps(exercise: str) -> None:
    joints = _performed(exercise).joints
    assert joints[..., 2].min() > -0.015
    assert np.linalg.norm(np.diff(joints, axis=0), axis=-1).max() * 60.0 < 4.5


@pytest.mark.parametrize(
    "exercise",
    [
        "squat",
        "sit_to_stand",
        "biceps_curl",
        "push_up",
        "split_squat",
        "wall_squat",
        "glute_bridge",
        "sit_up",
        "plank",
        "side_plank",
        "side_bend",
        "mini_squat",
    ],
)
def test_the_feet_stay(exercise: str) -> None:
    skeleton = _performed(exercise)
    for side in ("left", "right"):
        ball = skeleton.joint(f"{side}_ball")
        assert np.abs(ball - ball[0]).max() < 1e-9


@pytest.mark.parametrize(
    ("exercise", "joint"),
    [
        ("push_up", "left_wrist"),
        ("plank", "left_wrist"),
        ("plank", "right_elbow"),
        ("side_plank", "left_elbow"),
        ("bird_dog", "left_wrist"),
        ("bird_dog", "right_knee"),
        ("glute_bridge", "left_shoulder"),
        ("step_up", "left_ball"),
        ("hurdle_step", "right_ball"),
        ("marching", "right_ball"),
        ("lunge", "right_ball"),
        ("side_lunge", "right_ball"),
        ("single_leg_stand", "left_ball"),
        ("seated_knee_extension", "right_ball"),
        ("straight_leg_raise", "right_ball"),
        ("push_up_incline", "left_wrist"),
        ("push_up_wall", "right_wrist"),
        ("clamshell", "left_ball"),
    ],
)
def test_what_carries_the_body_stays_within_a_centimeter(
    exercise: str, joint: str
) -> None:
    place = _performed(exercise).joint(joint)
    assert np.linalg.norm(place - place[0], axis=1).max() < 0.01


@pytest.mark.parametrize(
    ("exercise", "measure", "rest", "peak"),
    [
        ("squat", "knee_flexion", 8.0, 100.0),
        ("sit_to_stand", "knee_flexion", 96.0, 6.0),
        ("shoulder_abduction", "shoulder_abduction", 9.0, 125.0),
        ("biceps_curl", "elbow_flexion", 12.0, 135.0),
        ("push_up", "elbow_flexion", 10.0, 100.0),
        ("lunge", "knee_flexion", 13.0, 95.0),
        ("hip_abduction", "hip_abduction", 0.0, 34.0),
        ("hip_extension", "thigh_forward", 4.0, -22.0),
        ("marching", "hip_flexion", 4.0, 87.0),
        ("standing_leg_raise", "thigh_forward", 4.0, 54.0),
        ("knee_flexion_standing", "knee_flexion", 4.0, 100.0),
        ("shoulder_flexion", "shoulder_flexion", 9.0, 139.0),
    ],
)
def test_the_primary_angle_is_the_one_asked_for(
    exercise: str, measure: str, rest: float, peak: float
) -> None:
    angle = true_measures.series(measure, "left", _performed(exercise))
    assert angle[0] == pytest.approx(rest, abs=2.0)
    assert angle[int(2.1 * 60)] == pytest.approx(peak, abs=2.0)


def test_left_and_right_mirror_each_other() -> None:
    skeleton = _performed("squat")
    for name in ("knee", "wrist", "toe"):
        left = skeleton.joint(f"left_{name}")
        right = skeleton.joint(f"right_{name}") * np.array([1.0, -1.0, 1.0])
        np.testing.assert_allclose(left, right, atol=1e-9)
