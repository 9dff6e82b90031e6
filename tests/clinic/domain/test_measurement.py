"""Which changes are larger than the error of what was measured."""

from math import sqrt

import pytest

from clinic.domain.measurement import (
    Change,
    Measured,
    averaged,
    compare,
    pooled,
    smallest_change,
)
from recognition.assessment import whole_set
from recognition.report import Measure


def measured(*values, error=None):
    return [Measured(value, error) for value in values]


def test_the_smallest_change_of_equal_errors_is_theirs_times_root_two():
    # 1.96 * sqrt(2) * SEM, where the half width is 1.96 SEM.
    assert smallest_change(measured(50, error=10.0)) == pytest.approx(10 * sqrt(2))


def test_values_that_scatter_more_than_they_state_are_believed_less():
    steady = smallest_change(measured(50, 51, 50, 51, 50, error=5.0))
    wild = smallest_change(measured(30, 70, 35, 75, 30, error=5.0))
    assert steady == pytest.approx(5 * sqrt(2))
    assert wild > 5 * steady


def test_an_even_rise_is_no_scatter():
    rising = measured(10, 20, 30, 40, 50, 60)
    assert smallest_change(rising) == pytest.approx(0.0)
    assert smallest_change(rising, noticed=5.0) == 5.0


def test_without_a_stated_error_a_few_values_tell_nothing():
    assert smallest_change(measured(50, 60, 70)) is None
    assert compare(measured(50, 60, 70)).change == Change.UNKNOWN


def test_a_change_within_the_error_is_about_the_same():
    within = compare(measured(50, 50, 50, 63, 63, 63, error=10.0))
    beyond = compare(measured(50, 50, 50, 65, 65, 65, error=10.0))
    assert (within.change, beyond.change) == (Change.SAME, Change.MORE)
    assert (beyond.before, beyond.after) == (50, 65)


def test_more_and_less_mirror_each_other():
    up = compare(measured(40, 40, 70, 70, error=4.0))
    down = compare(measured(-40, -40, -70, -70, error=4.0))
    assert (up.change, down.change) == (Change.MORE, Change.LESS)
    assert up.smallest == pytest.approx(down.smallest)


def test_the_ends_never_overlap():
    assert compare(measured(1, 9, error=1.0)).before == 1
    assert compare(measured(1, 5, 9, error=1.0)).after == 9
    assert compare(measured(7, error=1.0)).change == Change.UNKNOWN


def test_a_published_smallest_change_is_taken_as_it_is():
    assert compare(measured(5, 4), known=2.0).change == Change.SAME
    assert compare(measured(5, 3), known=2.0).change == Change.LESS


def test_repetitions_are_pooled_as_the_library_pools_them():
    found = [(50.0, 9.0), (56.0, 11.0), (53.0, 10.0)]
    theirs = whole_set._mean([Measure("r", v, "deg", error) for v, error in found])
    ours = pooled([Measured(*one) for one in found])
    assert (ours.value, ours.half_width) == pytest.approx(theirs)
    assert pooled([]) is None


def test_one_unknown_error_makes_that_of_the_mean_unknown():
    assert pooled([Measured(5.0, 1.0), Measured(6.0)]).half_width is None


def test_the_mean_of_recordings_is_no_better_known_than_one_of_them():
    assert averaged(measured(10, 20, error=8.0)) == Measured(15, 8.0)
    assert averaged([]) is None
