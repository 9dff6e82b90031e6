"""Bystanders are looked for twice a second, in the whole picture and in parts of it."""

from dataclasses import replace

import numpy as np
import pytest

from recognition import heads, video
from recognition.heads import Sighting
from recognition.pose_estimation import crowd
from recognition.pose_estimation.blazepose import (
    ALL_LANDMARKS,
    ANCHORS,
    HEAT_SIDE,
    Located,
)

SIZE = (640, 360)


class FakeNetworks:
    """Finds one body in the middle of each part that is bright in the middle."""

    is_exact = True
    at_a_time = 1

    def __init__(self, presence=1.0):
        self.presence = presence
        self.looked_at = 0

    def detect(self, pictures):
        self.looked_at += 1
        boxes = np.zeros((1, len(ANCHORS), 12), np.float32)
        logits = np.full((1, len(ANCHORS)), -120, np.float32)
        if pictures[0, 112, 112, 0] > 128:
            anchor = int(np.argmin(np.abs(ANCHORS - 112).sum(axis=1)))
            boxes[0, anchor, 2:4] = 60
            boxes[0, anchor, 4:6] = 112 - ANCHORS[anchor]
            boxes[0, anchor, 6:8] = (112, 72) - ANCHORS[anchor]
            logits[0, anchor] = 5.0
        return boxes, logits

    def locate(self, picture):
        flat = np.zeros((ALL_LANDMARKS, 5), np.float32)
        flat[:, :2] = 128
        flat[:11, 0] += np.linspace(-8, 8, 11)
        flat[[34], 1] = 26
        located = Located(
            flat=flat,
            presence=1.0,
            heat=np.full((HEAT_SIDE, HEAT_SIDE, ALL_LANDMARKS), -20, np.float32),
            world=np.zeros((ALL_LANDMARKS, 3), np.float32),
        )
        return lambda: replace(located, presence=self.presence)


def frame(number, *bright):
    """Return a dark frame with a bright spot at each x, y."""
    picture = np.zeros((*SIZE[::-1], 3), np.uint8)
    for x, y in bright:
        picture[y - 12 : y + 12, x - 12 : x + 12] = 255
    return video.Frame(number, number / 30, picture, 0)


def middles(sightings):
    return [
        (
            (one.box[0] + one.box[2]) / 2 * SIZE[0],
            (one.box[1] + one.box[3]) / 2 * SIZE[1],
        )
        for one in sightings
    ]


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (500, 500), (1000, 200)])
def test_the_parts_cover_the_picture_and_stay_within(size):
    covered = np.zeros(size[::-1], bool)
    for left, top, side in list(crowd.parts(*size))[1:]:
        assert left >= 0
        assert top >= 0
        assert left + side <= size[0] + 1e-6
        assert top + side <= size[1] + 1e-6
        covered[round(top) : round(top + side), round(left) : round(left + side)] = True
    assert covered.all()


def test_neighboring_parts_share_half():
    lefts = [left for left, _, side in crowd.parts(640, 360) if side == 360]
    assert np.diff(lefts).max() <= 180


def test_who_is_small_is_found_in_a_part():
    left, top, side = list(crowd.parts(*SIZE))[-1]
    at = round(left + side / 2), round(top + side / 2)
    found = list(crowd.look(frame(0, at), FakeNetworks()))
    assert middles(found) == [pytest.approx(at, abs=1.5)]


def test_who_is_found_in_two_parts_is_one():
    networks = FakeNetworks()
    assert len(list(crowd.look(frame(0, (320, 180)), networks))) == 1
    assert networks.looked_at == len(list(crowd.parts(*SIZE)))


def test_what_the_landmarks_show_to_be_no_body_is_none():
    assert list(crowd.look(frame(0, (320, 180)), FakeNetworks(presence=0.3))) == []


class TestBystanders:
    frames = [frame(number, (320, 180)) for number in range(31)]

    def test_are_looked_for_twice_a_second(self):
        looks = []
        crowd.bystanders(self.frames, FakeNetworks(), (), on_look=looks.append)
        assert looks == pytest.approx([0.0, 0.5, 1.0])

    def test_are_covered_between_the_looks(self):
        found = crowd.bystanders(self.frames, FakeNetworks(), ())
        assert len(found) == 1
        assert heads.at(found, 0.25)

    def test_are_not_who_is_known(self):
        known = heads.followed(
            Sighting(n / 30, (0.4, 0.3, 0.6, 0.7)) for n in range(31)
        )
        assert crowd.bystanders(self.frames, FakeNetworks(), known) == ()
        a_while_ago = heads.followed([Sighting(-0.5, (0.4, 0.3, 0.6, 0.7))])
        [head] = crowd.bystanders(self.frames, FakeNetworks(), a_while_ago)
        assert head.time_s[0] == 0
        elsewhere = heads.followed([Sighting(0.0, (0.0, 0.0, 0.2, 0.2))])
        assert len(crowd.bystanders(self.frames, FakeNetworks(), elsewhere)) == 1
