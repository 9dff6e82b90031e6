"""The whole chain keeps to its memory however long the recording is."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition import video
from recognition.simulation import sample
from tests.recognition.filming import looped

MINUTES = 10
FOLLOWED = """
import sys
from pathlib import Path
from recognition import video
from recognition.pose_estimation.following import BlazePoseRuntime
from recognition.pose_estimation.openvino import OpenVinoNetworks

frames = video.frames(Path(sys.argv[1]), rate_hz=0.5)
poses = BlazePoseRuntime(OpenVinoNetworks()).estimate(frames).poses
[peak] = [x for x in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in x]
print(poses.time_s[-1], poses.found.mean(), poses.width, int(peak.split()[1]) / 1024)
"""


@pytest.mark.media
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_ten_minutes_of_1080p_stay_below_a_gigabyte(studio, tmp_path):
    sample.render_squats(tmp_path / "squats.mp4", repetitions=1)
    first = next(iter(video.frames(tmp_path / "squats.mp4"))).picture
    second = studio.film(
        "second.mp4", times=[0.0, 0.5], pictures=[whole_hd(first)] * 2,
        codec_options={"preset": "ultrafast"},
    )  # fmt: skip
    path = looped(second, tmp_path / "long.mp4", times=60 * MINUTES)

    length_s, found, width, peak_mb = subprocess.run(
        [sys.executable, "-c", FOLLOWED, path],
        capture_output=True, text=True, timeout=300, check=True,
    ).stdout.split()  # fmt: skip

    assert float(length_s) == pytest.approx(60 * MINUTES, abs=3)
    assert float(found) > 0.95
    assert int(width) == 1920
    assert 100 < float(peak_mb) < 1000


def whole_hd(picture):
    """Put a picture into the middle of 1920 x 1080."""
    height, width = picture.shape[:2]
    scale = min(1920 / width, 1080 / height)
    size = round(width * scale), round(height * scale)
    whole = np.full((1080, 1920, 3), 128, np.uint8)
    left, top = (1920 - size[0]) // 2, (1080 - size[1]) // 2
    whole[top : top + size[1], left : left + size[0]] = cv2.resize(picture, size)
    return whole
