"""Turning points: peaks and valleys that stand out by a swing."""

from itertools import pairwise

import numpy as np
from hypothesis import given, strategies

from recognition.repetitions.turning_points import Turn, pieces, turning_points

WAVE = 10 * np.sin(np.arange(200) * 2 * np.pi / 50)  # four periods


def test_every_peak_and_valley_of_a_wave_is_found():
    inner = turning_points(WAVE, swing=5)[1:-1]
    peaks = [turn.frame for turn in inner if turn.is_peak]
    valleys = [turn.frame for turn in inner if not turn.is_peak]
    np.testing.assert_allclose(peaks, [12.5, 62.5, 112.5, 162.5], atol=1)
    np.testing.assert_allclose(valleys, [37.5, 87.5, 137.5, 187.5], atol=1)


def test_a_wave_smaller_than_the_swing_does_not_turn():
    assert turning_points(WAVE, swing=25) == ()


def test_the_ends_are_turns_where_the_movement_was_under_way():
    falling = np.linspace(10, 0, 20)
    assert turning_points(falling, swing=5) == (
        Turn(0, is_peak=True),
        Turn(19, is_peak=False),
    )


def test_unknown_frames_are_passed_over():
    values = WAVE.copy()
    values[30:45] = np.nan
    inner = turning_points(values, swing=5)[1:-1]
    assert sum(turn.is_peak for turn in inner) == 4


def test_nothing_known_gives_no_turn():
    assert turning_points(np.full(10, np.nan), swing=1) == ()


@given(
    strategies.lists(strategies.floats(-100, 100), min_size=1, max_size=60),
    strategies.floats(0.5, 50),
)
def test_neighbors_alternate_and_differ_by_the_swing(values, swing):
    values = np.array(values)
    turns = turning_points(values, swing)
    for first, second in pairwise(turns):
        assert first.frame < second.frame
        assert first.is_peak != second.is_peak
        height = values[second.frame] - values[first.frame]
        assert height * (1 if second.is_peak else -1) >= swing


@given(
    strategies.lists(strategies.integers(-9, 9), min_size=1, max_size=40),
    strategies.integers(1, 6),
)
def test_what_lies_between_a_lower_and_a_higher_value_changes_nothing(values, swing):
    values = np.array(values, dtype=float)
    denser = np.interp(
        np.arange(2 * values.size - 1) / 2, np.arange(values.size), values
    )
    assert [
        (turn.frame // 2, turn.is_peak) for turn in turning_points(denser, swing)
    ] == [(turn.frame, turn.is_peak) for turn in turning_points(values, swing)]


def test_a_long_gap_breaks_the_movement_in_two():
    time_s = np.arange(100) / 30
    values = np.zeros(100)
    values[20:60] = np.nan
    assert list(pieces(values, time_s)) == [slice(0, 20), slice(60, 100)]


def test_a_short_gap_does_not_break_the_movement():
    time_s = np.arange(100) / 30
    values = np.zeros(100)
    values[20:40] = np.nan
    assert list(pieces(values, time_s)) == [slice(0, 100)]
