"""Measure one pose runtime on one clip, in a process that does nothing else."""

import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from recognition import video
from recognition.display import Picture
from recognition.errors import NoPerson
from recognition.pose_estimation.base import PoseRuntime
from recognition.pose_estimation.blazepose import (
    Landmarks,
    Located,
    Networks,
    Pictures,
    Singles,
)
from recognition.poses import PoseSequence
from recognition.video import Frame

REFERENCE: Final = "mediapipe"
# Image mode looks at every frame afresh: slow, and never misled by the one before.
TRUTH: Final = "mediapipe-image"
# So it looks at one frame in so many: each is looked at by itself anyway.
TRUTH_EVERY: Final = 5
RUNTIMES: Final = (REFERENCE, "openvino-f32", "openvino-bf16")
# Measured where torch is at hand, or by name.
TORCH: Final = "torch-f32"
# Measured where it is asked for by name.
TORCH_CUDA: Final = "torch-cuda-f16"
FURTHER_RUNTIMES: Final = (TORCH, TORCH_CUDA)
# Torch on a CPU is there for graphics cards and to compare with: a second of each
# clip tells how fast it is.
BRIEF_S: Final[Mapping[str, float]] = {TORCH: 1.0}
# Repeated calls of a network, of which the fastest tells what it costs.
CALLS: Final = 8


def at_hand() -> tuple[str, ...]:
    """Return the runtimes that are measured where none is named."""
    return (*RUNTIMES, TORCH) if find_spec("torch") else RUNTIMES


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One runtime on one clip.

    Attributes:
        poses: None where nobody was found.
        decode_s: time within the decoder, which may overlap with the rest.
        detect_s: time within the detector.
        landmarks_s: time spent waiting for landmarks.
        whole_s: from the first frame asked for to the last pose.
        cpu_s: processor time of all threads.
        needed_cpu_s: processor time of what cannot be left out: decoding alone, and
            the networks alone, once for every picture; None where not known.
        decode_cpu_s: the part of it for decoding.
        peak_rss_mb: the most memory the process held while it ran.
    """

    frames: int
    poses: PoseSequence | None
    decode_s: float
    detect_s: float
    landmarks_s: float
    whole_s: float
    cpu_s: float
    needed_cpu_s: float | None
    decode_cpu_s: float
    peak_rss_mb: float


class Bench:
    """Runs each runtime in a process of its own, kept for all clips."""

    def __init__(self) -> None:
        self._processes: dict[str, ProcessPoolExecutor] = {}

    def run(self, clip: Path, runtime: str, seconds: float | None) -> Run:
        """Measure one runtime on the first `seconds` of a clip, or all of it."""
        if runtime not in self._processes:
            spawn = multiprocessing.get_context("spawn")
            self._processes[runtime] = ProcessPoolExecutor(1, mp_context=spawn)
        return self._processes[runtime].submit(measure, clip, runtime, seconds).result()

    def close(self) -> None:
        """End the processes."""
        for process in self._processes.values():
            process.shutdown()


def measure(clip: Path, runtime: str, seconds: float | None = None) -> Run:
    """Run one runtime over one clip, warm, in this process."""
    stopwatch = Stopwatch()
    networks = _networks(runtime)
    timed = TimedNetworks(networks, stopwatch) if networks is not None else None
    engine = _runtime(runtime, timed)
    _warm(engine, clip)
    decode_cpu_s = _decoding_alone(clip, seconds)
    stopwatch.reset()
    _forget_peak()
    started, cpu = time.perf_counter(), time.process_time()
    try:
        every = TRUTH_EVERY if runtime == TRUTH else 1
        frames = islice(stopwatch.frames(clip, seconds), 0, None, every)
        poses = engine.estimate(frames).poses
    except NoPerson:
        poses = None
    whole_s, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    peak_rss_mb = _peak_rss_mb()
    return Run(
        frames=stopwatch.count,
        poses=poses,
        decode_s=stopwatch.decode_s,
        detect_s=stopwatch.detect_s,
        landmarks_s=stopwatch.landmarks_s,
        whole_s=whole_s,
        cpu_s=cpu_s,
        needed_cpu_s=decode_cpu_s + timed.alone_s() if timed is not None else None,
        decode_cpu_s=decode_cpu_s,
        peak_rss_mb=peak_rss_mb,
    )


def _decoding_alone(clip: Path, seconds: float | None) -> float:
    """Return the processor time of decoding and nothing else."""
    cpu = time.process_time()
    for _ in Stopwatch().frames(clip, seconds):
        pass
    return time.process_time() - cpu


class Stopwatch:
    """Adds up where the time goes."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Start anew."""
        self.count = self.located = self.detected = 0
        self.decode_s = self.detect_s = self.landmarks_s = 0.0

    def frames(self, clip: Path, seconds: float | None = None) -> Iterator[Frame]:
        """Yield the frames of a clip, or of its first seconds."""
        frames = video.frames(clip)
        while True:
            started = time.perf_counter()
            frame = next(frames, None)
            self.decode_s += time.perf_counter() - started
            if frame is None or (seconds is not None and frame.time_s > seconds):
                return
            self.count += 1
            yield frame


class TimedNetworks:
    """Networks that note how long they take, and on what they were last used."""

    def __init__(self, networks: Networks, stopwatch: Stopwatch) -> None:
        self.networks = networks
        self.stopwatch = stopwatch
        self.at_a_time = networks.at_a_time
        self.is_exact = networks.is_exact
        self.picture: Picture | None = None
        self.whole: Pictures | None = None

    def detect(self, pictures: Pictures) -> tuple[Singles, Singles]:
        """As the networks' own."""
        self.stopwatch.detected += 1
        self.whole = pictures
        started = time.perf_counter()
        result = self.networks.detect(pictures)
        self.stopwatch.detect_s += time.perf_counter() - started
        return result

    def locate(self, picture: Picture) -> Landmarks:
        """As the networks' own."""
        self.stopwatch.located += 1
        self.picture = picture
        wait = self.networks.locate(picture)

        def timed() -> Located:
            started = time.perf_counter()
            result = wait()
            self.stopwatch.landmarks_s += time.perf_counter() - started
            return result

        return timed

    def alone_s(self) -> float:
        """Return the processor time of the networks alone, for all their pictures."""
        total_s = 0.0
        if self.picture is not None:
            picture = self.picture
            locate_s = _cpu_s(lambda: self.networks.locate(picture)())
            total_s += self.stopwatch.located * locate_s
        if self.whole is not None:
            whole = self.whole
            detect_s = _cpu_s(lambda: self.networks.detect(whole))
            total_s += self.stopwatch.detected * detect_s
        return total_s


def _cpu_s(call: Callable[[], object]) -> float:
    """Return the processor time of a call, as it is when nothing disturbs it."""
    times = []
    for _ in range(CALLS):
        started = time.process_time()
        call()
        times.append(time.process_time() - started)
    return float(np.min(times))


def _runtime(name: str, networks: Networks | None) -> PoseRuntime:
    """Return a runtime by its name in the table."""
    if networks is None:
        from recognition.pose_estimation.mediapipe import MediaPipeRuntime

        return MediaPipeRuntime(
            mode="IMAGE" if name == TRUTH else "VIDEO", counts_people=False
        )
    from recognition.pose_estimation.following import BlazePoseRuntime

    return BlazePoseRuntime(networks)


def _networks(name: str) -> Networks | None:
    """Return BlazePose by the runtime's name in the table; MediaPipe has its own."""
    if name.startswith("mediapipe"):
        return None
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


PEAK_RESET: Final = Path("/proc/self/clear_refs")
STATUS: Final = Path("/proc/self/status")


def _forget_peak() -> None:
    """Begin a new peak of memory, where the system can (Linux)."""
    if os.access(PEAK_RESET, os.W_OK):
        PEAK_RESET.write_text("5")


def _peak_rss_mb() -> float:
    """Return the most memory this process has held, in megabytes."""
    if STATUS.exists():
        [line] = [x for x in STATUS.read_text().splitlines() if x.startswith("VmHWM:")]
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024
