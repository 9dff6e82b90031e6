"""The same squats are judged by the patient's own target and limit."""

from recognition import pipeline
from recognition.patient_rules import PatientRules


def found(poses, rules):
    judged = pipeline.assess_poses(poses, exercise="squat", rules=rules)
    return [
        {f.mistake for f in r.findings} for r in judged.assessment.repetitions
    ], judged.assessment.summary


def test_too_deep_is_a_finding_where_a_limit_is_set(perform):
    poses = perform["squat"](depth=105.0).poses(yaw=90)
    free, _ = found(poses, PatientRules())
    bound, summary = found(poses, PatientRules(limits={"knee_flexion": 75.0}))
    assert free == [set()] * 3
    assert bound == [{"beyond_limit_knee_flexion"}] * 3
    assert summary.cue.startswith("Do not go as far")


def test_too_shallow_is_judged_against_the_patients_own_target(perform):
    poses = perform["squat"](depth=48.0).poses(yaw=90)
    usual, summary = found(poses, PatientRules())
    own, lowered = found(poses, PatientRules(targets={"knee_flexion": 45.0}))
    assert usual == [{"shallow_depth"}] * 3
    assert own == [set()] * 3
    assert lowered.score > summary.score
    assert lowered.parts.range == 100.0


def test_what_is_too_small_for_the_catalog_counts_for_a_small_target(perform):
    poses = perform["squat"](depth=20.0).poses(yaw=90)
    usual, _ = found(poses, PatientRules())
    own, _ = found(poses, PatientRules(targets={"knee_flexion": 20.0}))
    assert len(own) == 3 > len(usual)
