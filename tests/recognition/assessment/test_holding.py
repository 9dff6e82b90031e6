"""Holds are judged by how long, how steady and in which form they are kept."""

import numpy as np
import pytest

from recognition import viewpoint
from recognition.assessment import assess
from recognition.exercises import catalog
from recognition.repetitions.spans import Segmentation
from tests.recognition.stick_figure import Figure, lying


def judged(seconds=25, **posture):
    poses = lying(Figure(round(30 * seconds), **posture).seen(yaw=90))
    view = viewpoint.estimate(poses)
    return assess(poses, catalog.get("plank"), Segmentation(), view)


def test_a_straight_plank_of_the_prescribed_time_has_all_points():
    assessment = judged()
    (hold,) = assessment.holds
    assert hold.findings == ()
    assert hold.score == pytest.approx(100.0, abs=1.0)
    assert assessment.summary.score == hold.score
    assert (assessment.summary.repetitions, assessment.repetitions) == (0, ())


def test_a_short_hold_loses_points_for_the_range():
    (hold,) = judged(seconds=10).holds
    assert hold.parts.range == pytest.approx(50.0, abs=1.0)
    assert hold.score < judged().holds[0].score


@pytest.mark.parametrize(
    ("hip", "mistake"), [(-30.0, "sagging_hips"), (50.0, "piked_hips")]
)
def test_hips_out_of_line_are_found(hip, mistake):
    assessment = judged(hip=hip, shank=-hip / 2)
    (hold,) = assessment.holds
    assert [f.mistake for f in hold.findings] == [mistake]
    assert assessment.summary.mistakes == {mistake: 1}
    assert assessment.summary.cue == catalog.get("plank").mistake(mistake).cue
    assert "1 of 1 holds" in assessment.summary.cues[0].clinical


def test_trembling_lowers_steadiness_and_control():
    shaking = 12.0 * np.sin(np.arange(750) / 4.0)
    still, trembling = judged().holds[0], judged(hip=shaking).holds[0]
    assert still.steadiness < 1.0 < 5.0 < trembling.steadiness
    assert trembling.parts.control < still.parts.control


def test_without_a_hold_the_patient_is_asked_to_hold_longer():
    summary = judged(seconds=1).summary
    assert summary.score is None
    assert "hold it longer" in summary.cue
