"""Measured errors: the shipped file makes sense, and reports rest on it."""

from itertools import pairwise

import pytest

from recognition.benchmarks.accuracy import error_file, published
from recognition.biomechanics import errors
from recognition.biomechanics.errors import BANDS, KINDS, Errors, Widths, guessed
from recognition.biomechanics.kinematics import QUANTITIES

STEPS_DEG = (0.0, 25.0, 35.0, 50.0, 70.0, 90.0)


def test_it_knows_measures_that_exist() -> None:
    assert set(errors.load()) <= set(QUANTITIES)
    assert {"knee_flexion", "trunk_lean_forward"} <= set(errors.load())


@pytest.mark.parametrize("measure", errors.load())
def test_no_error_is_smaller_than_what_is_published(measure: str) -> None:
    floor = published.FLOORS.get(measure)

    for kind, bands in errors.load()[measure].items():
        for band, found in bands.items():
            assert found.n > 0
            assert found.half_width > 0.0
            assert floor is None or found.half_width >= floor.of(kind, band)


@pytest.mark.parametrize("measure", errors.load())
def test_reports_state_what_was_measured(measure: str) -> None:
    stated, found = QUANTITIES[measure].errors, errors.load()[measure]

    for kind, bands in found.items():
        if "in_plane" in bands:
            assert stated.of(kind).at(0.0) == bands["in_plane"].half_width


@pytest.mark.parametrize("measure", QUANTITIES)
def test_an_error_grows_as_the_plane_leaves_the_picture(measure: str) -> None:
    for widths in map(QUANTITIES[measure].errors.of, KINDS):
        found = [widths.at(off_deg) for off_deg in STEPS_DEG]
        assert all(a <= b for a, b in pairwise(found))
        assert widths.at(float("nan")) == found[-1]
        assert all(0.0 <= widths.shared_at(off) <= 1.0 for off in STEPS_DEG)


def test_the_knee_is_trusted_from_the_side() -> None:
    assert QUANTITIES["knee_flexion"].errors.values.is_trusted_at(0.0)


def test_a_direction_that_was_not_measured_is_not_trusted() -> None:
    guess = guessed(10.0, oblique=20.0, out_of_plane=30.0, change=8.0)
    one = errors.MeasuredError(12.0, 1.0, 2.0, 2.0, reliability=0.9, n=9)

    widths = errors.measured_widths({"in_plane": one}, guess.values)

    assert widths.half == (12.0, 20.0, 30.0)
    assert widths.trusted == (True, False, False)
    assert widths.shared[0] == pytest.approx((5.0 / 9.0) ** 0.5)


def test_poor_agreement_is_not_trusted() -> None:
    poor = errors.MeasuredError(12.0, 1.0, 2.0, 2.0, reliability=0.49, n=9)

    assert not poor.is_trusted


def test_depth_is_never_better_than_the_picture() -> None:
    flat, deep = (
        errors.MeasuredError(width, 0.0, 1.0, 1.0, reliability=0.9, n=9)
        for width in (15.0, 5.0)
    )
    guess = guessed(10.0, oblique=20.0, out_of_plane=30.0, change=8.0)
    found = dict(zip(BANDS, (flat, deep, deep), strict=True))

    assert errors.measured_widths(found, guess.values).half == (15.0, 15.0, 15.0)


def test_without_figures_the_guess_holds() -> None:
    guess = guessed(10.0, oblique=20.0, out_of_plane=30.0, change=8.0)

    assert errors.known("shoe_size", guess) is guess
    assert errors.measured_widths({}, guess.values) is guess.values
    assert guess.changes.at(50.0) == pytest.approx(16.0)
    assert guess.values.is_trusted_at(90.0)


def test_values_and_changes_have_errors_of_their_own() -> None:
    values, changes, sides = (
        Widths((k, k, k), (1.0, 1.0, 1.0)) for k in (10.0, 5.0, 7.0)
    )
    known = Errors(values, changes, sides)

    assert [known.of(kind) for kind in KINDS] == [values, changes, sides]
    assert known.change == 5.0


def test_the_page_says_from_where_a_measure_is_stated() -> None:
    rows = error_file.page().splitlines()

    knee = next(row for row in rows if row.startswith("| knee_flexion | deg | value "))
    assert ", stated" in knee.split("|")[4]
