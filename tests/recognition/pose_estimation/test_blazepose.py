"""What the two networks say is turned into landmarks of the picture, and back again."""

import numpy as np
import pytest

from recognition.pose_estimation import blazepose
from recognition.pose_estimation.blazepose import (
    ALL_LANDMARKS,
    ANCHORS,
    HEAT_SIDE,
    LANDMARK_SIDE,
    Located,
    Region,
)
from recognition.video import Frame


def located(points, *, heat=None, visibility=4.0):
    """Return raw output with landmarks at `points`, (39, 2) in pixels of 256."""
    flat = np.zeros((ALL_LANDMARKS, 5), np.float32)
    flat[:, :2] = points
    flat[:, 3] = visibility
    if heat is None:
        heat = np.full((HEAT_SIDE, HEAT_SIDE, ALL_LANDMARKS), -20, np.float32)
    world = np.zeros((ALL_LANDMARKS, 3), np.float32)
    world[:, 1] = -1.0  # one metre above the hips, in the region's frame
    return [Located(flat, 0.9, heat, world)]


class TestRegion:
    @pytest.mark.parametrize(
        ("toward", "turn"),
        [
            pytest.param((0, -100), 0, id="upright"),
            pytest.param((100, 0), 90, id="head to the right"),
            pytest.param((-100, 0), -90, id="head to the left"),
            pytest.param((0, 100), -180, id="head down"),
        ],
    )
    def test_is_turned_with_the_body(self, toward, turn):
        center = np.array([300.0, 200.0])

        region = blazepose.region_of(center, center + toward)

        assert np.degrees(region.turn) == pytest.approx(turn)
        assert (region.x, region.y) == (300, 200)
        assert region.side == pytest.approx(2 * 100 * 1.25)

    def test_is_cut_out_with_the_head_at_the_top(self):
        picture = np.zeros((400, 600, 3), np.uint8)
        picture[195:206, 395:406] = 255  # to the right of the middle: the head
        lying = blazepose.region_of(np.array([300.0, 200.0]), np.array([400.0, 200.0]))

        cut = blazepose.landmark_input(Frame(0, 0.0, picture, 0), lying)

        rows, columns = np.nonzero(cut[:, :, 0] > 128)
        assert cut.shape == (LANDMARK_SIDE, LANDMARK_SIDE, 3)
        assert columns.mean() == pytest.approx(LANDMARK_SIDE / 2, abs=1.5)
        assert rows.mean() == pytest.approx(LANDMARK_SIDE * 0.1, abs=1.5)


@pytest.mark.parametrize("turn", [0.0, 0.7, -1.6, 3.0])
def test_landmarks_lie_in_the_picture_where_they_were_seen_in_the_region(turn):
    region = Region(x=320.0, y=240.0, side=300.0, turn=turn)
    spots = [(270, 200), (320, 240), (400, 300)]
    for x, y in spots:
        picture = np.zeros((480, 640, 3), np.uint8)
        picture[y - 3 : y + 4, x - 3 : x + 4] = 255
        frame = Frame(0, 0.0, picture, 0)
        cut = blazepose.landmark_input(frame, region)[:, :, 0].astype(float)
        rows, columns = np.indices(cut.shape)
        seen = np.array([(columns * cut).sum(), (rows * cut).sum()]) / cut.sum()

        [body] = blazepose.poses_of(located(seen), [region], 640, 480)

        assert body.pose.landmarks[0, :2] * [640, 480] == pytest.approx([x, y], abs=0.6)


def test_world_landmarks_are_turned_back_with_the_region():
    lying = Region(x=0.0, y=0.0, side=100.0, turn=np.pi / 2)

    [body] = blazepose.poses_of(located(np.zeros(2)), [lying], 100, 100)

    assert body.pose.world[0] == pytest.approx([1.0, 0.0, 0.0], abs=1e-6)


class TestHeatMaps:
    POINTS = np.full((ALL_LANDMARKS, 2), 0.5)

    def maps(self, row, column, logit):
        heat = np.full((HEAT_SIDE, HEAT_SIDE, ALL_LANDMARKS), -20, np.float32)
        heat[row, column] = logit
        return heat

    def test_draw_a_landmark_to_a_clear_peak_near_it(self):
        moved = blazepose.refined(self.POINTS, self.maps(30, 34, 5.0))

        assert moved == pytest.approx(
            np.tile([34 / HEAT_SIDE, 30 / HEAT_SIDE], (ALL_LANDMARKS, 1)), abs=1e-3
        )

    def test_leave_it_where_the_peak_is_faint(self):
        assert blazepose.refined(self.POINTS, self.maps(30, 34, -0.1)) == (
            pytest.approx(self.POINTS)
        )

    def test_leave_it_where_the_peak_is_far(self):
        assert blazepose.refined(self.POINTS, self.maps(30, 44, 5.0)) == (
            pytest.approx(self.POINTS)
        )

    def test_leave_it_outside_the_region(self):
        outside = np.full((ALL_LANDMARKS, 2), 1.2)

        assert blazepose.refined(outside, self.maps(63, 63, 5.0)) == (
            pytest.approx(outside)
        )

    def test_do_not_wrap_around_the_edge(self):
        edge = np.full((ALL_LANDMARKS, 2), 0.001)

        assert blazepose.refined(edge, self.maps(62, 62, 5.0)) == pytest.approx(edge)


class TestDetections:
    def raw(self, *bodies):
        """Boxes and logits with bodies of (anchor, logit), 60 pixels wide."""
        boxes = np.zeros((len(ANCHORS), 12), np.float32)
        logits = np.full(len(ANCHORS), -120, np.float32)
        for anchor, logit in bodies:
            boxes[anchor] = [0, 0, 60, 60, 0, 0, 0, -50, 0, 0, 0, 0]
            logits[anchor] = logit
        return boxes, logits

    def test_there_are_as_many_anchors_as_the_network_has_boxes(self):
        assert ANCHORS.shape == (2254, 2)
        assert ANCHORS.min() > 0
        assert ANCHORS.max() < 224

    def test_are_none_below_the_threshold(self):
        assert blazepose.detections(*self.raw((700, -0.1)), 640, 480) == []

    def test_lie_in_the_picture_without_its_margins(self):
        [body] = blazepose.detections(*self.raw((700, 3.0)), 640, 320)

        x, y = ANCHORS[700] * 640 / 224 - [0, 160]
        assert (body.region.x, body.region.y) == pytest.approx((x, y))
        assert body.region.turn == pytest.approx(0)
        assert body.region.side == pytest.approx(2 * 50 * 640 / 224 * 1.25)

    def test_of_one_body_are_merged_and_of_two_are_kept(self):
        near = int(np.argmin(np.abs(ANCHORS - ANCHORS[700] - [8, 0]).sum(axis=1)))
        far = int(np.argmin(np.abs(ANCHORS - ANCHORS[700] - [100, 0]).sum(axis=1)))

        found = blazepose.detections(*self.raw((700, 3.0), (near, 2.0)), 224, 224)
        apart = blazepose.detections(*self.raw((700, 3.0), (far, 4.0)), 224, 224)

        assert len(found) == 1
        assert ANCHORS[700, 0] < found[0].region.x < ANCHORS[near, 0]
        assert [round(b.region.x) for b in apart] == [
            round(float(ANCHORS[far, 0])),
            round(float(ANCHORS[700, 0])),
        ]
