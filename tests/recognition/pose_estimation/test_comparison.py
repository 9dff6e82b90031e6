"""Runtimes are compared frame by frame, and the page names what misses its aim."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recognition.pose_estimation import comparison, comparison_page
from recognition.pose_estimation.benchmark import Run
from recognition.pose_estimation.comparison import Comparison
from recognition.poses import JOINTS, PoseSequence


def sequence(shift=0.0, frames=10, missing=()):
    """A body with a torso of 100 pixels, shifted to the right by `shift` pixels."""
    landmarks = np.full((frames, JOINTS, 3), 0.5)
    landmarks[:, [11, 12], 1] = 0.4
    landmarks[:, [23, 24], 1] = 0.6
    landmarks[:, :, 0] += shift / 500
    landmarks[list(missing)] = np.nan
    return PoseSequence(
        time_s=np.arange(frames) / 30,
        landmarks=landmarks,
        world=landmarks,
        visibility=np.ones((frames, JOINTS)),
        width=500,
        height=500,
    )


def row(runtime="openvino-f32", **changes):
    values = {
        "clip": "a.mp4",
        "runtime": runtime,
        "frames": 100,
        "fps": 150.0,
        "decode_fps": 500.0,
        "detect_s": 0.1,
        "landmarks_s": 0.4,
        "cpu_ms_a_frame": 12.0,
        "needed_ms_a_frame": 10.0,
        "times_bound": 1.2,
        "decode_share": 0.1,
        "ratio_to_mediapipe": 3.1,
        "median_distance": 0.02,
        "p95_distance": 0.05,
        "common_distance": 0.02,
        "reference_distance": 0.02,
        "same_body": 1.0,
        "found_ratio": 1.0,
        "peak_rss_mb": 300.0,
    }
    return Comparison(**(values | changes))


class TestDistances:
    def test_are_in_torso_lengths(self):
        apart = comparison.distances(sequence(shift=5), sequence())

        assert apart == pytest.approx(np.full(10 * JOINTS, 0.05))

    def test_leave_out_frames_in_which_one_found_nobody(self):
        apart = comparison.distances(sequence(missing=[0]), sequence(missing=[1, 2]))

        assert apart == pytest.approx(np.zeros(7 * JOINTS))

    def test_can_leave_out_frames_in_which_somebody_else_found_nobody(self):
        also = sequence(missing=[3, 4, 5])

        apart = comparison.distances(sequence(missing=[0]), sequence(), also)

        assert len(apart) == 6 * JOINTS

    def test_can_leave_out_frames_in_which_two_follow_another_person(self):
        mixed = replace(sequence(), landmarks=sequence().landmarks.copy())
        mixed.landmarks[:4, :, 0] += 150 / 500

        assert len(comparison.distances(mixed, sequence(), sequence())) == 6 * JOINTS
        assert len(comparison.distances(sequence(), sequence(), mixed)) == 6 * JOINTS
        assert comparison.distances(mixed, sequence()).max() == pytest.approx(1.5)

    def test_end_with_the_shorter_one(self):
        apart = comparison.distances(sequence(frames=4), sequence(frames=9))

        assert len(apart) == 4 * JOINTS

    def test_to_every_fifth_frame_begin_with_the_first(self):
        fifth = comparison.every(sequence(missing=[5]), 5)

        assert fifth.time_s == pytest.approx([0, 5 / 30])
        assert fifth.found.tolist() == [True, False]


class TestSummary:
    def test_adds_frames_and_seconds_up_over_the_clips(self):
        rows = [
            row("mediapipe", fps=50.0),
            row(fps=100.0),
            row("mediapipe", clip="b.mp4", frames=300, fps=30.0),
            row(clip="b.mp4", frames=300, fps=150.0),
        ]

        total = comparison.summarize(rows)["runtimes"]["openvino-f32"]

        assert total["fps"] == pytest.approx(400 / 3)
        assert total["ratio_to_mediapipe"] == pytest.approx((2 + 10) / (1 + 2))

    def test_has_the_published_fields(self):
        summary = comparison.summarize([row("mediapipe"), row()])

        assert summary["clips"] == ["a.mp4"]
        for total in summary["runtimes"].values():
            assert {
                "fps",
                "ratio_to_mediapipe",
                "median_distance",
                "p95_distance",
                "found_ratio",
                "peak_rss_mb",
            } <= total.keys()

    def test_the_bound_is_what_is_needed_on_all_cores(self):
        rows = [row("mediapipe"), row(fps=50.0)]
        total = comparison.summarize(rows)["runtimes"]["openvino-f32"]

        # 100 frames took 2 s; 10 ms each are 1 s on one core.
        assert total["times_bound"] == pytest.approx(2 * comparison.CORES)

    def test_a_runtime_that_saw_less_of_a_clip_is_compared_by_its_speed(self):
        rows = [row("mediapipe", fps=50.0), row("torch-f32", frames=20, fps=25.0)]

        total = comparison.summarize(rows)["runtimes"]["torch-f32"]

        assert total["ratio_to_mediapipe"] == pytest.approx(0.5)


class TestClips:
    def test_are_found_in_folders_and_what_is_no_video_is_left_out(self, studio):
        second = studio.film("b.mp4")
        first = studio.film("a.mp4")
        text = studio.write("manifest.csv", b"file,code\n")

        clips, left_out = comparison.clips_among([studio.folder])

        assert clips == [first, second]
        assert list(left_out) == [text]
        assert "not a video" in left_out[text]

    def test_keep_their_order_where_they_are_named(self, studio):
        named = [studio.film("b.mp4"), studio.film("a.mp4")]

        assert comparison.clips_among(named) == (named, {})


class FakeBench:
    """Sees what `found` says, a frame in 20 ms."""

    def __init__(self, **found):
        self.found = found
        self.asked = []

    def run(self, clip, runtime, seconds):
        self.asked.append((runtime, seconds))
        return Run(
            frames=10, poses=self.found[runtime.replace("-", "_")], decode_s=0.1,
            detect_s=0, landmarks_s=0, whole_s=0.2, cpu_s=0.2, needed_cpu_s=None,
            decode_cpu_s=0.1, peak_rss_mb=100,
        )  # fmt: skip

    def close(self):
        pass


class TestCompare:
    def compared(self, monkeypatch, **found):
        self.bench = FakeBench(**found)
        monkeypatch.setattr(comparison, "Bench", lambda: self.bench)
        others = [name.replace("_", "-") for name in found if "mediapipe" not in name]
        return comparison.compare([Path("a.mp4")], others, seconds=5.0)

    def test_bars_are_held_on_the_frames_that_both_found(self, monkeypatch):
        hard = sequence(shift=50)
        easy = sequence(shift=2)
        landmarks = np.where(
            (np.arange(10) < 5)[:, None, None], easy.landmarks, hard.landmarks
        )

        _, own = self.compared(
            monkeypatch,
            mediapipe_image=sequence(frames=2),
            mediapipe=sequence(shift=3, missing=range(5, 10)),
            openvino_f32=replace(easy, landmarks=landmarks),
        )

        assert own.common_distance == pytest.approx(0.02)
        assert own.reference_distance == pytest.approx(0.03)
        assert own.median_distance == pytest.approx((0.02 + 0.5) / 2)

    def test_bars_are_held_where_all_follow_one_person(self, monkeypatch):
        other = sequence(shift=150)
        landmarks = np.where(
            (np.arange(10) < 5)[:, None, None], sequence(2).landmarks, other.landmarks
        )

        _, own = self.compared(
            monkeypatch,
            mediapipe_image=sequence(frames=2),
            mediapipe=sequence(shift=3),
            openvino_f32=replace(other, landmarks=landmarks),
        )
        _, never = self.compared(
            monkeypatch,
            mediapipe_image=sequence(frames=2),
            mediapipe=sequence(),
            openvino_f32=other,
        )

        assert own.common_distance == pytest.approx(0.02)
        assert own.same_body == pytest.approx(0.5)
        assert never.common_distance is None
        assert never.same_body == 0

    def test_torch_takes_a_second_of_each_clip(self, monkeypatch):
        self.compared(
            monkeypatch,
            mediapipe_image=sequence(frames=2),
            mediapipe=sequence(),
            torch_f32=sequence(),
        )

        assert self.bench.asked == [
            ("mediapipe-image", 5.0), ("mediapipe", 5.0), ("torch-f32", 1.0),
        ]  # fmt: skip


class TestPage:
    @pytest.mark.parametrize(
        ("changes", "misses"),
        [
            pytest.param({}, [], id="all reached"),
            pytest.param({"ratio_to_mediapipe": 2.9}, ["speed"], id="slow"),
            pytest.param(
                {"ratio_to_mediapipe": 2.9, "decode_share": 0.5},
                ["speed (decode-bound)"],
                id="slow for decoding",
            ),
            pytest.param({"common_distance": 0.0231}, ["distance"], id="far"),
            pytest.param({"common_distance": 0.0229}, [], id="as far as allowed"),
            pytest.param({"found_ratio": 0.98}, ["found"], id="lost"),
        ],
    )
    def test_names_what_a_clip_misses(self, changes, misses):
        summary = comparison.summarize([row("mediapipe"), row(**changes)])
        other, own = summary["rows"]

        assert comparison_page.missed(own, other) == misses

    def test_shows_every_clip_and_says_what_was_not_run(self):
        rows = [row("mediapipe"), row(common_distance=None)]

        page = comparison_page.markdown(comparison.summarize(rows))

        assert "| a.mp4 | 100 | 150 | 3.10 | 1.20 | 10.0% |" in page
        assert "| torch-cuda-f16 | not run |" in page
        assert "--seconds" not in page
