"""Stops and tremor lower the spectral arc length; scale and tempo do not."""

import numpy as np
import pytest

from recognition.biomechanics.smoothness import spectral_arc_length


def movement(seconds=2.0, rate=30.0):
    time = np.arange(0.0, seconds, 1 / rate)
    return 50.0 * (1 - np.cos(2 * np.pi * time / seconds)), time


def test_tremor_lowers_it():
    angle, time = movement()
    shaky = angle + 3.0 * np.sin(2 * np.pi * 5.0 * time)
    assert spectral_arc_length(shaky, time) < spectral_arc_length(angle, time) - 0.5


def test_a_stop_on_the_way_lowers_it():
    angle, time = movement()
    stopped = np.concatenate([angle[:15], np.full(20, angle[15]), angle[15:]])
    times = np.arange(stopped.size) / 30.0
    assert spectral_arc_length(stopped, times) < spectral_arc_length(angle, time) - 0.3


def test_the_size_of_the_movement_does_not_matter():
    angle, time = movement()
    assert spectral_arc_length(3 * angle, time) == pytest.approx(
        spectral_arc_length(angle, time)
    )


@pytest.mark.parametrize("frames", [0, 1, 7])
def test_too_few_frames_have_no_smoothness(frames):
    assert (
        spectral_arc_length(np.arange(frames, dtype=float), np.arange(frames)) is None
    )


def test_no_movement_has_no_smoothness():
    assert spectral_arc_length(np.full(30, 4.0), np.arange(30) / 30.0) is None
