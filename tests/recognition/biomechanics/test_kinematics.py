"""Measures give back the angles that a figure was posed with, from every side."""

import numpy as np
import pytest

from recognition.biomechanics.kinematics import QUANTITIES, better_seen, measure_series
from recognition.skeleton import INDEX, mirrored, opposite
from tests.recognition.stick_figure import Figure, cycles, lying

VIEWS = (0, 30, 60, 90, 120, 180, -45, -90)
# Perspective and the turn away from a plane; measured on the figure itself.
CLOSE_DEG = 7.0


def squat(**changes):
    course, _ = cycles(5.0, 95.0, repetitions=1)
    posture = {"knee": course, "hip": course, "shank": 0.3 * course, **changes}
    return Figure(len(course), **posture), course


@pytest.mark.parametrize("yaw", VIEWS)
class TestFromEverySide:
    def test_knee_flexion(self, yaw):
        figure, course = squat()
        measured = measure_series("knee_flexion", "both", figure.seen(yaw=yaw))
        np.testing.assert_allclose(measured, course, atol=CLOSE_DEG)

    def test_trunk_lean_is_positive_forward(self, yaw):
        figure, course = squat()
        measured = measure_series("trunk_lean_forward", "both", figure.seen(yaw=yaw))
        np.testing.assert_allclose(measured, 0.3 * course, atol=CLOSE_DEG)

    def test_elbow_flexion(self, yaw):
        figure = Figure(5, elbow=110.0)
        measured = measure_series("elbow_flexion", "left", figure.seen(yaw=yaw))
        np.testing.assert_allclose(measured, 110.0, atol=CLOSE_DEG)

    def test_shoulder_abduction(self, yaw):
        figure = Figure(5, arm_side=80.0)
        poses = figure.seen(yaw=yaw)
        measured = measure_series("shoulder_abduction", "both", poses)
        np.testing.assert_allclose(measured, 80.0, atol=CLOSE_DEG)

    def test_the_upper_arm_in_front_is_positive_and_behind_negative(self, yaw):
        for degrees in (35.0, -35.0):
            poses = Figure(5, arm_forward=degrees).seen(yaw=yaw)
            measured = measure_series("upper_arm_forward", "right", poses)
            np.testing.assert_allclose(measured, degrees, atol=CLOSE_DEG)

    def test_leaning_to_the_left_is_positive_for_the_left_side(self, yaw):
        poses = Figure(5, lean_side=15.0).seen(yaw=yaw)
        left = measure_series("trunk_lean_side", "left", poses)
        right = measure_series("trunk_lean_side", "right", poses)
        np.testing.assert_allclose(left, 15.0, atol=3.0)
        np.testing.assert_allclose(right, -left)

    def test_knees_that_fall_inward_are_positive_on_both_sides(self, yaw):
        poses = Figure(5, valgus=0.05).seen(yaw=yaw)
        for side in ("left", "right"):
            measured = measure_series("knee_valgus", side, poses)
            expected = 2 * np.degrees(np.arctan(0.05 / 0.42))
            np.testing.assert_allclose(measured, expected, atol=3.0)


@pytest.mark.parametrize("yaw", VIEWS)
def test_an_abducted_thigh_is_positive_outward_on_both_sides(yaw):
    poses = Figure(3, lean_side=-20.0).seen(yaw=yaw)
    left = measure_series("hip_abduction", "left", poses)
    right = measure_series("hip_abduction", "right", poses)
    # The trunk leans to the right: it closes in on the right thigh.
    np.testing.assert_allclose(left, -20.0, atol=4.0)
    np.testing.assert_allclose(right, 20.0, atol=4.0)


@pytest.mark.parametrize("yaw", VIEWS)
def test_a_thigh_in_front_of_the_trunk_is_positive_and_behind_it_negative(yaw):
    for degrees in (40.0, -25.0):
        poses = Figure(3, hip=degrees).seen(yaw=yaw)
        measured = measure_series("thigh_forward", "left", poses)
        np.testing.assert_allclose(measured, degrees, atol=CLOSE_DEG)


def test_a_forearm_that_turns_outward_is_positive():
    poses = Figure(3, elbow=90.0).seen(yaw=30)
    for side, toward in (("left", 1.0), ("right", -1.0)):
        ahead = measure_series("forearm_outward", side, poses)
        np.testing.assert_allclose(ahead, 0.0, atol=1.0)
        turned = Figure(3, elbow=90.0).seen(yaw=0)
        turned.world[:, INDEX[f"{side}_wrist"], 0] += toward * 0.26
        outward = measure_series("forearm_outward", side, turned)
        np.testing.assert_allclose(outward, 45.0, atol=1.0)


def test_a_forearm_never_points_behind_whatever_depth_says():
    poses = Figure(3, elbow=90.0).seen(yaw=0)
    for elbow, wrist in ((13, 15), (14, 16)):
        ahead = poses.world[:, wrist, 2] - poses.world[:, elbow, 2]
        poses.world[:, wrist, 2] -= 2.0 * ahead
    for side in ("left", "right"):
        degrees = measure_series("forearm_outward", side, poses)
        np.testing.assert_allclose(degrees, 0.0, atol=1.0)


def turned_shoulders(yaw, degrees):
    """Return a figure whose last frame turns chest and head to the left."""
    poses = Figure(9).seen(yaw=yaw)
    turned = np.radians(degrees)
    before_chest = [INDEX[name] for name in ("nose", "left_elbow", "right_elbow")]
    poses.landmarks[-1, before_chest, 0] += 0.05 * np.sin(turned)
    ends = [INDEX[f"{side}_shoulder"] for side in ("left", "right")]
    for points in (poses.landmarks, poses.world):
        middle = points[-1, ends].mean(axis=0)
        points[-1, ends, 0] = middle[0] + (points[-1, ends, 0] - middle[0]) * np.cos(
            turned
        )
    for shoulder, sign in zip(ends, (1.0, -1.0), strict=True):
        poses.world[-1, shoulder, 2] = sign * 0.18 * np.sin(turned)
    return poses


def test_turning_the_shoulders_to_the_left_is_positive_for_the_left():
    poses = turned_shoulders(yaw=0, degrees=40.0)
    left = measure_series("trunk_rotation", "left", poses)
    assert 25.0 < left[-1] < 41.0
    np.testing.assert_allclose(left[:-1], 0.0, atol=5.0)
    np.testing.assert_allclose(measure_series("trunk_rotation", "right", poses), -left)


def test_the_side_that_a_chest_turns_to_is_told_though_depth_says_the_other():
    poses = turned_shoulders(yaw=0, degrees=40.0)
    poses.world[-1, [11, 12], 2] *= -1.0
    assert measure_series("trunk_rotation", "left", poses)[-1] > 15.0


def test_how_far_the_shoulders_turn_is_told_by_their_width_whatever_depth_says():
    poses = turned_shoulders(yaw=0, degrees=40.0)
    poses.world[-1, [11, 12], 2] = 0.0
    turn = measure_series("trunk_turn", "both", poses)
    assert turn[-1] == pytest.approx(40.0, abs=2.0)
    np.testing.assert_allclose(turn[:-1], 0.0, atol=1.0)


def test_hips_that_sag_in_a_side_plank_are_positive():
    straight = lying(Figure(3).seen(yaw=0))
    line = measure_series("side_line", "both", straight)
    np.testing.assert_allclose(line, 0.0, atol=2.0)
    poses = lying(Figure(3).seen(yaw=0))
    for side in ("left", "right"):
        poses.landmarks[:, INDEX[f"{side}_hip"], 1] += 0.05
    assert (measure_series("side_line", "both", poses) > 8.0).all()


@pytest.mark.parametrize(("aside", "ahead"), [(90.0, 0.0), (20.0, 85.0)])
def test_an_arm_that_points_at_the_camera_still_has_its_elbow_angle(aside, ahead):
    poses = Figure(3, arm_side=aside, arm_forward=ahead, elbow=15.0).seen(yaw=0)
    measured = measure_series("elbow_flexion_frontal", "left", poses)
    bent = 15.0 if ahead else 0.0  # aside, the figure's elbow turns about the arm
    np.testing.assert_allclose(measured, bent, atol=5.0)


def test_a_lifted_heel_is_seen_from_the_side():
    flat = measure_series("heel_lift", "left", Figure(3).seen(yaw=90))
    lifted = measure_series("heel_lift", "left", Figure(3, heel=0.06).seen(yaw=90))
    np.testing.assert_allclose(lifted - flat, 15.3, atol=2.0)


def test_the_knee_in_front_of_the_toes_is_positive():
    upright = measure_series("knee_over_toe", "left", Figure(3).seen(yaw=90))
    leaning = Figure(3, shank=40.0, knee=80.0, hip=80.0).seen(yaw=90)
    # Middle of the knee over the ankle, toes 0.17 m ahead, leg 0.84 m, half a knee.
    np.testing.assert_allclose(upright, -0.17 / 0.84 + 0.06, atol=0.02)
    assert (measure_series("knee_over_toe", "left", leaning) > 0).all()


def test_knees_together_lower_the_knee_separation():
    apart = measure_series("knee_separation", "both", Figure(3).seen())
    closer = measure_series("knee_separation", "both", Figure(3, valgus=0.05).seen())
    np.testing.assert_allclose(apart, 1.0, atol=0.05)
    np.testing.assert_allclose(closer, 0.5, atol=0.06)


def test_the_knee_separation_does_not_depend_on_a_small_turn_of_the_camera():
    figure = Figure(3, knee=90.0, hip=90.0, shank=30.0, valgus=0.04)
    straight = measure_series("knee_separation", "both", figure.seen(yaw=0))
    turned = measure_series("knee_separation", "both", figure.seen(yaw=20))
    np.testing.assert_allclose(straight, 0.6, atol=0.05)
    np.testing.assert_allclose(turned, straight, atol=0.08)


def test_with_the_feet_together_there_is_no_knee_separation():
    poses = Figure(3).seen()
    for side in ("left", "right"):
        poses.landmarks[:, INDEX[f"{side}_ankle"], 0] = 0.5
        poses.world[:, INDEX[f"{side}_ankle"], 0] = 0.0
    assert np.isnan(measure_series("knee_separation", "both", poses)).all()


def test_the_knee_inside_the_toes_is_positive_on_both_sides():
    poses = Figure(3, valgus=0.05).seen()
    for side in ("left", "right"):
        measured = measure_series("knee_inside_toe", side, poses)
        np.testing.assert_allclose(measured, 0.05 / 0.84, atol=0.02)


@pytest.mark.parametrize("name", sorted(QUANTITIES))
class TestEveryMeasure:
    def poses(self):
        course, _ = cycles(5.0, 70.0, repetitions=1)
        return Figure(
            len(course),
            knee=course,
            hip=course,
            shank=0.3 * course,
            elbow=course,
            arm_side=0.4 * course,
            arm_side_right=0.2 * course,
            arm_forward=0.3 * course,
            lean_side=8.0,
        )

    @pytest.mark.parametrize("yaw", [15, 75])
    def test_mirrored_gives_the_other_side(self, name, yaw):
        poses = self.poses().seen(yaw=yaw, noise=0.5)
        for side in ("left", "right"):
            here = measure_series(name, side, poses)
            there = measure_series(name, opposite(side), mirrored(poses))
            np.testing.assert_allclose(here, there, atol=1e-6)

    def test_does_not_depend_on_the_distance_of_the_camera(self, name):
        yaw = 85 if QUANTITIES[name].plane == "sagittal" else 5
        near = measure_series(name, "left", self.poses().seen(yaw=yaw, distance=4))
        far = measure_series(name, "left", self.poses().seen(yaw=yaw, distance=9))
        atol = 6.0 if QUANTITIES[name].unit == "deg" else 0.06
        if name == "pelvis_rise":  # only its change means anything
            near, far = near - near[0], far - far[0]
        np.testing.assert_allclose(near, far, atol=atol)

    def test_a_hidden_joint_gives_nan_and_not_a_guess(self, name):
        poses = self.poses().seen(yaw=60)
        joint = INDEX[QUANTITIES[name].needs("left")[0]]
        poses.landmarks[10:20, joint] = np.nan
        poses.world[10:20, joint] = np.nan
        values = measure_series(name, "left", poses)
        assert np.isnan(values[10:20]).all()
        assert np.isfinite(values[30:]).all()


def test_both_is_the_mean_of_the_sides():
    poses = Figure(3, arm_side=80.0, arm_side_right=60.0).seen()
    both = measure_series("shoulder_abduction", "both", poses)
    np.testing.assert_allclose(both, 70.0, atol=2.0)


def test_a_side_hidden_behind_the_body_does_not_count():
    poses = Figure(3, arm_side=80.0, arm_side_right=60.0).seen()
    poses.visibility[:, [INDEX["right_elbow"], INDEX["right_wrist"]]] = 0.2
    assert better_seen(QUANTITIES["shoulder_abduction"], poses) == "left"
    both = measure_series("shoulder_abduction", "both", poses)
    np.testing.assert_allclose(both, 80.0, atol=2.0)


def test_an_unknown_measure_is_an_error():
    with pytest.raises(KeyError):
        measure_series("charm", "left", Figure(3).seen())


@pytest.mark.parametrize("turned_deg", [-20, 20])
def test_what_a_small_turn_shortens_is_made_up_for(turned_deg):
    figure = Figure(5, knee=90.0, hip=60.0, shank=30.0)
    straight, turned = (
        measure_series("knee_flexion", "left", figure.seen(yaw=yaw))
        for yaw in (90, 90 + turned_deg)
    )
    np.testing.assert_allclose(turned, straight, atol=2.5)
