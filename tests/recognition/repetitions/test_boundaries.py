"""A repetition begins when the body begins to move, not when one joint does."""

import itertools

import numpy as np
import pytest

from recognition import repetitions
from recognition.benchmarks.accuracy import grid
from recognition.cleaning import clean
from recognition.exercises import catalog
from recognition.simulation import observation
from recognition.simulation.scenario import perform
from tests.recognition.repetitions.movements import RATE, angle, cut, squats
from tests.recognition.stick_figure import Figure

SQUAT = catalog.get("squat")


def leading_trunk():
    """Return squats whose hips bend half a second before the knees."""
    knee = angle(100, 100, 100, period_s=2.0, pause_s=1.5)
    hip = 0.9 * angle(100, 100, 100, period_s=3.0, pause_s=0.5, before_s=0.5)
    hip = np.pad(hip, (0, max(0, len(knee) - len(hip))))[: len(knee)]
    figure = Figure(len(knee), knee=5 + knee, hip=5 + hip, shank=knee / 4)
    return clean(figure.seen(yaw=80))


def test_a_trunk_that_leads_the_knees_begins_the_repetition():
    """The hips bend half a second before the knees, and straighten half after."""
    early = round(0.5 * RATE)
    spans = repetitions.segment(leading_trunk(), SQUAT).repetitions
    knees_start_s = [1.0 + 3.5 * number for number in range(3)]
    for span, knees_s in zip(spans, knees_start_s, strict=True):
        assert span.start_s < knees_s - 0.5 * early / RATE
        assert span.end_s > knees_s + 2.0 + 0.5 * early / RATE


def test_postures_of_rest_are_those_of_the_exercises_own_signal():
    poses = leading_trunk()
    moves = repetitions.segment(poses, SQUAT).repetitions
    rests = repetitions.from_rest_to_rest(poses, SQUAT)
    for number, (move, rest) in enumerate(zip(moves, rests, strict=True)):
        knees_s = 1.0 + 3.5 * number
        assert move.start_s < knees_s - 0.2
        assert rest.start_s == pytest.approx(knees_s, abs=0.1)


def test_neighbors_without_a_rest_meet_and_do_not_overlap():
    spans = repetitions.segment(squats(90, 90, 90, pause_s=0.0), SQUAT).repetitions
    assert len(spans) == 3
    for one, other in itertools.pairwise(spans):
        assert one.end_s <= other.start_s


def test_an_end_that_the_recording_cuts_stays_where_it_is():
    poses = cut(squats(100, 100, 100), 2.4, 12.0)
    first = repetitions.segment(poses, SQUAT).repetitions[0]
    assert first.is_cut
    assert first.start_s == pytest.approx(first.peak_s, abs=0.2)


@pytest.mark.parametrize(
    ("code", "seed"), [("glute_bridge", 2090042), ("wall_squat", 2391052)]
)
def test_a_pause_at_the_peak_is_no_rest(code, seed):
    """The body keeps stiller at the peak of these than at rest, between fast ways."""
    grid_of = grid.scenarios((code,), part="tune")
    performance = perform(next(s for s in grid_of if s.seed == seed))
    poses = clean(observation.observe(performance))
    spans = repetitions.segment(poses, catalog.get(code)).repetitions
    for span, cycle in zip(spans, performance.cycles, strict=True):
        assert span.start_s == pytest.approx(cycle.start_s, abs=0.8)
        assert span.end_s == pytest.approx(cycle.end_s, abs=0.8)


def test_no_repetition_reaches_beyond_the_recording():
    """Even where a movement begins at full speed, and so is traced back far."""
    whole = squats(100, 100, 100)
    for start_s in np.arange(0.6, 2.0, 0.1):
        poses = cut(whole, start_s, 10.5)
        for span in repetitions.segment(poses, SQUAT).repetitions:
            assert poses.time_s[0] <= span.start_s <= span.peak_s
            assert span.peak_s <= span.end_s <= poses.time_s[-1]
