"""A cut from a decoder's planes is what a cut from the whole picture would be."""

import itertools

import numpy as np
import pytest
from av import VideoFrame

from recognition import cutting
from recognition.cutting import Converter, Planes
from recognition.display import DisplayTurn

WIDTH, HEIGHT = 320, 192
TURNS = [
    DisplayTurn(degrees, is_mirrored=mirrored)
    for degrees, mirrored in itertools.product((0, 90, 180, -90), (False, True))
]


@pytest.fixture(scope="module")
def decoded():
    """A frame whose brightness and colors differ from place to place, all smooth."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    waves = [
        128 + 80 * np.sin(x / 23 + y / 31),
        128 + 40 * np.sin(x / 11),
        128 + 40 * np.cos(y / 11),
    ]
    planes = [waves[0], waves[1][::2, ::2], waves[2][::2, ::2]]
    flat = np.concatenate([plane.ravel() for plane in planes]).astype(np.uint8)
    return VideoFrame.from_ndarray(flat.reshape(-1, WIDTH), format="yuv420p")


def both(decoded, turn, matrix, **settings):
    """The cut from the planes, and the one from the picture."""
    planes = Planes(decoded, turn, Converter())
    picture = turn.applied(Converter().rgb(decoded, decoded.width))
    assert planes.size == picture.shape[1::-1]
    return planes.cut(matrix, 128, **settings), cutting.cut(
        picture, matrix, 128, **settings
    )


@pytest.mark.parametrize("turn", TURNS, ids=str)
def test_a_turned_region_is_the_same_however_the_frame_is_stored(decoded, turn):
    cosine, sine = 0.9 * np.cos(0.4), 0.9 * np.sin(0.4)
    matrix = np.array([[cosine, -sine, 55.0], [sine, cosine, 20.3]])

    ours, theirs = both(decoded, turn, matrix, is_repeated=True)

    assert np.ptp(theirs) > 100
    apart = np.abs(ours.astype(int) - theirs)
    assert apart.max() <= 10
    assert apart.mean() < 1.52


def test_pixels_that_are_only_moved_are_the_same(decoded):
    matrix = np.array([[1.0, 0, 32], [0, 1, 40]])

    ours, theirs = both(decoded, TURNS[0], matrix)

    assert np.array_equal(ours, theirs)


def test_what_lies_outside_is_black_or_repeats_the_edge(decoded):
    matrix = np.array([[1.0, 0, -64], [0, 1, 0]])

    black, _ = both(decoded, TURNS[0], matrix)
    repeated, expected = both(decoded, TURNS[0], matrix, is_repeated=True)

    assert (black[:, :62] == 0).all()
    assert (repeated[:, :62] == repeated[:, :1]).all()
    assert np.abs(repeated.astype(int) - expected).max() <= 6


def test_full_range_is_kept(decoded):
    decoded = VideoFrame.from_ndarray(decoded.to_ndarray(), format="yuv420p")
    decoded.color_range = 2  # JPEG: brightness from 0 to 255
    matrix = np.array([[1.0, 0, 32], [0, 1, 40]])

    ours, theirs = both(decoded, TURNS[0], matrix)

    assert np.array_equal(ours, theirs)
