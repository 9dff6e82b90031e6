"""The parts of a score make one number; a person's judgment changes the form part."""

import subprocess
import sys

import pytest

from recognition import score

PARTS = {"range": 100.0, "control": 80.0, "form": 60.0, "symmetry": 50.0}


def test_the_weights_sum_to_one():
    assert sum(score.WEIGHTS.values()) == pytest.approx(1.0)


def test_the_total_is_the_weighted_mean_of_what_is_there():
    assert score.total(PARTS) == 76.0
    assert score.total({**PARTS, "control": None, "symmetry": None}) == 78.7


@pytest.mark.parametrize("missing", ["range", "form"])
def test_without_range_or_form_there_is_no_total(missing):
    assert score.total({**PARTS, missing: None}) is None


def test_form_is_what_the_standing_findings_leave():
    assert score.with_findings(PARTS, [])["form"] == 100.0
    assert score.with_findings(PARTS, [5.0, 40.0])["form"] == 55.0
    assert score.with_findings(PARTS, [60.0, 60.0])["form"] == 0.0


def test_one_finding_more_never_raises_the_score():
    fewer = score.total(score.with_findings(PARTS, [5.0]))
    for penalty in score.PENALTY_OF_GRADE.values():
        assert score.total(score.with_findings(PARTS, [5.0, penalty])) < fewer


def test_form_that_could_not_be_assessed_stays_so():
    assert score.with_findings({**PARTS, "form": None}, [5.0])["form"] is None


def test_a_graver_grade_costs_more():
    costs = [score.PENALTY_OF_GRADE[grade] for grade in ("minor", "moderate", "major")]
    assert costs == sorted(set(costs))


@pytest.mark.slow
def test_loads_nothing_that_measures_movement():
    listed = "import sys, recognition.score; print('numpy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", listed], capture_output=True)
    assert found.stdout.strip() == b"False"
