"""Any length becomes a number of frames."""

import numpy as np
import pytest

from recognition.datasets.sampling import stretched, uniform


def test_stretching_keeps_first_and_last_and_lines():
    line = np.linspace(0.0, 9.0, 10)[:, None]

    assert np.allclose(stretched(line, 19)[:, 0], np.linspace(0.0, 9.0, 19))
    assert stretched(line[:1], 4).tolist() == [[0.0]] * 4


def test_what_is_next_to_nothing_is_nothing():
    points = np.array([[0.0], [np.nan], [2.0]])

    found = stretched(points, 5)[:, 0]

    assert np.isnan(found).tolist() == [False, True, True, True, False]


@pytest.mark.parametrize("frames", [1, 7, 20, 33, 40, 500])
def test_frames_are_spread_over_the_whole(frames):
    generator = np.random.default_rng(0)
    for chosen in (uniform(frames, 20), uniform(frames, 20, generator)):
        assert chosen.shape == (20,)
        assert chosen.min() >= 0
        assert chosen.max() < frames
        if frames >= 20:
            assert (np.diff(chosen) > 0).all()


def test_each_even_part_gives_one_frame():
    chosen = uniform(100, 20, np.random.default_rng(3))

    assert (chosen // 5).tolist() == list(range(20))


def test_a_short_clip_goes_round():
    chosen = uniform(3, 8, np.random.default_rng(1))

    assert ((chosen[1:] - chosen[:-1]) % 3 == 1).all()
