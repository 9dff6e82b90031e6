"""One take makes an exercise that counts and judges what others do."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from recognition import cli, learning, pipeline
from recognition.errors import NothingToLearn
from recognition.exercises import catalog
from recognition.learning import signals
from recognition.learning.rest import from_rest
from recognition.repetitions.spans import Span
from recognition.simulation import observation, stage
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Made, Scenario, Variation, perform


def recorded(
    exercise, yaw, *, repetitions=5, seed=11, mistakes=(), side=None, reach=1.0
):
    scenario = Scenario(
        exercise,
        repetitions,
        side=side or stage.side(exercise),
        mistakes=mistakes,
        variation=Variation(reach=reach),
        camera=stage.camera(exercise, yaw),
        seed=seed,
    )
    return observation.observe(perform(scenario))


@pytest.fixture(scope="module")
def squat():
    return learning.learn(recorded("squat", 90.0), name="Knee bend", code="knee_bend")


def judged(poses, exercise):
    return pipeline.assess_poses(poses, exercise=exercise).assessment


def found(assessment):
    return {f.mistake for r in assessment.repetitions for f in r.findings}


def test_the_reference_tells_signal_range_sides_and_view(squat):
    assert squat.signal.measure in {"knee_flexion", "hip_flexion", "thigh_forward"}
    assert squat.signal.peak == "max"
    assert set(squat.sides) == {"left", "right"}  # the side that the camera sees
    assert squat.posture == "standing"
    assert set(squat.views.allowed) == {"left", "right"}
    assert {"knee", "trunk"} <= {curve.joint for curve in squat.reference}


def test_the_file_holds_the_same_exercise(squat):
    assert catalog.read(learning.dumps(squat), where="knee_bend.toml") == squat


def test_the_same_movement_of_another_person_is_counted_and_is_like_it(squat):
    assessment = judged(recorded("squat", 90.0, repetitions=7, seed=6), squat)
    assert len(assessment.repetitions) == 7
    assert found(assessment) == set()
    assert all(r.score > 80.0 for r in assessment.repetitions)


def test_what_differs_is_told_by_joint_and_degrees(squat):
    leaning = (Made("forward_lean", 3.0),)
    assessment = judged(recorded("squat", 90.0, mistakes=leaning, seed=5), squat)
    findings = [f for r in assessment.repetitions for f in r.findings]
    trunk = [f for f in findings if f.mistake == "differs_trunk_lean_forward"]
    assert trunk
    assert trunk[0].unit == "deg"
    assert trunk[0].value > trunk[0].expected_high
    assert "therapist" in trunk[0].message
    assert assessment.summary.cues


def test_less_range_is_named(squat):
    shallow = recorded("squat", 90.0, reach=0.6, seed=5)
    assert "not_far_enough" in found(judged(shallow, squat))


def test_another_view_is_not_judged(squat):
    assessment = judged(recorded("squat", 0.0, seed=5), squat)
    assert found(assessment) == set()
    assert all(r.score is None for r in assessment.repetitions)


def test_a_limb_of_one_side_is_learned_for_both(tmp_path):
    take = recorded("shoulder_flexion", 90.0, side="left")
    learned = learning.learn(take, name="Arm raise", code="arm_raise")
    assert "left" in learned.sides
    assert learned.reference[0].joint in {"shoulder", "elbow"}


@pytest.mark.parametrize(("yaw", "seed"), [(0.0, 11), (0.0, 12), (40.0, 11)])
def test_what_is_learned_counts_its_own_reference(yaw, seed):
    """Seen head-on, hardly any angle of a push-up can be followed."""
    take = recorded("push_up", yaw, seed=seed)
    try:
        learned = learning.learn(take, name="Push", code="push")
    except NothingToLearn:
        return
    assert len(judged(take, learned).repetitions) == 5


def test_the_resting_end_is_told_by_how_the_recording_begins():
    performance = perform(Scenario("squat", 4, camera=Camera(90.0)))
    studied = learning.study(observation.ideal(performance), name="x", code="x")
    poses, spans = studied.poses, studied.spans
    shifted = tuple(  # from bottom to bottom, as what repeats may be cut
        Span(one.peak_s, 0.5 * (one.end_s + two.start_s), two.peak_s, one.side, 1.0)
        for one, two in pairwise(spans)
    )

    def rested(cut):
        moved = signals.movements(poses, cut)
        measure = studied.exercise.signal.measure
        return from_rest(poses, cut, next(m for m in moved if m.measure == measure))

    assert rested(spans) == spans
    assert [one.peak_s for one in rested(shifted)] == [s.peak_s for s in spans[1:-1]]


def test_what_is_adjusted_moves_the_limit_and_leaves_out_what_is_not_judged(squat):
    main = squat.reference[0]
    low, high = squat.signal.target
    wanted = replace(
        learning.as_learned(squat),
        target=(low - 10.0, high),
        tolerances={f"{main.limb}-{main.measure}": 20.0},
    )
    changed = learning.adjusted(squat, wanted)
    assert changed.mistake("not_far_enough").below == pytest.approx(low - 10.0)
    assert [curve.tolerance for curve in changed.reference] == [20.0]


def test_nothing_repeats_nothing_is_learned():
    with pytest.raises(NothingToLearn):
        learning.learn(recorded("squat", 90.0, repetitions=1), name="x", code="x")


def test_the_command_writes_a_file_that_the_library_judges_by(tmp_path, capsys):
    take = tmp_path / "take.npz"
    recorded("squat", 90.0).save(take)
    target = tmp_path / "bend.toml"
    arguments = ["learn-exercise", str(take), "--name", "Bend it", "--output"]
    assert cli.main([*arguments, str(target)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["exercise"] == "bend_it"
    learned = catalog.read(target.read_text(encoding="utf-8"), where="bend.toml")
    assert learned.name == "Bend it"


def test_a_name_without_letters_needs_a_code(tmp_path, capsys):
    take = tmp_path / "take.npz"
    recorded("squat", 90.0).save(take)
    assert cli.main(["learn-exercise", str(take), "--name", "???"]) == 64
    assert "code" in capsys.readouterr().err
