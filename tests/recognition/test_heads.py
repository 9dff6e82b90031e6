"""A head stays covered between, and a little before and after, what was seen of it."""

import numpy as np
import pytest

from recognition import heads
from recognition.heads import LINGERS_S, REMEMBERED_S, Head, Sighting, followed
from recognition.skeleton import INDEX

rng = np.random.default_rng(5)


def standing(*, face=True, trunk=True):
    """Return joints in pixels of a person 400 high at x 200, head around y 60."""
    points = np.full((33, 2), np.nan)
    if face:
        points[:11] = np.array([200, 60]) + rng.uniform(-14, 14, (11, 2))
    if trunk:
        for name, (x, y) in {
            "left_shoulder": (240, 110),
            "right_shoulder": (160, 110),
            "left_hip": (225, 226),
            "right_hip": (175, 226),
        }.items():
            points[INDEX[name]] = x, y
    return points


def contains(box, x, y):
    left, top, right, bottom = box
    return left <= x <= right and top <= y <= bottom


class TestOfBody:
    @pytest.mark.parametrize("seen", [{}, {"face": False}], ids=["face", "trunk only"])
    def test_holds_crown_chin_and_ears(self, seen):
        box = heads.of_body(standing(**seen))
        for x, y in [(200, 34), (200, 86), (180, 60), (220, 60)]:
            assert contains(box, x, y), (box, x, y)

    def test_leaves_chest_and_arms_free(self):
        assert not contains(heads.of_body(standing()), 200, 170)

    def test_a_person_upside_down_has_the_head_below(self):
        points = standing(face=False)
        points[:, 1] = 400 - points[:, 1]
        assert contains(heads.of_body(points), 200, 340)

    def test_grows_with_the_person(self):
        one, two = heads.of_body(standing()), heads.of_body(2 * standing())
        assert two[2] - two[0] == pytest.approx(2 * (one[2] - one[0]), rel=0.1)

    def test_is_unknown_without_face_and_trunk(self):
        assert heads.of_body(np.full((33, 2), np.nan)) is None


def seen(time_s, x=0.5, y=0.5, size=0.1):
    half = size / 2
    return Sighting(time_s, (x - half, y - half, x + half, y + half))


def covered(found, time_s, x, y=0.5):
    return any(contains(box, x, y) for box in heads.at(found, time_s))


class TestSeenOnce:
    found = followed([seen(3.0)])

    def test_is_covered_around_that_moment(self):
        for time_s in (3.0 - LINGERS_S + 0.01, 3.0, 3.0 + LINGERS_S - 0.01):
            assert covered(self.found, time_s, 0.5), time_s
        for time_s in (3.0 - LINGERS_S - 0.01, 3.0 + LINGERS_S + 0.01):
            assert heads.at(self.found, time_s) == []

    def test_is_covered_wider_the_longer_ago(self):
        assert not covered(self.found, 3.0, 0.56)
        assert covered(self.found, 3.5, 0.56)
        assert covered(self.found, 2.5, 0.56)


class TestSeenAgain:
    def test_is_covered_all_the_way_between(self):
        found = followed([seen(1.0, x=0.3), seen(1.5, x=0.5)])
        assert len(found) == 1
        for x in (0.3, 0.4, 0.5):
            assert covered(found, 1.25, x), x

    def test_is_covered_where_it_comes_from_and_goes_to(self):
        walk = [seen(n / 30, x=0.2 + 0.01 * n) for n in range(30, 60)]
        found = followed(walk)
        assert covered(found, 1.0 - 0.5, 0.2 + 0.01 * 15)
        assert covered(found, 59 / 30 + 0.5, 0.2 + 0.01 * 74)

    def test_but_twice_has_a_direction_too(self):
        found = followed([seen(1.0, x=0.3), seen(1.5, x=0.5)])
        assert covered(found, 2.0, 0.7)
        assert covered(found, 0.5, 0.1)

    def test_in_the_same_place_was_there_meanwhile(self):
        pause_s = REMEMBERED_S - 1.0
        assert covered(followed([seen(0.0), seen(pause_s)]), pause_s / 2, 0.5)

    def test_elsewhere_long_after_is_somebody_else(self):
        found = followed([seen(0.0, x=0.2), seen(3.0, x=0.8)])
        assert len(found) == 2
        assert heads.at(found, 1.5) == []

    def test_at_a_pace_nobody_has_is_somebody_else(self):
        assert len(followed([seen(0.0, x=0.1), seen(0.1, x=0.9)])) == 2


def test_two_side_by_side_are_both_covered_though_one_leaves():
    both = [one for n in range(30) for one in (seen(n / 30, 0.4), seen(n / 30, 0.5))]
    alone = [seen(n / 30, 0.4) for n in range(30, 90)]
    found = followed(both + alone)
    assert covered(found, 29 / 30 + 0.5, 0.5)
    assert not covered(found, 29 / 30 + 1.0, 0.52)


def test_the_order_of_sightings_does_not_matter():
    walk = [seen(n / 10, x=0.2 + 0.02 * n) for n in range(20)]
    shuffled = [walk[n] for n in np.random.default_rng(2).permutation(20)]
    assert followed(shuffled) == followed(walk)


def test_what_is_written_is_read_again(tmp_path):
    found = followed([seen(0.0), seen(0.5), seen(3.0, x=0.9)])
    heads.save(found, tmp_path / "heads.json")
    assert heads.load(tmp_path / "heads.json") == found


def test_a_box_in_pixels_is_kept_as_shares():
    assert heads.sighting(1.0, (10, 20, 30, 60), (100, 200)).box == (0.1, 0.1, 0.3, 0.3)


def test_nobody_has_no_head():
    assert followed([]) == ()
    assert heads.at([], 1.0) == []
    assert Head([1.0], [(0.4, 0.4, 0.6, 0.6)]).at(9.0) is None
