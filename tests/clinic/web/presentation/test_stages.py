"""The stages of a running analysis as a list with ticks."""

import datetime as dt

import pytest

from clinic.models import Analysis
from clinic.web.presentation.stages import queue_words, stages
from tests.factories import NOON, AnalysisFactory


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


@pytest.mark.django_db
class TestQueueWords:
    def test_counts_what_is_taken_first(self):
        early, same, mine, late = (
            AnalysisFactory(queued_at=NOON + dt.timedelta(seconds=seconds))
            for seconds in (0, 5, 5, 9)
        )
        AnalysisFactory(queued_at=NOON, running=True)
        AnalysisFactory(queued_at=NOON, done=True)
        AnalysisFactory(queued_at=NOON, recording__deleted_at=NOON)
        assert queue_words(mine) == "2 recordings are looked at before yours."
        assert queue_words(same) == "1 recording is looked at before yours."
        assert queue_words(early) == "Yours is next."
        assert "3 recordings" in queue_words(late)

    def test_says_nothing_once_it_is_its_turn(self):
        AnalysisFactory(queued_at=NOON)
        assert queue_words(AnalysisFactory(running=True)) == ""
