"""Cleaning: what is seen stays true, what is not seen stays unknown."""

import numpy as np
import pytest

from recognition import cleaning
from recognition.poses import PoseSequence
from tests.recognition.stick_figure import Figure

RATE = 30.0


def _squatting(frames=180, rate=RATE):
    time_s = np.arange(frames) / rate
    knee = 50 - 50 * np.cos(2 * np.pi * time_s / 3)
    return Figure(frames=frames, knee=knee, hip=knee, rate_hz=rate).seen(yaw=60)


def _with(poses, **arrays):
    values = {name: getattr(poses, name) for name in PoseSequence.__slots__}
    return PoseSequence(**{**values, **arrays})


def _noise(poses, pixels, seed=1):
    rng = np.random.default_rng(seed)
    jitter = pixels * rng.normal(size=poses.landmarks.shape)
    scale = [poses.width, poses.height, poses.width]
    return _with(poses, landmarks=poses.landmarks + jitter / scale)


def _error(cleaned, truth):
    """Return the mean distance in pixels."""
    return np.nanmean(np.linalg.norm(cleaned.pixels() - truth.pixels(), axis=2))


def test_what_is_seen_clearly_is_kept_within_a_pixel():
    poses = _squatting()
    assert _error(cleaning.clean(poses), poses) < 1.0


def test_jitter_is_reduced_by_a_third():
    poses = _squatting()
    noisy = _noise(poses, pixels=6)
    assert _error(cleaning.clean(noisy), poses) < 0.66 * _error(noisy, poses)


def test_smoothing_does_not_delay_the_movement():
    poses = _squatting()
    cleaned = cleaning.clean(_noise(poses, pixels=2))
    hip = slice(23, 25)
    truth = poses.pixels()[:, hip, 1].mean(axis=1)
    smooth = cleaned.pixels()[:, hip, 1].mean(axis=1)
    shifts = range(-4, 5)
    errors = [
        np.abs(np.roll(smooth, -s)[10:-10] - truth[10:-10]).mean() for s in shifts
    ]
    assert list(shifts)[int(np.argmin(errors))] == 0


def test_a_landmark_below_the_gate_is_unknown():
    poses = _squatting()
    visibility = poses.visibility.copy()
    visibility[:, 16] = 0.1
    cleaned = cleaning.clean(_with(poses, visibility=visibility))
    assert np.isnan(cleaned.landmarks[:, 16]).all()
    assert np.isnan(cleaned.world[:, 16]).all()
    assert (cleaned.visibility[:, 16] == 0).all()
    assert np.isfinite(cleaned.landmarks[:, 15]).all()


def test_a_short_gap_is_filled_along_the_path():
    poses = _squatting()
    landmarks = poses.landmarks.copy()
    landmarks[60:67, 25] = np.nan
    cleaned = cleaning.clean(_with(poses, landmarks=landmarks))
    assert np.isfinite(cleaned.landmarks[:, 25]).all()
    difference = cleaned.pixels()[60:67, 25] - poses.pixels()[60:67, 25]
    assert np.abs(difference).max() < 5
    assert (cleaned.visibility[60:67, 25] == cleaning.VISIBILITY_SEEN).all()


def test_a_long_gap_stays_unknown_and_its_edges_are_not_bent():
    poses = _squatting()
    landmarks = poses.landmarks.copy()
    landmarks[60:80, 25] = np.nan
    cleaned = cleaning.clean(_with(poses, landmarks=landmarks))
    assert np.isnan(cleaned.landmarks[60:80, 25]).all()
    assert np.isfinite(cleaned.landmarks[:60, 25]).all()
    edges = cleaned.pixels()[[59, 80], 25] - poses.pixels()[[59, 80], 25]
    assert np.abs(edges).max() < 5


def test_a_gap_at_the_start_is_not_made_up():
    poses = _squatting()
    landmarks = poses.landmarks.copy()
    landmarks[:4, 25] = np.nan
    cleaned = cleaning.clean(_with(poses, landmarks=landmarks))
    assert np.isnan(cleaned.landmarks[:4, 25]).all()


def test_a_landmark_that_jumps_for_a_moment_is_put_back():
    poses = _squatting()
    landmarks = poses.landmarks.copy()
    landmarks[50, 25, :2] += 0.3
    cleaned = cleaning.clean(_with(poses, landmarks=landmarks))
    assert np.abs(cleaned.pixels()[50, 25] - poses.pixels()[50, 25]).max() < 6


def test_nothing_moves_when_the_body_keeps_still():
    poses = Figure(frames=60).seen()
    assert _error(cleaning.clean(poses), poses) < 1e-6


def test_a_body_that_keeps_still_is_held_still():
    still = Figure(frames=120, knee=10.0, hip=10.0).seen(yaw=60)
    trembling = _noise(still, pixels=1)

    cleaned = cleaning.clean(trembling).pixels()[15:-15]

    # The filter alone, at 6 of the 15 Hz that there are, leaves about half of it.
    assert np.nanmean(np.nanstd(cleaned, axis=0)) < 0.3


def test_a_movement_is_not_held_back_for_being_slow_or_small():
    time_s = np.arange(300) / RATE
    torso = 100.0
    tremor = cleaning.TREMOR_TORSOS * torso
    for amplitude, period_s in ((3.0, 2.0), (3.0, 8.0), (30.0, 1.0)):
        path = amplitude * np.sin(2 * np.pi * time_s / period_s)[:, None]

        steadied = cleaning.low_pass(path, time_s, tremor=tremor)

        bar = 0.1 * amplitude + 0.05 * tremor
        assert np.abs(steadied - path)[30:-30].max() < bar


def test_holding_still_moves_nothing_by_more_than_trembling():
    time_s = np.arange(300) / RATE
    rng = np.random.default_rng(3)
    path = np.cumsum(rng.normal(size=(300, 6)), axis=0)
    smooth = cleaning.low_pass(path, time_s)

    for tremor in (0.1, 1.0, 10.0):
        steadied = cleaning.low_pass(path, time_s, tremor=tremor)

        assert np.abs(steadied - smooth).max() < 2 * tremor


def test_an_uneven_clock_gives_the_same_path():
    poses = _squatting()
    kept = np.sort(np.random.default_rng(3).choice(len(poses), 150, replace=False))
    arrays = ("time_s", "landmarks", "world", "visibility")
    uneven = _with(poses, **{name: getattr(poses, name)[kept] for name in arrays})
    assert _error(cleaning.clean(uneven), uneven) < 1.5


def test_a_video_too_slow_for_the_filter_is_left_alone():
    poses = _squatting(frames=40, rate=10.0)
    np.testing.assert_allclose(cleaning.clean(poses).landmarks, poses.landmarks)


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_a_few_frames_are_no_error(frames):
    poses = _squatting(frames=frames)
    assert len(cleaning.clean(poses)) == frames


def test_nobody_seen_gives_nothing_but_nan():
    poses = _squatting()
    nobody = _with(
        poses,
        landmarks=np.full_like(poses.landmarks, np.nan),
        world=np.full_like(poses.world, np.nan),
        visibility=np.zeros_like(poses.visibility),
    )
    assert not cleaning.clean(nobody).found.any()


def test_rolling_median_ignores_what_is_unknown():
    values = np.array([[1.0], [np.nan], [5.0], [2.0]])
    medians = cleaning.rolling_median(values, half=1)[:, 0]
    np.testing.assert_allclose(medians, [1.0, 3.0, 3.5, 3.5])


def test_rolling_median_is_that_of_each_window():
    values = np.random.default_rng(1).normal(size=(40, 3, 2))
    values[5:9, 1] = np.nan
    values[:, 2, 0] = np.nan
    medians = cleaning.rolling_median(values, half=3)
    for frame in range(40):
        window = values[max(frame - 3, 0) : frame + 4].reshape(-1, 6)
        wanted = [
            np.median(c[~np.isnan(c)]) if (~np.isnan(c)).any() else np.nan
            for c in window.T
        ]
        np.testing.assert_array_equal(medians[frame].ravel(), wanted)


def test_joints_are_smoothed_alike_alone_and_together():
    time_s = np.arange(90) / 30.0
    points = np.cumsum(np.random.default_rng(2).normal(size=(90, 33, 3)), axis=0)
    points[40:70, 12] = np.nan
    together = cleaning.clean_channels(points, time_s)
    for joint in (0, 12, 20):
        alone = cleaning.low_pass(
            cleaning.fill_gaps(
                cleaning.drop_outliers(
                    points,
                    time_s,
                    floor=cleaning.JITTER_TORSOS * cleaning.torso_length(points),
                )[:, joint],
                time_s,
            ),
            time_s,
            tremor=cleaning.TREMOR_TORSOS * cleaning.torso_length(points),
        )
        np.testing.assert_array_equal(together[:, joint], alone)
