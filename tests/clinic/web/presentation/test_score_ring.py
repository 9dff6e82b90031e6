"""The four parts of a score, on a ring and in words."""

from itertools import pairwise

import pytest

from clinic.web.presentation import score_ring

PARTS = {"range": 92.0, "control": 70.0, "form": 40.0, "symmetry": None}


def of(**parts):
    return {part.key: part for part in score_ring.parts_of({**PARTS, **parts})}


def test_each_part_has_its_number_and_a_word():
    said = {key: (part.points, part.said) for key, part in of().items()}
    assert said == {
        "range": (92, "very good"),
        "control": (70, "good"),
        "form": (40, "work on this"),
        "symmetry": (None, "could not be measured"),
    }


def test_the_segments_are_as_long_as_the_parts_weigh_and_do_not_touch():
    parts = list(of().values())
    assert [part.track for part in parts] == [326, 126, 376, 76]
    for one, following in pairwise(parts):
        assert one.start + one.track < following.start
    assert parts[-1].start + parts[-1].track < 1000


@pytest.mark.parametrize(("points", "arc"), [(100.0, 326), (50.0, 163), (0.0, 0)])
def test_a_segment_is_filled_as_far_as_the_part_is_reached(points, arc):
    assert of(range=points)["range"].arc == arc


def test_without_any_part_there_is_no_ring_of_parts():
    assert score_ring.parts_of({}) == ()
    assert score_ring.parts_of(dict.fromkeys(PARTS)) == ()
