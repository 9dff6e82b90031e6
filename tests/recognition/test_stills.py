"""A still shows the right frame, upright, small; a marked one the person and joint."""

import json

import cv2
import numpy as np
import pytest

from recognition import overlay, stills
from recognition.errors import Unanalyzable
from recognition.skeleton import EDGES, INDEX, JOINT_NAMES
from recognition.stills import Mark, Shot
from tests.recognition.filming import HEIGHT, WIDTH, number_of, red_corner

TIMES = [0.0, 0.04, 0.1, 0.2, 0.233, 0.3, 0.5, 0.533, 0.566, 0.8, 0.9]
KNEE = INDEX["left_knee"]


def read(path):
    return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)


@pytest.fixture
def still(tmp_path):
    def still(source, time_s):
        target = tmp_path / "still.jpg"
        stills.save_stills(source, [Shot(target, time_s)])
        return read(target)

    return still


@pytest.mark.parametrize(
    ("time_s", "number"), [(0.0, 0), (0.21, 3), (0.5, 6), (0.79, 8), (99.0, 10)]
)
def test_shows_what_the_player_shows_at_that_time(studio, still, time_s, number):
    film = studio.film("clip.mp4", times=TIMES)
    assert number_of(still(film, time_s)) == number


def test_several_are_taken_at_once_in_any_order(studio, tmp_path):
    film = studio.film("clip.mp4", times=TIMES)
    wanted = {0.5: 6, 0.0: 0, 99.0: 10, 0.51: 6, 0.1: 2}
    shots = [Shot(tmp_path / f"{time}.jpg", time) for time in wanted]
    stills.save_stills(film, shots)
    assert [number_of(read(shot.target)) for shot in shots] == list(wanted.values())


def test_is_upright(studio, still):
    film = studio.film("clip.mp4", rotation=180)
    assert red_corner(still(film, 0.0)) == (True, True)


def test_is_small(studio, still, monkeypatch):
    monkeypatch.setattr(stills, "LONGEST_SIDE_PX", 100)
    assert still(studio.film("clip.mp4"), 0.0).shape == (75, 100, 3)


def test_what_is_no_video_is_refused(studio, still):
    with pytest.raises(Unanalyzable):
        still(studio.write("clip.mp4", b"hello"), 0.0)


def person(**places):
    """`curves.json` of a film in which a few joints never move, places 0 to 1."""
    row = [None] * (2 * len(JOINT_NAMES))
    for name, (x, y) in places.items():
        row[2 * INDEX[name] : 2 * INDEX[name] + 2] = [10_000 * x, 10_000 * y]
    return {
        "time_s": TIMES,
        "points": [row] * len(TIMES),
        "edges": [list(edge) for edge in EDGES],
    }


LEG = {"left_hip": (0.5, 0.3), "left_knee": (0.5, 0.5), "left_ankle": (0.5, 0.75)}


@pytest.fixture
def marked(studio, tmp_path):
    def marked(joint, side, curves, film="clip.mp4"):
        (tmp_path / "curves.json").write_text(json.dumps(curves))
        target = tmp_path / "still.jpg"
        source = studio.film(film, times=TIMES)
        shot = Shot(target, 0.5, Mark(joint, side))
        stills.save_stills(source, [shot], curves=tmp_path / "curves.json")
        return read(target)

    return marked


def wrong_pixels(picture):
    near = np.abs(picture.astype(int) - np.array(overlay.WRONG)).sum(axis=2) < 90
    return np.argwhere(near)


def test_the_joint_is_ringed_where_it_is(marked):
    picture = marked("knee", "left", person(**LEG))
    rows, columns = wrong_pixels(picture).T
    height, width = picture.shape[:2]
    # The person takes from 0.3 to 0.75 of the height; the knee is 4/9 of the way down.
    assert np.median(columns) / width == pytest.approx(0.5, abs=0.05)
    middle = 0.5 * (rows.min() + rows.max()) / height
    assert middle == pytest.approx(0.45, abs=0.08)


def test_no_other_joint_is(marked):
    assert len(wrong_pixels(marked("knee", "right", person(**LEG)))) == 0


def test_it_is_cut_to_the_person(marked):
    picture = marked("knee", "left", person(**LEG))
    assert picture.shape[0] < 0.75 * HEIGHT
    assert picture.shape[1] < 0.5 * WIDTH


def test_where_nobody_was_seen_it_is_the_whole_picture(marked):
    curves = person(**LEG)
    curves["points"] = [None] * len(TIMES)
    assert marked("knee", "left", curves).shape == (HEIGHT, WIDTH, 3)
