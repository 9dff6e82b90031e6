"""How urgent a recording is: risk times uncertainty times waiting time."""

import datetime as dt

import pytest

from clinic.domain import triage
from clinic.domain.triage import Reason

DAY = dt.timedelta(days=1)


def total(*reasons, uncertainty=0.5, waited=DAY):
    return triage.priority(reasons, uncertainty=uncertainty, waited=waited).total


def test_every_reason_has_a_risk_and_graver_ones_have_more():
    risks = [triage.RISK[reason] for reason in Reason]
    assert risks == sorted(risks, reverse=True)
    assert min(risks) > triage.RISK_WITHOUT_REASON > 0


def test_each_factor_raises_the_priority():
    usual = total(Reason.FEW_REPETITIONS)
    assert total(Reason.FEW_REPETITIONS, Reason.MAJOR_MISTAKE) > usual
    assert total(Reason.FEW_REPETITIONS, uncertainty=0.9) > usual
    assert total(Reason.FEW_REPETITIONS, waited=2 * DAY) > usual


def test_what_waits_forever_does_not_outweigh_everything():
    assert total(waited=365 * DAY) == total(waited=triage.WAITS_AT_MOST)


def test_a_clock_that_is_behind_does_not_lower_it():
    assert total(waited=-DAY) == total(waited=dt.timedelta())


@pytest.mark.parametrize(
    ("confidences", "expected"),
    [
        pytest.param([], 0.0, id="nothing to judge"),
        pytest.param([0.5], 1.0, id="could go either way"),
        pytest.param([1.0, 0.0], 0.0, id="certain, both ways"),
        pytest.param([None], 1.0, id="not known"),
        pytest.param([0.5, 1.0], 0.5, id="on average"),
    ],
)
def test_uncertainty_is_greatest_in_the_middle(confidences, expected):
    assert triage.uncertainty(confidences) == pytest.approx(expected)
