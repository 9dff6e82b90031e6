"""Where rest is looked for, and how long a way takes."""

import numpy as np
import pytest

from recognition.assessment.phases import Course
from recognition.repetitions.spans import Span

TIME_S = np.arange(0.0, 10.0, 0.1)


def course(begins_cut=False, start_s=2.0, **neighbors):
    way = np.where((start_s <= TIME_S) & (TIME_S <= 6.0), 0.5, np.nan)
    span = Span(start_s, 4.0, 6.0, "both", 1.0)
    return Course(span, TIME_S, way, begins_cut, ends_cut=False, **neighbors)


def limits(frames):
    return TIME_S[frames][[0, -1]].round(1).tolist()


def test_rest_is_looked_for_up_to_the_peaks_of_the_neighbors():
    before, after = course(since_s=1.0, until_s=8.0).rests()
    assert limits(before) == [1.0, 4.0]
    assert limits(after) == [4.0, 8.0]


def test_without_neighbors_rest_is_looked_for_inside():
    before, after = course().rests()
    assert limits(before) == [2.0, 4.0]
    assert limits(after) == [4.0, 6.0]


def test_where_the_recording_begins_too_late_only_the_rest_after_counts():
    (after,) = course(begins_cut=True, start_s=0.0).rests()
    assert limits(after) == [4.0, 6.0]


def test_a_way_that_starts_high_between_repetitions_was_recorded_all_the_same():
    assert len(course(begins_cut=True, since_s=1.0).rests()) == 2


@pytest.mark.parametrize("lasts_s", [0.3, 1.0, 2.0])
def test_a_way_is_timed_though_the_limb_trembles_at_rest(lasts_s):
    time_s = np.arange(0.0, 6.0, 1 / 30)
    share = np.clip((time_s - 2.0) / lasts_s, 0.0, 1.0)
    way = share**3 * (10.0 - 15.0 * share + 6.0 * share**2)
    way = way + np.where(time_s < 1.9, 0.15 * np.sin(5.0 * time_s) ** 2, 0.0)
    span = Span(0.0, 2.0 + lasts_s, 6.0, "both", 1.0)
    seen = Course(span, time_s, way, begins_cut=False, ends_cut=False)
    assert seen.lasted("toward_peak") == pytest.approx(lasts_s, abs=0.04)
