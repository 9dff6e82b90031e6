"""The stages of a running analysis as a list with ticks."""

import pytest

from clinic.models import Analysis
from clinic.web.presentation.stages import stages


@pytest.mark.parametrize("stage", Analysis.Stage.values)
def test_exactly_one_stage_is_now_until_all_are_done(stage):
    states = [one.state for one in stages(Analysis(stage=stage))]
    assert states.count("now") == (0 if stage == "done" else 1)
    assert states == sorted(states, key=["done", "now", "next"].index)


def test_every_stage_before_now_is_done():
    found = {one.label: one.state for one in stages(Analysis(stage="pose"))}
    assert found["Waiting for its turn"] == "done"
    assert found["Finding your movement"] == "now"
    assert found["Counting repetitions"] == "next"
