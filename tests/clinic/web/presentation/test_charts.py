"""Charts: where things go, and with which numbers."""

import datetime as dt

import pytest
from django.utils import translation

from clinic.domain.measurement import Measured
from clinic.web.presentation.charts import (
    HEIGHT,
    Happened,
    Line,
    Point,
    Scale,
    chart,
    scale_of,
)

DAY = dt.date(2026, 3, 2)


def day(offset):
    return DAY + dt.timedelta(days=offset)


def point(offset, value, error=None):
    return Point(day(offset), Measured(value, error), "")


def drawn(*points, scale=None, **how):
    return chart(
        [Line(points)],
        since=DAY,
        until=day(10),
        scale=scale or Scale(0.0, 100.0, 25.0),
        words="",
        write=lambda value: f"{value:g}",
        **how,
    )


def test_earlier_is_left_and_more_is_higher():
    first, last = drawn(point(0, 20.0), point(10, 80.0)).dots
    assert float(first.x[:-1]) < float(last.x[:-1])
    assert first.y > last.y


def test_nothing_leaves_the_picture():
    first, last = drawn(point(-5, -50.0), point(20, 500.0)).dots
    assert 0 <= float(first.x[:-1]) < float(last.x[:-1]) <= 100
    assert 0 <= last.y < first.y <= HEIGHT


def test_an_error_is_on_the_dot_or_a_band_around_the_line():
    points = point(0, 50.0, 10.0), point(10, 50.0, 10.0)
    dots = drawn(*points).dots
    assert all(dot.high < dot.y < dot.low for dot in dots)
    banded = drawn(*points, with_bands=True)
    assert len(banded.bands) == 1
    assert {(dot.low, dot.high) for dot in banded.dots} == {(None, None)}


def test_a_level_covers_its_values():
    picture = drawn(point(0, 50.0), level=(40.0, 60.0))
    assert picture.level.y < picture.dots[0].y < picture.level.y + picture.level.height


def test_marks_stand_on_their_day():
    picture = drawn(point(4, 50.0), happened=[Happened(day(4), "P", "Plan")])
    assert picture.marks[0].x == picture.dots[0].x


def test_the_days_below_stay_inside():
    labels = drawn(point(0, 1.0)).days
    assert [label.anchor for label in labels] == ["start", "middle", "end"]
    assert chart([], since=DAY, until=DAY, scale=Scale(0.0, 1.0, 1.0), words="",
                 write=str).days[0].anchor == "middle"  # fmt: skip


@pytest.mark.parametrize(
    ("values", "least", "ends"),
    [
        ((52.0, 88.0), 10.0, (50.0, 90.0)),
        ((50.0, 50.0), 40.0, (30.0, 70.0)),
        ((-31.0, 49.0), 40.0, (-40.0, 60.0)),
        ((), 2.0, (-1.0, 1.0)),
    ],
)
def test_scales_are_round_and_hold_all_values(values, least, ends):
    scale = scale_of(values, least=least)
    assert (scale.low, scale.high) == ends
    assert 2 <= len(scale.ticks) <= 6
    assert scale.ticks[-1] == pytest.approx(scale.high)


def test_no_languages_comma_gets_into_the_picture():
    with translation.override("de"):
        picture = drawn(point(0, 12.5, 3.3), point(3, 80.0, 3.3))
    assert "," not in "".join(dot.x for dot in picture.dots)
    corners = picture.lines[0].points.split()
    assert all(len(corner.split(",")) == 2 for corner in corners)
