"""The shipped file of measured errors is whole and makes sense."""

import pytest

from recognition.benchmarks.accuracy import error_file, published
from recognition.biomechanics import errors
from recognition.biomechanics.kinematics import QUANTITIES


def test_it_knows_measures_that_exist() -> None:
    assert set(errors.load()) <= set(QUANTITIES)
    assert {"knee_flexion", "trunk_lean_forward"} <= set(errors.load())


@pytest.mark.parametrize("measure", errors.load())
def test_no_error_is_smaller_than_what_is_published(measure: str) -> None:
    floor = published.FLOORS.get(measure)

    for band, found in errors.load()[measure].items():
        assert found.n > 0
        assert found.half_width > 0.0
        if floor is not None:
            least = floor.in_plane if band == "in_plane" else floor.elsewhere
            assert found.half_width >= least
            assert found.change is None or found.change >= floor.change


def test_the_knee_is_trusted_from_the_side_and_not_from_the_front() -> None:
    assert errors.is_trusted("knee_flexion", "in_plane")
    assert not errors.is_trusted("knee_flexion", "out_of_plane")


def test_what_was_not_measured_is_not_trusted() -> None:
    assert not errors.is_trusted("shoe_size", "in_plane")
    assert errors.of("shoe_size", "in_plane") is None


@pytest.mark.parametrize("measure", ["knee_flexion", "trunk_lean_forward"])
def test_depth_is_worse_than_the_picture(measure: str) -> None:
    found = errors.load()[measure]

    assert found["out_of_plane"].half_width > found["in_plane"].half_width


def test_the_page_says_from_where_a_measure_is_trusted() -> None:
    rows = error_file.page().splitlines()

    knee = next(row for row in rows if row.startswith("| knee_flexion "))
    in_picture, _oblique, depth = knee.split("|")[3:6]
    assert ", trusted" in in_picture
    assert "not trusted" in depth
