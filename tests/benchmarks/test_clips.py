"""The real pipeline on the clips for tuning: what was reached must hold, less one clip.

The clips to report on are measured by `recognize benchmark clips`, not here: a test
that failed on them would be tuned until it passed.
"""

import pytest

from recognition.benchmarks import clip_report, clips

pytestmark = [pytest.mark.clips, pytest.mark.benchmark, pytest.mark.slow]


@pytest.fixture(scope="module")
def figures(shared_dir):
    outcomes = clips.run(shared_dir / "videos", split="tune")
    return clip_report.summarize(outcomes)["tune"]


@pytest.mark.timeout(900)
def test_counts_with_the_exercise_given_are_accepted(figures):
    assert figures["given"]["accepted"] >= 0.82


@pytest.mark.timeout(900)
def test_counts_without_the_exercise_are_accepted(figures):
    assert figures["without"]["accepted"] >= 0.8


@pytest.mark.timeout(900)
def test_exercises_are_recognized_and_others_are_called_other(figures):
    assert figures["recognized"]["right"] >= 0.84
    assert figures["recognized"]["called_other"] >= 0.6
