"""A therapist's target, limit and tolerance take the place of the catalog's."""

import pytest

from recognition.errors import UnsuitableRules
from recognition.exercises import catalog
from recognition.exercises.personal import personal
from recognition.patient_rules import PatientRules
from recognition.structure import Malformed

SQUAT = catalog.get("squat")


def test_without_rules_the_exercise_stays_as_it_is():
    assert personal(SQUAT, PatientRules()) == SQUAT


def test_a_target_moves_what_falls_short_and_the_range_that_counts():
    mine = personal(SQUAT, PatientRules(targets={"knee_flexion": 35.0}))
    assert mine.signal.target == (35.0, 140.0)
    assert mine.mistake("shallow_depth").below == 35.0
    assert mine.signal.repetition_range == pytest.approx(20.0)
    assert "therapist" in mine.mistake("shallow_depth").source


def test_a_higher_target_asks_for_more_and_counts_as_before():
    mine = personal(SQUAT, PatientRules(targets={"knee_flexion": 100.0}))
    assert mine.mistake("shallow_depth").below == 100.0
    assert mine.signal.repetition_range == SQUAT.signal.repetition_range


def test_going_beyond_a_limit_is_a_mistake():
    mine = personal(SQUAT, PatientRules(limits={"knee_flexion": 80.0}))
    beyond = mine.mistake("beyond_limit_knee_flexion")
    assert (beyond.above, beyond.reduce, beyond.phase) == (80.0, "max", "bottom")
    assert mine.signal.target == (70.0, 80.0)
    assert mine.mistake("shallow_depth").below == 70.0


def test_nobody_is_told_to_go_where_the_limit_forbids():
    mine = personal(SQUAT, PatientRules(limits={"knee_flexion": 60.0}))
    assert "shallow_depth" not in {m.code for m in mine.mistakes}
    assert mine.signal.target == (60.0, 60.0)


def test_a_limit_replaces_that_of_the_catalog():
    mini = catalog.get("mini_squat")
    mine = personal(mini, PatientRules(limits={"knee_flexion": 45.0}))
    assert "too_deep" not in {m.code for m in mine.mistakes}
    assert mine.mistake("beyond_limit_knee_flexion").above == 45.0


def test_toward_a_minimum_a_limit_lies_below():
    knee = catalog.get("seated_knee_extension")
    mine = personal(knee, PatientRules(limits={"knee_flexion": 30.0}))
    assert mine.mistake("beyond_limit_knee_flexion").below == 30.0
    assert "not_straight" not in {m.code for m in mine.mistakes}


def test_a_tolerance_keeps_the_grades_apart():
    mine = personal(SQUAT, PatientRules(tolerances={"forward_lean": 15.0}))
    lean, usual = mine.mistake("forward_lean"), SQUAT.mistake("forward_lean")
    assert lean.tolerance == 15.0
    assert lean.major - lean.moderate == usual.major - usual.moderate
    assert lean.moderate > 15.0


@pytest.mark.parametrize(
    "rules",
    [
        PatientRules(targets={"elbow_flexion": 90.0}),
        PatientRules(limits={"elbow_flexion": 90.0}),
        PatientRules(tolerances={"juggling": 3.0}),
        PatientRules(targets={"knee_flexion": 90.0}, limits={"knee_flexion": 80.0}),
    ],
)
def test_what_does_not_fit_is_refused(rules):
    with pytest.raises(UnsuitableRules):
        personal(SQUAT, rules)


def test_numbers_must_be_numbers():
    with pytest.raises(Malformed):
        PatientRules(targets={"knee_flexion": float("nan")})
    with pytest.raises(Malformed):
        PatientRules(tolerances={"forward_lean": -1.0})


@pytest.mark.parametrize("code", sorted(catalog.load()))
def test_every_exercise_takes_a_target_and_a_limit_of_its_signal(code):
    exercise = catalog.get(code)
    signal = exercise.signal
    aim = signal.target[0] if signal.peak == "max" else signal.target[1]
    rules = PatientRules(targets={signal.measure: aim}, limits={signal.measure: aim})
    mine = personal(exercise, rules)
    assert f"beyond_limit_{signal.measure}" in {m.code for m in mine.mistakes}
