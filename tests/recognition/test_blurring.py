"""A head is covered wherever it may be, and a picture without a skeleton whole."""

import numpy as np
import pytest

from recognition import blurring, video
from recognition.blurring import Heads, head_of, hidden
from recognition.skeleton import INDEX
from tests.recognition.filming import HEIGHT, WIDTH

SCALE = 10_000
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


class TestHeadOf:
    @pytest.mark.parametrize("seen", [{}, {"face": False}], ids=["face", "trunk only"])
    def test_holds_crown_chin_and_ears(self, seen):
        box = head_of(standing(**seen))
        for x, y in [(200, 34), (200, 86), (180, 60), (220, 60)]:
            assert contains(box, x, y), (box, x, y)

    def test_leaves_chest_and_arms_free(self):
        assert not contains(head_of(standing()), 200, 170)

    def test_a_person_upside_down_has_the_head_below(self):
        points = standing(face=False)
        points[:, 1] = 400 - points[:, 1]
        assert contains(head_of(points), 200, 340)

    def test_grows_with_the_person(self):
        one, two = head_of(standing()), head_of(2 * standing())
        assert two[2] - two[0] == pytest.approx(2 * (one[2] - one[0]), rel=0.1)

    def test_is_unknown_without_face_and_trunk(self):
        assert head_of(np.full((33, 2), np.nan)) is None


class TestHidden:
    picture = rng.integers(0, 255, (480, 400, 3), dtype=np.uint8)

    def detail(self, picture, x, y):
        part = picture[y - 8 : y + 8, x - 8 : x + 8].astype(float)
        return part.std(axis=(0, 1)).max()

    def test_covers_the_head_and_nothing_below(self):
        covered = hidden(self.picture, [standing() / (400, 480)])
        assert self.detail(covered, 200, 60) < 25 < self.detail(self.picture, 200, 60)
        assert np.array_equal(covered[250:], self.picture[250:])

    def test_covers_both_places_of_a_head_that_moves(self):
        moved = standing() + np.array([0, 200])
        covered = hidden(self.picture, [standing() / (400, 480), moved / (400, 480)])
        assert self.detail(covered, 200, 60) < 25
        assert self.detail(covered, 200, 260) < 25

    @pytest.mark.parametrize(
        "skeletons", [[], [np.full((33, 2), np.nan)]], ids=["none", "without a head"]
    )
    def test_covers_everything_where_nothing_is_known(self, skeletons):
        covered = hidden(self.picture, skeletons)
        assert self.detail(covered, 200, 400) < 25

    def test_a_head_outside_the_picture_covers_nothing(self):
        away = standing() - np.array([0, 700])
        covered = hidden(self.picture, [away / (400, 480)])
        assert np.array_equal(covered, self.picture)

    def test_leaves_the_picture_that_was_given_alone(self):
        before = self.picture.copy()
        hidden(self.picture, [])
        assert np.array_equal(self.picture, before)


def curves(times, points):
    flat = [None if one is None else (one * SCALE).round().ravel() for one in points]
    rows = [None if one is None else [*map(float, one)] for one in flat]
    return {"time_s": times, "points": rows, "edges": []}


class TestHeads:
    here = standing() / (400, 480)

    def test_are_those_before_and_after(self):
        heads = Heads(curves([0.0, 0.1], [self.here, self.here + 0.1]))
        assert len(heads.near(0.05)) == 2
        assert len(heads.near(0.1)) == 1

    def test_are_forgotten_soon(self):
        heads = Heads(curves([0.0, 2.0], [self.here, None]))
        assert len(heads.near(blurring.STILL_THERE_S - 0.01)) == 1
        assert heads.near(1.0) == []
        assert heads.near(2.0) == []


@pytest.mark.media
def test_a_film_keeps_its_frames_and_loses_what_it_cannot_place(studio, tmp_path):
    film, shares = studio.film(), []
    target = tmp_path / "blurred.mp4"
    blurring.render(film, curves([0.0], [None]), target, on_progress=shares.append)
    before, after = list(video.frames(film)), list(video.frames(target))
    assert [one.time_s for one in after] == pytest.approx(
        [one.time_s for one in before], abs=1e-3
    )
    assert after[0].picture.shape[:2] == (HEIGHT, WIDTH)
    changed = np.abs(after[0].picture.astype(float) - before[0].picture).mean()
    assert changed > 2  # writing it again alone changes less than 1
    assert shares[-1] == pytest.approx(1.0, abs=0.2)
