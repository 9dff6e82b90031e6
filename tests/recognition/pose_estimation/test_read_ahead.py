"""Frames are read ahead in order, as far as allowed, and errors keep their place."""

import threading
import time

import pytest

from recognition.pose_estimation.read_ahead import read_ahead


def decoders():
    return [thread for thread in threading.enumerate() if thread.name == "decoder"]


def test_hands_on_everything_in_order():
    assert list(read_ahead(range(100), depth=3)) == list(range(100))


def test_is_never_further_ahead_than_it_may():
    made = []

    def frames():
        for n in range(50):
            made.append(n)
            yield n

    for n in read_ahead(frames(), depth=3):
        time.sleep(0.002)
        # The queue, one waiting to get in, and the one in hand.
        assert len(made) - n <= 3 + 2


def test_raises_the_decoders_error_behind_the_frames_before_it():
    def frames():
        yield 1
        yield 2
        raise ValueError("torn")

    ahead = read_ahead(frames())

    assert [next(ahead), next(ahead)] == [1, 2]
    with pytest.raises(ValueError, match="torn"):
        next(ahead)


def test_the_thread_ends_with_the_caller():
    ahead = read_ahead(iter(int, 1))
    next(ahead)
    assert decoders()

    ahead.close()

    assert not decoders()
