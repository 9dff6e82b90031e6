"""What a reference could be cut by is shown with its curve, and makes an exercise."""

import pytest

from recognition import learning, pipeline
from recognition.errors import NothingToLearn
from recognition.exercises import catalog
from recognition.learning.choices import MOST_CHOICES, SAMPLES
from tests.recognition.learning.test_learning import recorded

REPETITIONS = 4


@pytest.fixture(scope="module")
def squats():
    return recorded("squat", 90.0, repetitions=REPETITIONS)


@pytest.fixture(scope="module")
def offered(squats):
    return learning.choices(squats, name="Knee bend", code="knee_bend")


def test_the_first_that_counts_is_what_is_learned_by_itself(squats, offered):
    learned = learning.learn(squats, name="Knee bend", code="knee_bend")
    first = next(one for one in offered if one["definition"])
    assert first["definition"] == learning.dumps(learned)
    assert first["takes"][0]["measure"] == first["measure"] == learned.signal.measure
    assert first["motion"]["frames"]


def test_several_measures_of_a_squat_can_be_chosen_each_once(offered):
    keys = [one["key"] for one in offered]
    assert len(set(keys)) == len(keys)
    assert 2 <= len(keys) <= MOST_CHOICES
    chosen = {one["measure"] for one in offered if one["definition"]}
    assert {"knee_flexion", "hip_flexion"} <= chosen


def test_the_curve_spans_the_recording_and_the_repetitions_lie_on_it(squats, offered):
    for one in offered:
        assert len(one["values"]) == SAMPLES
        assert one["begins_s"] == pytest.approx(squats.time_s[0], abs=0.01)
        assert one["ends_s"] == pytest.approx(squats.time_s[-1], abs=0.01)
        measured = [v for v in one["values"] if v is not None]
        assert max(measured) - min(measured) >= 0.8 * one["range"]
        for start, peak, end in one["repetitions"]:
            assert one["begins_s"] - 0.01 <= start < peak < end <= one["ends_s"] + 0.01


def test_another_signal_counts_other_people_by_itself(offered):
    first = next(one for one in offered if one["definition"])
    other = next(
        one
        for one in offered
        if one["definition"] and one["measure"] != first["measure"]
    )
    exercise = catalog.read(other["definition"], where="other")
    assert exercise.signal.measure == other["measure"]
    assert exercise.reference[0].measure == other["measure"]
    poses = recorded("squat", 90.0, repetitions=6, seed=6)
    judged = pipeline.assess_poses(poses, exercise=exercise).assessment
    assert len(judged.repetitions) == 6


def test_what_does_not_count_its_own_reference_is_shown_and_not_offered():
    """Who stands up leans forward twice: on the way up, and on the way down."""
    risen = recorded("sit_to_stand", 90.0, repetitions=REPETITIONS)
    offered = learning.choices(risen, name="Stand up", code="stand_up")
    counts = {one["measure"]: len(one["repetitions"]) for one in offered}
    assert counts["hip_flexion"] == REPETITIONS
    assert counts["trunk_lean_forward"] == 2 * REPETITIONS
    [leaning] = [one for one in offered if one["measure"] == "trunk_lean_forward"]
    assert (leaning["definition"], leaning["takes"], leaning["motion"]) == ("", [], {})


def test_both_sides_alike_are_one_choice():
    arms = recorded("shoulder_abduction", 0.0, repetitions=REPETITIONS, side="both")
    offered = learning.choices(arms, name="Arms", code="arms")
    raised = [one for one in offered if one["measure"] == "shoulder_abduction"]
    assert len(raised) == 1


def test_nothing_is_offered_where_nothing_is_learned():
    still = recorded("single_leg_stand", 0.0, repetitions=1)
    with pytest.raises(NothingToLearn):
        learning.choices(still, name="Still", code="still")
