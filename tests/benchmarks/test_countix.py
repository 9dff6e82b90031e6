"""What is published of the counts on Countix-Fitness, and a few of its films."""

import numpy as np
import pytest

from tests.benchmarks import countix
from tests.benchmarks.countix import Count


def counted(*pairs):
    return [
        Count(f"film{n}", "squat", true, c, 1.0) for n, (true, c) in enumerate(pairs)
    ]


def test_off_by_one_counts_as_right_and_the_error_is_relative():
    whole = countix.summarize(counted((10, 10), (5, 4), (4, 6)))

    assert whole.within_one == pytest.approx(2 / 3)
    assert whole.exact == pytest.approx(1 / 3)
    assert whole.relative_error == pytest.approx((0.0 + 0.2 + 0.5) / 3)


def test_the_page_names_every_film_that_is_off_by_more_than_one_worst_first():
    page = countix.markdown(counted((10, 12), (5, 4), (4, 8)))

    assert "film1 " not in page
    assert page.index("| film2 | 4 | 8 |") < page.index("| film0 | 10 | 12 |")


def test_a_frame_of_zeros_shows_nobody():
    values = np.full((20, 99), 0.5, dtype=np.float16)
    values[3:6] = 0.0

    poses = countix.read(values)

    assert list(np.flatnonzero(~poses.found)) == [3, 4, 5]
    assert (poses.visibility[3:6] == 0.0).all()
