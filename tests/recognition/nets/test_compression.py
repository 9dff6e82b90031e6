"""Weights stored in eight bits say nearly what the whole ones say."""

import json
from pathlib import Path

import numpy as np
import pytest

from recognition.nets import compression
from recognition.nets.compiled import CompiledNet
from recognition.simulation import observation
from recognition.simulation.scenario import Scenario, perform

SHIPPED = Path(compression.__file__).parents[1] / "weights" / "recognizer.xml"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return compression.compress(SHIPPED, tmp_path_factory.mktemp("int8") / "small.xml")


def test_every_number_is_kept_within_half_a_step_of_its_channel():
    weights = np.random.default_rng(0).normal(size=(4, 3, 20)).astype(np.float32)
    weights[1] *= 100.0
    weights[2] = 0.0

    stored, scale = compression.quantized(weights)

    assert stored.dtype == np.int8
    assert (np.abs(stored * scale - weights) <= 0.5001 * scale).all()
    np.testing.assert_array_equal(np.abs(stored).max(axis=(1, 2)), [127, 127, 0, 127])


def test_the_file_of_weights_is_a_third_as_large_and_says_what_it_is(small):
    size = small.with_suffix(".bin").stat().st_size

    assert size < SHIPPED.with_suffix(".bin").stat().st_size / 3
    described = json.loads(small.with_suffix(".json").read_text())
    assert described.pop("weights") == "int8"
    assert described == json.loads(SHIPPED.with_suffix(".json").read_text())
    assert small.with_suffix(".md").read_text() == (
        SHIPPED.with_suffix(".md").read_text()
    )


def test_eight_bits_name_the_same_exercise_as_surely(small):
    whole, short = CompiledNet(SHIPPED), CompiledNet(small)
    for code in ("squat", "lunge", "biceps_curl"):
        poses = observation.observe(perform(Scenario(code, 2)))

        one, two = whole.shown(poses), short.shown(poses)

        assert max(one, key=one.get) == max(two, key=two.get)
        assert max(abs(one[name] - two[name]) for name in one) < 0.03
        assert one != two
