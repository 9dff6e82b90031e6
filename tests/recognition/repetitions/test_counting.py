"""Repetitions of a movement that nobody named."""

import numpy as np
import pytest

from recognition import repetitions
from recognition.cleaning import clean
from recognition.poses import PoseSequence
from tests.recognition.repetitions.movements import angle, arm_raises, squats
from tests.recognition.stick_figure import Figure


def _count(poses):
    return len(repetitions.segment(poses, None).repetitions)


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_squats_are_counted_without_being_known(count):
    assert _count(squats(*[100] * count)) == count


def test_arms_in_turn_count_each():
    left, right = angle(90, 0, 90, 0, 90, 0), angle(0, 90, 0, 90, 0, 90)
    assert _count(arm_raises(left, right)) == 6


def test_a_long_set_up_is_not_counted():
    poses = squats(100, 100, 100, 100, before_s=1.0)
    wandering = _wander(seconds=6.0)
    assert abs(_count(_after(wandering, poses)) - 4) <= 1


def _wander(seconds):
    """Return somebody who fidgets without repeating anything."""
    frames = round(seconds * 30)
    rng = np.random.default_rng(4)
    slow = np.cumsum(rng.normal(size=frames))
    arm = 20 + 25 * np.interp(np.arange(frames), np.arange(0, frames, 20), slow[::20])
    return clean(Figure(frames, knee=8.0, arm_side=np.clip(arm, 0, 60)).seen(yaw=60))


def _after(first, second):
    """Return one recording after the other."""
    gap = second.time_s + first.time_s[-1] + 1 / 30
    joined = {
        name: np.concatenate([getattr(first, name), getattr(second, name)])
        for name in ("landmarks", "world", "visibility")
    }
    return PoseSequence(
        time_s=np.concatenate([first.time_s, gap]),
        width=first.width,
        height=first.height,
        **joined,
    )


def test_somebody_who_keeps_still_does_nothing():
    assert _count(clean(Figure(frames=200).seen(noise=1.5))) == 0


@pytest.mark.parametrize(
    ("scale", "origin"), [(1.0, 0.0), (1000.0, -300.0), (0.01, 5.0)]
)
def test_scale_and_origin_do_not_matter(scale, origin):
    poses = squats(100, 100, 100, 100)
    landmarks = poses.pixels() * scale + origin
    flat = np.concatenate([landmarks, np.zeros((len(poses), 33, 1))], axis=2)
    moved = PoseSequence(
        time_s=poses.time_s,
        landmarks=flat,
        world=np.full_like(flat, np.nan),
        visibility=np.ones((len(poses), 33)),
        width=1,
        height=1,
    )
    assert _count(clean(moved)) == 4


def test_landmarks_that_are_missing_now_and_then_do_no_harm():
    poses = squats(100, 100, 100, 100)
    poses.landmarks[::7] = np.nan
    assert _count(clean(poses)) == 4


def test_nobody_gives_no_repetition():
    poses = squats(100, 100)
    poses.landmarks[:] = np.nan
    assert _count(poses) == 0


def test_spans_are_in_order_and_inside_the_recording():
    poses = squats(100, 90, 100, 95)
    found = repetitions.segment(poses, None).repetitions
    times = [t for span in found for t in (span.start_s, span.peak_s, span.end_s)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= poses.time_s[-1] + 1e-9
    assert all(0 <= span.confidence <= 1 for span in found)
