"""What is shipped is whole, small, and says where it comes from."""

import json
from pathlib import Path

import numpy as np
import pytest

from recognition.datasets import recordings
from recognition.exercises import catalog
from recognition.nets.compiled import CompiledNet
from recognition.simulation import observation
from recognition.simulation.scenario import Scenario, perform

WEIGHTS = Path(__file__).resolve().parents[3] / "recognition" / "weights"
NETS = sorted(WEIGHTS.glob("*.xml"))


@pytest.mark.parametrize("path", NETS, ids=lambda path: path.stem)
def test_weights_come_with_their_data_and_their_card(path):
    described = json.loads(path.with_suffix(".json").read_text())
    card = path.with_suffix(".md").read_text()

    assert path.with_suffix(".bin").stat().st_size < 1_000_000
    assert described["provenance"][0]["training"]["data"] == "ui-prmd"
    for word in ("Intended use", "Data", "Figures", "Limits"):
        assert f"## {word}" in card


def test_the_recognizer_knows_the_catalog_and_other():
    net = CompiledNet(WEIGHTS / "recognizer.xml")

    assert set(net.exercises) - {recordings.OTHER} <= set(catalog.load())
    assert recordings.OTHER in net.exercises


def test_a_window_in_which_nothing_is_seen_makes_it_sure_of_nothing():
    net = CompiledNet(WEIGHTS / "recognizer.xml")
    nothing = np.zeros((1, net.frames, 20, 3), dtype=np.float32)

    exercise, _ = net.probabilities(nothing, np.zeros((1, net.frames, 20), dtype=bool))

    assert exercise.sum() == pytest.approx(1.0, abs=1e-5)
    known = np.array([name != recordings.OTHER for name in net.exercises])
    assert exercise[0, known].max() < 0.7


def test_half_precision_names_the_same_exercise_as_surely():
    whole, half = (
        CompiledNet(WEIGHTS / "recognizer.xml", precision)
        for precision in ("f32", "bf16")
    )
    for code in ("squat", "lunge", "biceps_curl"):
        poses = observation.observe(perform(Scenario(code, 2)))

        one, two = whole.shown(poses), half.shown(poses)

        assert max(one, key=one.get) == max(two, key=two.get)
        assert max(abs(one[name] - two[name]) for name in one) < 0.03
