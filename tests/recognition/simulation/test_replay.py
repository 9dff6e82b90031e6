"""Real movement drives the simulated body."""

from pathlib import Path

import numpy as np
import pytest

from recognition.simulation import replay, true_measures
from recognition.simulation.replay import MARKERS, Markers

pytestmark = pytest.mark.clips


@pytest.fixture
def captured(shared_dir: Path) -> Path:
    return shared_dir / "data" / "ui-prmd" / "vicon.npz"


def test_deep_squats_bend_the_knees_as_published(captured: Path) -> None:
    # Mean smallest inner angle of the left knee over the correct repetitions: 72
    # degrees by lateral markers; joint centers lie behind them and bend further.
    episodes = replay.read(captured, movement=1, subject=1, correct=True)
    knees = [
        true_measures.series("knee_flexion", "left", replay.skeleton(episode))
        for episode in episodes
    ]
    peaks = [float(knee.max()) for knee in knees]
    assert len(episodes) == 10
    assert 100.0 < np.mean(peaks) < 135.0
    assert np.mean([knee[0] for knee in knees]) < 30.0


def test_bones_stay_nearly_as_long_and_feet_on_the_floor(captured: Path) -> None:
    (episode, *_) = replay.read(captured, movement=1, subject=2, correct=True)
    skeleton = replay.skeleton(episode)
    for side in ("left", "right"):
        thigh = skeleton.joint(f"{side}_hip") - skeleton.joint(f"{side}_knee")
        length = np.linalg.norm(thigh, axis=1)
        assert length.std() / length.mean() < 0.06
    assert abs(skeleton.joint("left_ball")[:, 2].min()) < 0.06


def test_left_is_left(captured: Path) -> None:
    (episode, *_) = replay.read(captured, movement=1, subject=1, correct=True)
    skeleton = replay.skeleton(episode)
    assert (skeleton.joint("left_hip")[:, 1] > skeleton.joint("right_hip")[:, 1]).all()
    assert (skeleton.frame("pelvis")[:, 1, 0] > 0.5).all(), "the patient faces +x"


def test_joined_episodes_follow_without_a_jump(captured: Path) -> None:
    episodes = replay.read(captured, movement=1, subject=1, correct=True)[:3]
    joined, spans = replay.joined([replay.skeleton(e) for e in episodes])
    step = np.linalg.norm(np.diff(joined.joints, axis=0), axis=-1)
    assert step.max() * replay.RATE_HZ < 5.0
    assert len(spans) == 3
    assert spans[-1][1] * replay.RATE_HZ == pytest.approx(len(joined) - 1)


def test_lost_markers_are_filled_from_before_and_after() -> None:
    places = np.ones((5, len(MARKERS), 3))
    places[:, 0, 0] = [1.0, 2.0, 3.0, 4.0, 5.0]
    places[2, 0] = 0.0
    filled = Markers(replay._filled(places))
    np.testing.assert_allclose(filled["LFHD"][:, 0], [1.0, 2.0, 3.0, 4.0, 5.0])
