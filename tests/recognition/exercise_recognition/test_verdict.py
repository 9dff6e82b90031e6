"""Which exercise a recording shows: probabilities, `other`, what was prescribed."""

from dataclasses import replace

import numpy as np
import pytest

from recognition import exercise_recognition
from recognition.cleaning import clean
from recognition.exercise_recognition.features import features_of
from recognition.exercises import catalog
from recognition.repetitions import boundaries
from recognition.skeleton import mirrored
from tests.recognition.repetitions.movements import angle, arm_raises, squats
from tests.recognition.stick_figure import Figure


def _probability(verdict, code):
    return next(c.probability for c in verdict.candidates if c.code == code)


@pytest.fixture(scope="module")
def squat_poses():
    return squats(100, 95, 100)


@pytest.fixture(scope="module")
def abduction_poses():
    return arm_raises(angle(90, 90, 90), angle(90, 90, 90))


def test_a_squat_is_recognized(squat_poses):
    verdict = exercise_recognition.recognize(squat_poses)
    assert verdict.code == "squat"
    assert verdict.source == "recognized"
    assert verdict.confidence > 0.5


def test_raising_the_arms_sideways_is_recognized(abduction_poses):
    assert exercise_recognition.recognize(abduction_poses).code == "shoulder_abduction"


def test_the_verdict_rests_on_postures_not_on_when_a_movement_is_timed(
    squat_poses, monkeypatch
):
    before = exercise_recognition.recognize(squat_poses).candidates
    monkeypatch.setattr(
        boundaries,
        "refined",
        lambda found, *_: [replace(m, start_s=m.peak_s - 0.1) for m in found],
    )
    assert exercise_recognition.recognize(squat_poses).candidates == before


def test_standing_still_is_other():
    poses = clean(Figure(frames=120).seen(noise=1.0))
    assert exercise_recognition.recognize(poses).code == exercise_recognition.OTHER


def test_raising_the_arms_forward_is_not_abduction():
    arm = angle(90, 90, 90)
    poses = clean(Figure(len(arm), arm_forward=10 + arm).seen(yaw=60))
    assert exercise_recognition.recognize(poses).code != "shoulder_abduction"


def test_bending_at_the_hips_with_straight_knees_is_no_squat():
    hip = angle(90, 90, 90)
    poses = clean(Figure(len(hip), hip=hip, knee=8.0).seen(yaw=80))
    assert exercise_recognition.recognize(poses).code != "squat"


def test_probabilities_sum_to_one_with_other(squat_poses):
    verdict = exercise_recognition.recognize(squat_poses)
    assert sum(c.probability for c in verdict.candidates) == pytest.approx(1, abs=1e-3)
    assert exercise_recognition.OTHER in {c.code for c in verdict.candidates}
    probabilities = [c.probability for c in verdict.candidates]
    assert probabilities == sorted(probabilities, reverse=True)


def test_what_is_prescribed_keeps_its_code_and_says_when_it_is_not_shown(squat_poses):
    shown = exercise_recognition.recognize(squat_poses, prescribed=catalog.get("squat"))
    assert (shown.code, shown.source, shown.not_prescribed) == (
        "squat",
        "prescribed",
        False,
    )
    wrong = exercise_recognition.recognize(
        squat_poses, prescribed=catalog.get("push_up")
    )
    assert wrong.code == "push_up"
    assert wrong.not_prescribed is True
    assert wrong.confidence == _probability(wrong, "push_up")


def test_the_mirror_changes_no_probability(squat_poses):
    seen = exercise_recognition.recognize(squat_poses)
    mirror = exercise_recognition.recognize(mirrored(squat_poses))
    assert mirror.code == seen.code
    assert mirror.confidence == pytest.approx(seen.confidence, abs=0.02)


def test_nobody_seen_is_other(squat_poses):
    poses = squats(90)
    poses.landmarks[:], poses.world[:] = np.nan, np.nan
    assert exercise_recognition.recognize(poses).code == exercise_recognition.OTHER


def test_every_condition_is_about_a_feature_that_exists(squat_poses):
    features = features_of(squat_poses)
    for exercise in catalog.load().values():
        for condition in exercise.signature:
            assert condition.feature in features, exercise.code


def test_features_tell_up_from_down_and_forward_from_back():
    frames = 30
    poses = Figure(frames, arm_forward=90.0, arm_side=0.0).seen(yaw=30)
    features = features_of(poses)
    assert np.nanmean(features["arm_forward"]) > 0.9
    assert np.nanmean(features["trunk_tilt"]) < 5
    assert np.nanmean(features["hand_above_feet"]) > 1
