"""Phases of every frame, and counting by them."""

from dataclasses import replace

import numpy as np
import pytest

from recognition import cli
from recognition.training import boundaries
from recognition.training.config import Training
from tests.recognition.training.repetitions import made_up

REST, OUT, BACK = 0, 1, 2


def frames(*runs):
    return np.concatenate([np.full(length, phase) for phase, length in runs])


def test_a_repetition_is_out_then_back():
    twice = frames((OUT, 9), (BACK, 8), (REST, 5), (OUT, 7), (BACK, 9), (OUT, 6))

    assert boundaries.repetitions(twice) == 2
    assert boundaries.repetitions(frames((REST, 40))) == 0


def test_a_flicker_is_no_repetition():
    assert boundaries.repetitions(frames((OUT, 9), (BACK, 1), (OUT, 5), (BACK, 9))) == 1


@pytest.mark.slow
def test_phases_of_unseen_subjects_are_learned(tmp_path, monkeypatch):
    monkeypatch.setattr(boundaries, "FRAMES", 48)
    monkeypatch.setattr(boundaries, "WINDOWS", 48)
    monkeypatch.setattr(boundaries, "TESTED", 16)
    settings = Training("temporal_preservation", epochs=6, batch=16)
    clips = made_up(subjects=5)
    settings = replace(settings, protocol="folds")

    found = boundaries.train(clips, settings, tmp_path)

    assert len(found) == 5
    assert np.mean([fold.frames for fold in found]) > 0.8
    assert (tmp_path / "folds-0" / "counted.json").is_file()


def test_other_nets_are_refused(tmp_path, capsys):
    arguments = ["train", "lite", "--phases", "--output", str(tmp_path)]

    assert cli.main(arguments) == 64
