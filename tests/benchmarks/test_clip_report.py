"""The figures of the benchmark on clips: parts apart, refusals counted as wrong."""

import pytest

from recognition.benchmarks import clip_report, clips
from recognition.benchmarks.clips import Clip, Outcome

ROWS = """\
file,code,split,repetitions,accept_min,accept_max,use,notes
a.mp4,squat,tune,3,3,4,dev,
b.mp4,squat,tune,5,5,5,dev,
c.mp4,deadlift,tune,2,2,2,dev,
d.mp4,squat,report,4,4,4,dev,
e.mp4,none,report,unsure,0,1,negative,"two, or three"
"""


@pytest.fixture
def manifest(tmp_path):
    (tmp_path / "manifest.csv").write_text(ROWS)
    return clips.read_manifest(tmp_path)


def _outcome(clip: Clip, counted, without, recognized, refused=None):
    return Outcome(clip, counted, without, recognized, 0.9, 1.0, 2.0, refused)


@pytest.fixture
def outcomes(manifest):
    a, b, c, d, e = manifest
    return [
        _outcome(a, 4, 3, "squat"),
        _outcome(b, None, 2, "other", refused="body_not_in_view"),
        _outcome(c, None, 2, "other"),
        _outcome(d, 4, 4, "squat"),
        _outcome(e, None, 0, "squat"),
    ]


def test_a_count_that_is_no_number_is_uncertain(manifest):
    assert [clip.repetitions for clip in manifest] == [3, 5, 2, 4, None]


def test_an_exercise_outside_the_catalog_should_be_called_other(manifest):
    assert [clip.wanted for clip in manifest] == [
        "squat",
        "squat",
        "other",
        "squat",
        "other",
    ]


def test_the_parts_are_never_mixed(outcomes):
    summary = clip_report.summarize(outcomes)
    assert summary["tune"]["given"]["clips"] == 2
    assert summary["report"]["given"]["clips"] == 1


def test_a_refused_clip_counts_as_wrong(outcomes):
    given = clip_report.summarize(outcomes)["tune"]["given"]
    assert given["accepted"] == 0.5
    assert given["exact"] == 0.0
    assert given["mean_absolute_error"] == 3.0  # 1 of 3, and 5 of 5


def test_without_exercise_every_certain_clip_counts(outcomes):
    summary = clip_report.summarize(outcomes)
    assert summary["tune"]["without"]["clips"] == 3
    assert summary["tune"]["without"]["accepted"] == pytest.approx(2 / 3, abs=1e-4)
    assert summary["report"]["without"]["clips"] == 1


def test_verdicts_on_known_and_other_exercises_are_told_apart(outcomes):
    summary = clip_report.summarize(outcomes)
    assert summary["tune"]["recognized"] == {
        "clips": 2,
        "right": 0.5,
        "others": 1,
        "called_other": 1.0,
    }
    assert summary["report"]["recognized"]["called_other"] == 0.0


def test_wrong_values_stand_out_in_the_table(outcomes):
    table = clip_report.to_markdown(outcomes)
    assert "| a.mp4 | squat | 3 | 3-4 | 4 | 3 | squat | 0.90 | 2.0 |" in table
    assert "| b.mp4 | squat | 5 | 5 | **refused** | **2** | **other** |" in table
