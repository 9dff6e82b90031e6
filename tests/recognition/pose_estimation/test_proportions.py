"""A squeezed picture is given back the proportions of a body, where that helps."""

import numpy as np
import pytest

from recognition.pose_estimation import proportions
from recognition.pose_estimation.base import PoseEstimate
from recognition.poses import JOINTS, PoseSequence
from recognition.video import Frame


def frame(width, height):
    """A picture with a bright box in the middle half of each side."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4] = 255
    return Frame(7, 0.25, picture, 0)


def found_in(share, frames=100):
    landmarks = np.full((frames, JOINTS, 3), np.nan)
    landmarks[: round(share * frames)] = 0.5
    poses = PoseSequence(
        time_s=np.arange(frames) / 30,
        landmarks=landmarks,
        world=landmarks,
        visibility=np.ones((frames, JOINTS)),
        width=640,
        height=360,
    )
    return PoseEstimate(poses, people_seen=1, patient_share=1.0)


class TestSwapped:
    def test_exchanges_width_and_height(self):
        [swapped] = proportions.swapped([frame(640, 360)])

        assert swapped.picture.shape == (640, 360, 3)
        assert (swapped.index, swapped.time_s) == (7, 0.25)

    def test_keeps_everything_in_its_place(self):
        [swapped] = proportions.swapped([frame(640, 360)])

        rows, columns = np.nonzero(swapped.picture[:, :, 0] > 128)
        assert (rows.min(), rows.max()) == pytest.approx((160, 479), abs=1)
        assert (columns.min(), columns.max()) == pytest.approx((90, 269), abs=1)

    @pytest.mark.parametrize(
        ("size", "shape"),
        [
            pytest.param((1920, 1080), (720, 405, 3), id="large"),
            pytest.param((1080, 1920), (405, 720, 3), id="large and tall"),
            pytest.param((320, 240), (320, 240, 3), id="small"),
        ],
    )
    def test_is_no_larger_than_the_networks_need(self, size, shape):
        [swapped] = proportions.swapped([frame(*size)])

        assert swapped.picture.shape == shape


class TestWhenToTry:
    def test_a_patient_who_is_mostly_seen_is_no_suspect(self):
        assert not proportions.is_suspect(found_in(0.6))

    def test_a_patient_who_is_often_lost_is(self):
        assert proportions.is_suspect(found_in(0.59))

    @pytest.mark.parametrize(
        ("before", "after", "better"),
        [
            pytest.param(0.3, 0.9, True, id="far more often"),
            pytest.param(0.3, 0.51, True, id="plainly more often"),
            pytest.param(0.3, 0.45, False, id="hardly more often"),
            pytest.param(0.5, 0.2, False, id="less often"),
        ],
    )
    def test_other_proportions_must_find_the_patient_plainly_more_often(
        self, before, after, better
    ):
        second, first = found_in(after), found_in(before)

        assert proportions.is_better(second, than=first) is better
