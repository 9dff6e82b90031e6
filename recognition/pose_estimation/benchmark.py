"""Measure pose runtimes against MediaPipe on the same clips, in the same run."""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from recognition import video
from recognition.errors import NoPerson
from recognition.pose_estimation.base import PoseRuntime
from recognition.pose_estimation.blazepose import (
    Landmarks,
    Located,
    Networks,
    Pictures,
    Singles,
)
from recognition.poses import Floats, PoseSequence
from recognition.video import Frame, Picture

REFERENCE: Final = "mediapipe"
# Image mode looks at every frame afresh: slow, and never misled by the one before.
TRUTH: Final = "mediapipe-image"
RUNTIMES: Final = (REFERENCE, "openvino-f32", "openvino-bf16")
# Measured where they are asked for by name.
FURTHER_RUNTIMES: Final = ("torch-f32", "torch-cuda-f16")
SHOULDERS, HIPS = [11, 12], [23, 24]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One runtime on one clip.

    Attributes:
        poses: None where nobody was found.
        decode_s: time within the decoder, which may overlap with the rest.
        detect_s: time within the detector.
        landmarks_s: time within the landmark network.
        whole_s: from the first frame asked for to the last pose.
        cpu_s: processor time of all threads.
        peak_rss_mb: of the process, which did nothing else.
    """

    frames: int
    poses: PoseSequence | None
    decode_s: float
    detect_s: float
    landmarks_s: float
    whole_s: float
    cpu_s: float
    peak_rss_mb: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One runtime on one clip, next to MediaPipe; distances in torso lengths."""

    clip: str
    runtime: str
    frames: int
    fps: float
    decode_fps: float
    detect_s: float
    landmarks_s: float
    cpu_ms_a_frame: float
    ratio_to_mediapipe: float
    median_distance: float | None
    p95_distance: float | None
    found_ratio: float
    peak_rss_mb: float


def compare(
    clips: Sequence[Path],
    runtimes: Sequence[str] = RUNTIMES,
    on_clip: Callable[[Comparison], None] | None = None,
) -> list[Comparison]:
    """Run every runtime on every clip, each in a fresh process, one at a time."""
    rows = []
    for clip in clips:
        truth = _alone(clip, TRUTH).poses
        names = dict.fromkeys((REFERENCE, *runtimes))
        runs = {name: _alone(clip, name) for name in names}
        for name, run in runs.items():
            row = _compared(clip, name, run, runs[REFERENCE], truth)
            rows.append(row)
            if on_clip:
                on_clip(row)
    return rows


def summarize(rows: Sequence[Comparison]) -> dict[str, Any]:
    """Return the totals of each runtime over the clips, in the published form."""
    names = dict.fromkeys(row.runtime for row in rows)
    return {
        "clips": sorted({row.clip for row in rows}),
        "runtimes": {
            name: _total([row for row in rows if row.runtime == name], rows)
            for name in names
        },
    }


def distances(found: PoseSequence, truth: PoseSequence) -> Floats:
    """Return how far landmarks lie from the truth, in torso lengths.

    One value for each landmark and frame in which both found somebody.
    """
    both = found.found & truth.found
    a, b = found.pixels()[both], truth.pixels()[both]
    trunk = b[:, SHOULDERS].mean(axis=1) - b[:, HIPS].mean(axis=1)
    torso = np.linalg.norm(trunk, axis=1)
    apart: Floats = np.linalg.norm(a - b, axis=2) / np.maximum(torso, 1.0)[:, None]
    return apart.ravel()


def _total(own: Sequence[Comparison], rows: Sequence[Comparison]) -> dict[str, Any]:
    """Sum one runtime up over its clips."""
    frames = sum(row.frames for row in own)
    seconds = sum(row.frames / row.fps for row in own)
    reference = [row for row in rows if row.runtime == REFERENCE]
    reference_s = sum(row.frames / row.fps for row in reference)
    return {
        "fps": frames / seconds,
        "ratio_to_mediapipe": reference_s / seconds,
        "median_distance": _median([row.median_distance for row in own]),
        "p95_distance": _median([row.p95_distance for row in own]),
        "found_ratio": sum(row.found_ratio * row.frames for row in own) / frames,
        "peak_rss_mb": max(row.peak_rss_mb for row in own),
        "cpu_ms_a_frame": sum(r.cpu_ms_a_frame * r.frames for r in own) / frames,
    }


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.median(known)) if known else None


def _compared(
    clip: Path, name: str, run: Run, reference: Run, truth: PoseSequence | None
) -> Comparison:
    """Put one run beside MediaPipe's."""
    apart = np.empty(0)
    if run.poses is not None and truth is not None:
        apart = distances(run.poses, truth)
    found = run.poses.found.mean() if run.poses is not None else 0.0
    return Comparison(
        clip=clip.name,
        runtime=name,
        frames=run.frames,
        fps=run.frames / run.whole_s,
        decode_fps=run.frames / run.decode_s,
        detect_s=run.detect_s,
        landmarks_s=run.landmarks_s,
        cpu_ms_a_frame=1000 * run.cpu_s / run.frames,
        ratio_to_mediapipe=reference.whole_s / run.whole_s,
        median_distance=float(np.median(apart)) if len(apart) else None,
        p95_distance=float(np.percentile(apart, 95)) if len(apart) else None,
        found_ratio=float(found),
        peak_rss_mb=run.peak_rss_mb,
    )


def _alone(clip: Path, runtime: str) -> Run:
    """Measure in a process of its own, so memory is the runtime's alone."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(measure, clip, runtime).result()


def measure(clip: Path, runtime: str) -> Run:
    """Run one runtime over one clip, warm, in this process."""
    stopwatch = Stopwatch()
    engine = _runtime(runtime, stopwatch)
    _warm(engine, clip)
    stopwatch.reset()
    started, cpu = time.perf_counter(), time.process_time()
    try:
        poses = engine.estimate(stopwatch.frames(clip)).poses
    except NoPerson:
        poses = None
    return Run(
        frames=stopwatch.count,
        poses=poses,
        decode_s=stopwatch.decode_s,
        detect_s=stopwatch.detect_s,
        landmarks_s=stopwatch.landmarks_s,
        whole_s=time.perf_counter() - started,
        cpu_s=time.process_time() - cpu,
        peak_rss_mb=_peak_rss_mb(),
    )


class Stopwatch:
    """Adds up where the time goes."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Start anew."""
        self.count = self.located = self.detected = 0
        self.decode_s = self.detect_s = self.landmarks_s = 0.0

    def frames(self, clip: Path) -> Iterator[Frame]:
        """Yield the frames of a clip."""
        frames = video.frames(clip)
        while True:
            started = time.perf_counter()
            frame = next(frames, None)
            self.decode_s += time.perf_counter() - started
            if frame is None:
                return
            self.count += 1
            yield frame


class TimedNetworks:
    """Networks that note how long they take."""

    def __init__(self, networks: Networks, stopwatch: Stopwatch) -> None:
        self.networks = networks
        self.stopwatch = stopwatch
        self.at_a_time = networks.at_a_time

    def detect(self, pictures: Pictures) -> tuple[Singles, Singles]:
        """As the networks' own."""
        self.stopwatch.detected += 1
        started = time.perf_counter()
        result = self.networks.detect(pictures)
        self.stopwatch.detect_s += time.perf_counter() - started
        return result

    def locate(self, picture: Picture) -> Landmarks:
        """As the networks' own."""
        self.stopwatch.located += 1
        wait = self.networks.locate(picture)

        def timed() -> Located:
            started = time.perf_counter()
            result = wait()
            self.stopwatch.landmarks_s += time.perf_counter() - started
            return result

        return timed


def _runtime(name: str, stopwatch: Stopwatch) -> PoseRuntime:
    """Return a runtime by its name in the table."""
    if name.startswith("mediapipe"):
        from recognition.pose_estimation.mediapipe import MediaPipeRuntime

        return MediaPipeRuntime(
            mode="IMAGE" if name == TRUTH else "VIDEO", counts_people=False
        )
    from recognition.pose_estimation.following import BlazePoseRuntime

    return BlazePoseRuntime(TimedNetworks(_networks(name), stopwatch))


def _networks(name: str) -> Networks:
    """Return BlazePose by the runtime's name in the table."""
    if name.startswith("torch"):
        from recognition.pose_estimation.torch import TorchNetworks

        if name == "torch-cuda-f16":
            return TorchNetworks(device="cuda", precision="f16")
        return TorchNetworks()
    from recognition.pose_estimation.openvino import OpenVinoNetworks

    return OpenVinoNetworks(precision="bf16" if name.endswith("bf16") else "f32")


def _warm(engine: PoseRuntime, clip: Path) -> None:
    """Let a runtime compile what it compiles on first use."""
    with suppress(NoPerson):
        engine.estimate([next(iter(video.frames(clip)))])


def _peak_rss_mb() -> float:
    """Return the most memory this process has held, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024
