"""A still shows the right frame, upright, small, and nothing else of the file."""

import cv2
import pytest

from recognition import stills
from recognition.errors import Unanalyzable
from tests.recognition.filming import number_of, red_corner

TIMES = [0.0, 0.04, 0.1, 0.2, 0.233, 0.3, 0.5, 0.533, 0.566, 0.8, 0.9]


@pytest.fixture
def still(tmp_path):
    def still(source, time_s):
        target = tmp_path / "still.jpg"
        stills.save_still(source, target, time_s=time_s)
        return cv2.cvtColor(cv2.imread(str(target)), cv2.COLOR_BGR2RGB)

    return still


@pytest.mark.parametrize(
    ("time_s", "number"), [(0.0, 0), (0.21, 3), (0.5, 6), (0.79, 8), (99.0, 10)]
)
def test_shows_what_the_player_shows_at_that_time(studio, still, time_s, number):
    film = studio.film("clip.mp4", times=TIMES)
    assert number_of(still(film, time_s)) == number


def test_is_upright(studio, still):
    film = studio.film("clip.mp4", rotation=180)
    assert red_corner(still(film, 0.0)) == (True, True)


def test_is_small(studio, still, monkeypatch):
    monkeypatch.setattr(stills, "LONGEST_SIDE_PX", 100)
    assert still(studio.film("clip.mp4"), 0.0).shape == (75, 100, 3)


def test_what_is_no_video_is_refused(studio, still):
    with pytest.raises(Unanalyzable):
        still(studio.write("clip.mp4", b"hello"), 0.0)
