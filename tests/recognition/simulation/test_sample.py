"""The demo's sample video is seen and counted as it was made."""

from pathlib import Path

import pytest

from recognition import cleaning, repetitions, video
from recognition.exercises.catalog import get
from recognition.pose_estimation.mediapipe import MediaPipeRuntime
from recognition.simulation import sample

pytestmark = [pytest.mark.media, pytest.mark.slow]


def test_the_body_is_found_and_each_repetition_counted(tmp_path: Path) -> None:
    film = tmp_path / "squats.mp4"
    told: list[float] = []
    truth = sample.render_squats(film, repetitions=3, on_progress=told.append)

    poses = MediaPipeRuntime().estimate(video.frames(film)).poses
    found = repetitions.segment(cleaning.clean(poses), get("squat"))

    assert len(poses) == len(truth.time_s)
    assert poses.found.mean() >= 0.95
    assert len(found.repetitions) == len(truth.repetitions) == 3
    assert len(found.attempts) == len(truth.attempts) == 1
    for seen, true in zip(found.repetitions, truth.repetitions, strict=True):
        assert abs(seen.peak_s - true.peak_s) < 0.25
    assert told == sorted(told)
    assert told[-1] == 1.0
