"""The time that judging takes is measured, for a minute of poses."""

import pytest

from recognition.benchmarks import assessing
from recognition.benchmarks.assessing import Timing
from recognition.errors import BodyNotInView


@pytest.mark.benchmark
def test_a_minute_of_squats_is_judged_well_within_a_second_of_one_core():
    (timing,) = assessing.run(["squat"], runs=3)
    # The target is half a second on an idle core; a busy one shares its cache.
    assert 0.0 < timing.cpu_s < 2 * assessing.TARGET_S


def test_the_time_is_scaled_to_a_minute_of_poses(monkeypatch):
    monkeypatch.setattr(assessing, "_spent", lambda _poses, _exercise: 0.1)
    (timing,) = assessing.run(["squat"], runs=1)
    assert timing.cpu_s == pytest.approx(0.1 * 60.0 / timing.duration_s, rel=0.02)


def test_what_is_refused_is_left_out(monkeypatch):
    def refuse(_poses, **_settings):
        raise BodyNotInView("Out of the picture.")

    monkeypatch.setattr(assessing.pipeline, "assess_poses", refuse)
    assert assessing.run(["squat"], runs=1) == []


def test_the_page_names_the_slowest():
    page = assessing.markdown(
        [Timing("squat", 60.0, 1800, 0.3), Timing("plank", 55.0, 1650, 0.4)]
    )
    assert "slowest 0.40 s (plank)" in page
    assert "| squat | 60.0 | 1800 | 0.30 |" in page
