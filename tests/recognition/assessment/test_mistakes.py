"""A mistake is found with its evidence, or is said not to be assessed."""

from dataclasses import replace

import pytest

from recognition import viewpoint
from recognition.assessment import assess, phases
from recognition.exercises import catalog
from recognition.repetitions.spans import Segmentation, Span
from recognition.skeleton import INDEX
from tests.recognition.stick_figure import Figure

ARRAYS = ("time_s", "landmarks", "world", "visibility")


def found(assessment):
    return {f.mistake for r in assessment.repetitions for f in r.findings}


def reasons(repetition):
    return {n.mistake: n.reason for n in repetition.not_assessed}


@pytest.mark.parametrize("yaw", [90, -90, 75, 0])
def test_a_good_squat_has_no_findings(perform, yaw):
    assert found(perform["squat"]().judged(yaw=yaw)) == set()


@pytest.mark.parametrize(
    ("changes", "yaw", "mistake"),
    [
        ({"depth": 45.0}, 90, "shallow_depth"),
        ({"lean": 0.68}, 90, "forward_lean"),
        ({"valgus": 0.12}, 0, "knees_inward"),
        ({"heel": 0.12}, 90, "heels_lift"),
        ({"frames_each": 20}, 90, "too_fast"),
    ],
)
def test_a_bad_squat_is_called_by_its_mistake(perform, changes, yaw, mistake):
    assert mistake in found(perform["squat"](**changes).judged(yaw=yaw))


def test_a_finding_answers_what_where_when_and_how_sure(perform):
    repetition = perform["squat"](depth=45.0).judged(yaw=90).repetitions[1]
    finding = next(f for f in repetition.findings if f.mistake == "shallow_depth")
    assert finding.severity == "major"
    assert (finding.joint, finding.side, finding.phase) == ("knee", "left", "bottom")
    assert finding.time_s == pytest.approx(repetition.peak_s, abs=0.2)
    assert finding.value == pytest.approx(45.0, abs=3.0)
    assert (finding.expected, finding.unit) == ("at least 70°", "deg")
    assert finding.expected_low == 70.0
    assert finding.uncertainty >= 12.5
    assert 0.9 < finding.confidence <= 1.0
    assert finding.message.startswith("Sit a little lower")


def test_a_deviation_inside_the_error_band_is_no_finding(perform):
    inside, outside = (perform["squat"](depth=d, repetitions=1) for d in (64.5, 60.0))
    assert "shallow_depth" not in found(inside.judged(yaw=90))
    assert "shallow_depth" in found(outside.judged(yaw=90))


def test_a_set_that_deviates_alike_is_surer_than_one_repetition(perform):
    once, often = (perform["squat"](depth=64.0, repetitions=n) for n in (1, 8))
    assert "shallow_depth" not in found(once.judged(yaw=90))
    repetitions = often.judged(yaw=90).repetitions
    assert all(f.value > 52.0 for r in repetitions for f in r.findings)
    assert [len(r.findings) for r in repetitions] == [1] * 8


def test_what_all_repetitions_share_in_error_does_not_average_out(perform):
    barely = perform["squat"](depth=64.5, repetitions=8)
    assert "shallow_depth" not in found(barely.judged(yaw=90))


def test_severity_grows_with_the_deviation(perform):
    grades = []
    for depth in (53.0, 40.0):
        repetition = perform["squat"](depth=depth).judged(yaw=90).repetitions[0]
        grades += [f.severity for f in repetition.findings if f.joint == "knee"]
    assert grades == ["moderate", "major"]


def test_a_view_that_does_not_allow_it_is_the_reason_for_no_answer(perform):
    repetition = perform["squat"](valgus=0.12).judged(yaw=90).repetitions[0]
    assert "needs a recording from the front" in reasons(repetition)["knees_inward"]
    measure = next(m for m in repetition.measures if m.name == "knee_separation")
    assert measure.value is None
    assert measure.uncertainty is None
    assert "needs a recording from the front" in measure.reason


class TestHiddenKnee:
    @pytest.fixture
    def repetition(self, perform, hide):
        performance = perform["squat"](depth=40.0)
        poses = hide(performance.poses(yaw=90), INDEX["left_knee"])
        return performance.judged(poses).repetitions[0]

    def test_the_answer_is_not_assessed_left_knee_hidden(self, repetition):
        assert reasons(repetition)["shallow_depth"] == "left knee hidden"
        assert "shallow_depth" not in {f.mistake for f in repetition.findings}

    def test_the_measure_is_null_with_the_reason(self, repetition):
        measure = next(m for m in repetition.measures if m.name == "knee_flexion_peak")
        assert (measure.value, measure.reason) == (None, "left knee hidden")

    def test_there_is_no_score_but_a_reason(self, repetition):
        assert repetition.score is None
        assert repetition.reason

    def test_what_does_not_need_the_knee_is_still_judged(self, repetition):
        assert "forward_lean" not in reasons(repetition)


def test_one_hidden_side_does_not_silence_the_other(perform, hide):
    performance = perform["raise_arms"](60.0, 60.0)
    poses = hide(performance.poses(yaw=0), INDEX["left_elbow"])
    judged = performance.judged(poses)
    repetition = judged.repetitions[0]
    finding = next(f for f in repetition.findings if f.mistake == "not_high_enough")
    missing = {n.mistake: n for n in repetition.not_assessed}
    assert finding.side == "right"
    assert missing["not_high_enough"].reason == "left elbow hidden"
    assert missing["not_high_enough"].side == "left"
    assert "not_high_enough" not in {n.mistake for n in judged.summary.not_assessed}


def test_a_guessed_joint_counts_as_hidden(perform):
    performance = perform["squat"](depth=40.0)
    poses = performance.poses(yaw=90)
    poses.visibility[:, INDEX["left_ankle"]] = 0.3
    repetition = performance.judged(poses).repetitions[0]
    assert reasons(repetition)["shallow_depth"] == "left ankle hidden"


def test_the_arm_that_stays_low_is_named(perform):
    repetition = perform["raise_arms"](100.0, 60.0).judged().repetitions[0]
    by_code = {f.mistake: f for f in repetition.findings}
    assert by_code["uneven_arms"].side == "right"
    assert by_code["not_high_enough"].side == "right"


def test_both_arms_low_are_one_finding_of_both_sides(perform):
    repetition = perform["raise_arms"](60.0, 60.0).judged().repetitions[0]
    low = [f for f in repetition.findings if f.mistake == "not_high_enough"]
    assert [f.side for f in low] == ["both"]


@pytest.mark.parametrize("side", ["left", "right"])
def test_swinging_the_weight_up_is_leaning_back(perform, side):
    yaw = 90 if side == "left" else -90
    performance = perform["curl"](swing=25.0, side=side)
    assert "lean_back" in found(performance.judged(yaw=yaw))
    assert "lean_back" not in found(perform["curl"](side=side).judged(yaw=yaw))


def test_the_elbow_that_moves_forward_is_found(perform):
    assert "elbow_drift" in found(perform["curl"](drift=50.0).judged(yaw=90))


def test_an_arm_that_only_follows_is_not_blamed(perform):
    repetition = perform["raise_arms"](100.0, 15.0).judged().repetitions[0]
    assert repetition.side == "left"
    assert repetition.findings == ()


def test_what_is_shorter_than_its_error_is_not_timed(perform):
    repetition = perform["curl"](frames_each=5).judged(yaw=90).repetitions[0]
    assert reasons(repetition)["too_fast"] == "too short to be timed"


def test_doubt_about_the_repetition_lowers_the_confidence(perform):
    sure, unsure = perform["squat"](depth=40.0), perform["squat"](depth=40.0)
    unsure.sure = 0.55
    high, low = (
        p.judged(yaw=90).repetitions[0].findings[0].confidence for p in (sure, unsure)
    )
    assert low < 0.6 * high


def test_what_is_too_unsure_is_not_assessed_and_costs_nothing(perform):
    performance = perform["squat"](depth=40.0)
    performance.sure = 0.45
    repetition = performance.judged(yaw=90).repetitions[0]
    assert repetition.findings == ()
    assert "not seen clearly enough" in reasons(repetition)["shallow_depth"]
    assert repetition.parts.form == 100.0


@pytest.mark.parametrize("lifted", [False, True])
def test_a_knee_over_toes_that_are_off_the_floor_is_no_mistake(lifted):
    figure = Figure(90, knee=110.0, shank=50.0, hip=100.0)
    poses = figure.seen(yaw=90)
    if lifted:
        foot = [INDEX[f"left_{name}"] for name in ("ankle", "heel", "foot_index")]
        poses.landmarks[:, foot, 1] -= 0.15
        poses.world[:, foot, 1] -= 0.25
    span = Span(0.3, 1.5, 2.7, "left", 1.0)
    view = viewpoint.estimate(poses)
    judged = assess(poses, catalog.get("lunge"), Segmentation((span,)), view)
    repetition = judged.repetitions[0]
    assert ("knee_over_toe" in found(judged)) is not lifted
    expected = "the front foot was not on the floor" if lifted else None
    assert reasons(repetition).get("knee_over_toe") == expected


def test_a_repetition_cut_by_the_recording_has_no_tempo(perform):
    performance = perform["squat"](frames_each=20)
    poses = performance.poses(yaw=90)
    cut = replace(poses, **{n: getattr(poses, n)[20:] for n in ARRAYS})
    span = Span(float(cut.time_s[0]), float(cut.time_s[5]), 1.2, "both", 0.9, True)
    view = viewpoint.estimate(cut)
    judged = assess(cut, catalog.get("squat"), Segmentation((span,)), view)
    assert "begins or ends inside" in reasons(judged.repetitions[0])["too_fast"]


def test_the_last_way_back_that_the_recording_cuts_is_not_timed(perform):
    performance = perform["squat"]()
    poses = performance.poses(yaw=90)
    start, peak, end = performance.spans[-1]
    kept = slice(0, peak + (end - peak) // 2)
    cut = replace(poses, **{name: getattr(poses, name)[kept] for name in ARRAYS})
    times = [float(cut.time_s[n]) for n in (start, peak)]
    span = Span(*times, float(cut.time_s[-1]), "both", 1.0)
    squat = catalog.get("squat")
    assessment = assess(cut, squat, Segmentation((span,)), viewpoint.estimate(cut))
    assert phases.course(cut, squat, span).ends_cut
    assert "too_fast" not in found(assessment)


def test_a_repetition_that_begins_far_from_rest_has_nothing_to_rise_from(perform):
    performance = perform["squat"](heel=0.12)
    poses = performance.poses(yaw=90)
    _, peak, end = performance.spans[0]
    times = [float(poses.time_s[n]) for n in (peak - 5, peak, end)]
    segmentation = Segmentation((Span(*times, "both", 1.0),))
    squat = catalog.get("squat")
    repetition = assess(
        poses, squat, segmentation, viewpoint.estimate(poses)
    ).repetitions[0]
    assert "begins or ends inside" in reasons(repetition)["heels_lift"]
