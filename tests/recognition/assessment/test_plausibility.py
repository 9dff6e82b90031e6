"""Bones that change their length are guesses, not a body."""

import numpy as np
import pytest

from recognition.assessment import plausibility
from recognition.poses import PoseSequence
from recognition.skeleton import INDEX
from tests.recognition.stick_figure import Figure

LEG = ("left_hip", "left_knee", "left_ankle")


def poses_with(spread, joint="left_ankle"):
    poses = Figure(60).seen(yaw=90)
    wobble = 1.0 + spread * np.sqrt(2.0) * np.sin(np.arange(60) * 2 * np.pi / 20)
    knee = poses.world[:, INDEX["left_knee"]]
    bone = poses.world[:, INDEX[joint]] - knee
    poses.world[:, INDEX[joint]] = knee + bone * wobble[:, None]
    return poses


@pytest.mark.parametrize(
    ("spread", "follows"), [(0.0, True), (0.1, True), (0.3, False)]
)
def test_a_bone_keeps_its_length(spread, follows):
    every = np.ones(60, dtype=bool)
    assert plausibility.follows_body(poses_with(spread), LEG, every) is follows


def test_only_the_bones_that_matter_are_asked():
    every = np.ones(60, dtype=bool)
    wild = poses_with(0.3)
    assert plausibility.follows_body(wild, ("right_hip", "right_knee"), every)
    assert not plausibility.follows_body(wild, ("left_heel",), every)


def test_without_world_landmarks_nothing_is_doubted():
    poses = poses_with(0.0)
    poses.world[:] = np.nan
    assert plausibility.follows_body(poses, LEG, np.ones(60, dtype=bool))


def test_a_wild_leg_is_not_judged_and_its_tempo_neither(perform):
    performance = perform["squat"](depth=40.0, frames_each=20)
    poses = performance.poses(yaw=90)
    shin = [INDEX["left_ankle"], INDEX["left_heel"], INDEX["left_foot_index"]]
    shake = 0.2 * np.sign(np.sin(np.arange(len(poses))))
    poses.world[:, shin, 1] += shake[:, None]
    repetition = performance.judged(poses).repetitions[0]
    reasons = {n.mistake: n.reason for n in repetition.not_assessed}
    assert reasons["shallow_depth"] == plausibility.REASON
    assert reasons["too_fast"] == plausibility.REASON
    assert "forward_lean" not in reasons
    assert repetition.score is None


def test_a_tempo_needs_no_depth(perform):
    """Seen from an oblique angle, bones seem to change more in depth than they may."""
    performance = perform["squat"](depth=90.0, frames_each=20)
    poses = performance.poses(yaw=35)
    shin = [INDEX["left_ankle"], INDEX["left_heel"], INDEX["left_foot_index"]]
    shake = 0.09 * np.sign(np.sin(np.arange(len(poses))))
    poses.world[:, shin, 1] += shake[:, None]
    repetition = performance.judged(poses).repetitions[0]
    reasons = {
        n.mistake: n.reason for n in repetition.not_assessed if n.side != "right"
    }
    assert reasons["shallow_depth"] == plausibility.REASON
    assert "too_fast" not in reasons


def test_a_body_that_jumps_about_is_guessed():
    poses = Figure(60).seen(yaw=90)
    every = np.ones(60, dtype=bool)
    assert plausibility.follows_body(poses, LEG, every)
    poses.landmarks[::2, :, 0] += 0.2
    wild = PoseSequence(
        poses.time_s,
        poses.landmarks,
        poses.world,
        poses.visibility,
        poses.width,
        poses.height,
    )
    assert not plausibility.follows_body(wild, LEG, every)


def test_hands_may_be_faster_than_a_body():
    poses = Figure(60).seen(yaw=90)
    hands = [INDEX[f"{side}_wrist"] for side in ("left", "right")]
    poses.landmarks[::2, hands, 0] += 0.2
    every = np.ones(60, dtype=bool)
    assert plausibility.follows_body(poses, LEG, every)


def test_feet_may_be_faster_than_a_body():
    poses = Figure(60).seen(yaw=90)
    feet = [INDEX[f"{side}_ankle"] for side in ("left", "right")]
    poses.landmarks[::2, feet, 0] += 0.2
    every = np.ones(60, dtype=bool)
    assert plausibility.follows_body(poses, LEG, every)


def shifted(across):
    """Return a figure that is carried across the picture, in torso lengths (T,)."""
    poses = Figure(len(across)).seen(yaw=90)
    pixels = poses.pixels()
    torso = np.linalg.norm(
        pixels[:, 11:13].mean(axis=1) - pixels[:, 23:25].mean(axis=1), axis=1
    )
    poses.landmarks[:, :, 0] += (np.median(torso) * across / poses.width)[:, None]
    return poses


def test_hips_that_jump_to_another_person_and_back_are_no_body():
    there = np.zeros(60)
    there[28:32] = 0.6
    there = np.convolve(there, np.ones(3) / 3, mode="same")
    every = np.ones(60, dtype=bool)
    assert not plausibility.follows_body(shifted(there), LEG, every)


def test_a_patient_may_walk_through_the_picture():
    walked = np.linspace(0.0, 5.0, 60)  # at 1.3 m/s
    every = np.ones(60, dtype=bool)
    assert plausibility.follows_body(shifted(walked), LEG, every)
