"""The score falls with the mistake, and with nothing else."""

import itertools

import pytest

from recognition.assessment import scoring
from recognition.assessment.mistakes import Judgement
from recognition.exercises import catalog
from recognition.report import ScoreParts


def score(assessment):
    return assessment.repetitions[1].score


GRADED = [
    pytest.param("squat", "depth", [110, 90, 70, 60, 52, 45, 38], 90, id="depth"),
    pytest.param("squat", "lean", [0.3, 0.4, 0.5, 0.6, 0.7, 0.8], 90, id="lean"),
    pytest.param("squat", "valgus", [0.0, 0.04, 0.08, 0.1, 0.12, 0.14], 0, id="knees"),
    pytest.param("squat", "heel", [0.0, 0.03, 0.06, 0.1, 0.14], 90, id="heels"),
    pytest.param("curl", "swing", [0, 8, 16, 24, 32, 40], 90, id="swing"),
    pytest.param("curl", "drift", [0, 20, 35, 45, 55, 70], 90, id="drift"),
    pytest.param("raise_arms", "right", [100, 85, 75, 65, 50], 0, id="arm"),
    pytest.param("raise_arms", "lean", [0, 8, 14, 20, 26], 0, id="sideways"),
]


@pytest.mark.parametrize(("exercise", "fault", "grades", "yaw"), GRADED)
def test_a_graver_mistake_never_raises_the_score(perform, exercise, fault, grades, yaw):
    scores = [
        score(perform[exercise](**{fault: grade}).judged(yaw=yaw)) for grade in grades
    ]
    for better, worse in itertools.pairwise(scores):
        assert worse <= better + 1.0  # jitter of rounding and of phase boundaries
    assert scores[-1] < scores[0] - 8.0


def test_a_small_step_of_a_mistake_never_makes_the_score_jump(perform):
    leans = [0.5 + 0.01 * step for step in range(25)]
    scores = [score(perform["squat"](lean=lean).judged(yaw=90)) for lean in leans]
    steps = [better - worse for better, worse in itertools.pairwise(scores)]
    assert sum(steps) > 10.0
    assert max(steps) < 4.0


def test_a_good_repetition_has_nearly_all_points(perform):
    assert score(perform["squat"]().judged(yaw=90)) >= 95.0
    assert score(perform["curl"]().judged(yaw=90)) >= 95.0
    assert score(perform["raise_arms"]().judged(yaw=0)) >= 95.0


@pytest.mark.parametrize(
    ("exercise", "faults", "yaw"),
    [
        ("squat", {"depth": 50.0, "lean": 0.6}, 85),
        ("squat", {"valgus": 0.1}, 10),
        ("curl", {"swing": 20.0}, 95),
        ("raise_arms", {"right": 60.0}, -5),
    ],
)
class TestUnchanged:
    def test_in_the_mirror(self, perform, exercise, faults, yaw):
        performance = perform[exercise](**faults)
        here, there = performance.judged(yaw=yaw), performance.in_the_mirror(yaw=yaw)
        assert [r.score for r in here.repetitions] == pytest.approx(
            [r.score for r in there.repetitions], abs=0.2
        )
        for one, other in zip(here.repetitions, there.repetitions, strict=True):
            turned = {"left": "right", "right": "left", "both": "both"}
            sides = [(f.mistake, turned[f.side]) for f in one.findings]
            assert sorted(sides) == sorted((f.mistake, f.side) for f in other.findings)

    def test_by_the_distance_of_the_camera(self, perform, exercise, faults, yaw):
        performance = perform[exercise](**faults)
        near = score(performance.judged(yaw=yaw, distance=4.0))
        far = score(performance.judged(yaw=yaw, distance=8.0))
        assert near == pytest.approx(far, abs=4.0)


@pytest.mark.parametrize("turn", [-20, -10, 10, 20])
@pytest.mark.parametrize(
    ("exercise", "faults", "yaw"),
    [
        ("squat", {}, 90),
        ("squat", {"depth": 45.0}, 90),
        ("squat", {"lean": 0.7}, 90),
        ("curl", {"swing": 25.0}, 90),
        ("raise_arms", {}, 0),
        ("raise_arms", {"right": 60.0, "left": 60.0}, 0),
    ],
)
def test_within_five_points_when_the_camera_stands_a_little_off(
    perform, exercise, faults, yaw, turn
):
    performance = perform[exercise](**faults)
    straight, turned = performance.judged(yaw=yaw), performance.judged(yaw=yaw + turn)
    assert score(turned) == pytest.approx(score(straight), abs=5.0)


def test_the_formula_is_the_documented_one():
    assert scoring.total(ScoreParts(100.0, 80.0, 60.0, 50.0)) == 76.0
    assert scoring.total(ScoreParts(100.0, None, 60.0, None)) == 78.7
    assert sum(scoring.WEIGHTS.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(("depth", "points"), [(90, 100), (62, 100), (38, 70)])
def test_the_range_forgives_what_the_measurement_errs(perform, depth, points):
    parts = perform["squat"](depth=float(depth)).judged(yaw=90).repetitions[0].parts
    assert parts.range == pytest.approx(points, abs=6.0)


def test_tempo_alone_says_nothing_about_form():
    exercise = catalog.get("squat")
    tempo = Judgement(exercise.mistake("too_fast"), excess=0.4, band=0.1)
    depth = Judgement(exercise.mistake("shallow_depth"), excess=-10.0, band=12.0)
    assert scoring.form((tempo,)) is None
    assert scoring.form((tempo, depth)) < 100.0


@pytest.mark.parametrize("missing", ["range", "form"])
def test_without_range_or_form_there_is_no_score(missing):
    parts = {"range": 90.0, "control": 90.0, "form": 90.0, "symmetry": 90.0}
    assert scoring.total(ScoreParts(**{**parts, missing: None})) is None


@pytest.mark.parametrize(
    ("left", "right", "error", "points"),
    [
        (90, 90, 0, 100),
        (90, 83, 0, 100),
        (90, 45, 0, 0),
        (90, 45, 50, 100),
        (0, 0, 0, 100),
    ],
)
def test_symmetry_forgives_a_tenth_and_the_error(left, right, error, points):
    assert scoring.symmetry_of(left, right, error) == pytest.approx(points)


def test_from_the_side_symmetry_is_not_assessed(perform):
    assert perform["squat"]().judged(yaw=90).repetitions[0].parts.symmetry is None
