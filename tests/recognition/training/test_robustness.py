"""Repetitions that are disturbed on purpose."""

import json

import numpy as np
import pytest

from recognition.training import robustness, run
from recognition.training.config import Training
from recognition.training.robustness import KINDS
from tests.recognition.training.repetitions import made_up

CLIPS = made_up(subjects=2)


def change(kind, level):
    points = CLIPS.clips[0].points
    return KINDS[kind].change(points, level, np.random.default_rng(0)), points


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_level_changes_nothing(kind):
    found, points = change(kind, KINDS[kind].levels[0])

    np.testing.assert_allclose(found, points, atol=1e-12)


def test_a_turn_keeps_heights_and_lengths():
    found, points = change("view", 45)

    np.testing.assert_allclose(found[..., 1], points[..., 1])
    np.testing.assert_allclose(
        np.linalg.norm(found, axis=-1), np.linalg.norm(points, axis=-1)
    )
    assert not np.allclose(found[..., 0], points[..., 0])


def test_half_of_the_joints_are_missing_throughout():
    found, _ = change("missing_joints", 0.5)

    unseen = np.isnan(found).all(axis=(0, 2))
    assert unseen.sum() == 10
    assert np.isfinite(found[:, ~unseen]).all()


def test_slower_at_first_reaches_the_middle_later():
    found, points = change("speed", 4)

    # The way up and down peaks in the middle; done slowly at first, later.
    middle = np.abs(points[:, 4, 1]).argmax() / len(points)
    assert np.abs(found[:, 4, 1]).argmax() / len(found) > middle
    np.testing.assert_allclose(found[[0, -1]], points[[0, -1]])


def test_fewer_frames_are_stretched_to_the_same_length():
    found = robustness.disturbed(CLIPS, KINDS["frames"], 10, 16)

    assert found.poses.shape[1] == 16


def test_disturbing_is_always_the_same():
    one, two = (
        robustness.disturbed(CLIPS, KINDS["missing_joints"], 0.5, 16) for _ in range(2)
    )

    assert one.mask.mean() == 0.5
    np.testing.assert_array_equal(one.mask, two.mask)


def test_a_run_is_measured_by_the_nets_that_never_saw_a_subject(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "clips_of", lambda *_: made_up())
    settings = Training("two_stream", frames=16, epochs=12, batch=8)
    run.train(settings, tmp_path, tmp_path, only=("folds-0", "folds-1"))

    found = robustness.curves(tmp_path, tmp_path)

    assert set(found) == set(KINDS)
    for curve in found.values():
        assert len(curve["exercise"]) == len(curve["levels"]) == len(curve["form"])
    assert found["noise"]["exercise"][0] > 0.8
    assert found["noise"]["exercise"][-1] <= found["noise"]["exercise"][0]
    assert len({curve["exercise"][0] for curve in found.values()}) == 1
    assert json.loads(json.dumps(found)) == found
    assert robustness.drawn(found)["robustness-view.svg"].startswith("<svg")
