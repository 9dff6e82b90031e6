"""Scores over time as a small line."""

from clinic.web.presentation.trends import trend

BOX = {"width": 100, "height": 30, "margin": 5}


def test_a_better_score_lies_higher():
    line = trend([0, 50, 100], **BOX)
    assert line.dots == ((0, 25), (50, 15), (100, 5))
    assert line.points == "0,25 50,15 100,5"
    assert line.last == ((100, 5),)


def test_one_score_is_no_line():
    assert trend([80], **BOX) is None
    assert trend([], **BOX) is None


def test_no_comma_of_a_language_gets_into_the_picture():
    line = trend([33.3, 66.6, 12.1, 99.9], **BOX)
    assert all(len(pair.split(",")) == 2 for pair in line.points.split())
    assert "." not in line.points
