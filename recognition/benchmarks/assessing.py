"""How long it takes to judge poses that are there: `recognize benchmark assessing`."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from recognition import pipeline
from recognition.benchmarks.accuracy import grid
from recognition.errors import Unanalyzable
from recognition.exercises.catalog import get
from recognition.poses import PoseSequence
from recognition.simulation import observation
from recognition.simulation.scenario import perform

MINUTE_S: Final = 60.0
# So many repetitions last about a minute; holds are those of the accuracy grid.
REPETITIONS: Final = 14
TARGET_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Timing:
    """What judging one simulated recording took.

    Attributes:
        duration_s: of the recording.
        frames: at 30 Hz.
        cpu_s: processor time of one core, the median of the runs; for 60 s of poses.
    """

    exercise: str
    duration_s: float
    frames: int
    cpu_s: float


def run(
    exercises: Iterable[str],
    *,
    runs: int = 5,
    on_timing: Callable[[Timing], None] = lambda _: None,
) -> list[Timing]:
    """Judge a recording of each exercise `runs` times, as its prescription.

    One that is refused is left out: refusing takes next to no time.
    """
    timings = []
    for exercise in exercises:
        try:
            timing = _timing(exercise, _poses(exercise), runs)
        except Unanalyzable:
            continue
        on_timing(timing)
        timings.append(timing)
    return timings


def _poses(exercise: str) -> PoseSequence:
    """Return what the networks would see, from where the exercise may be filmed."""
    scenario = next(grid.scenarios((exercise,), part="tune"))
    if get(exercise).kind == "repetitions":
        scenario = replace(scenario, repetitions=REPETITIONS)
    return observation.observe(perform(scenario))


def _timing(exercise: str, poses: PoseSequence, runs: int) -> Timing:
    """Time the whole of what follows pose estimation."""
    pipeline.assess_poses(poses, exercise=exercise)  # loads what is loaded once
    spent = [_spent(poses, exercise) for _ in range(runs)]
    duration_s = float(poses.time_s[-1] - poses.time_s[0])
    cpu_s = statistics.median(spent) * MINUTE_S / duration_s
    return Timing(exercise, round(duration_s, 1), len(poses), round(cpu_s, 3))


def _spent(poses: PoseSequence, exercise: str) -> float:
    started = time.process_time()
    pipeline.assess_poses(poses, exercise=exercise)
    return time.process_time() - started


def markdown(timings: list[Timing]) -> str:
    """Return the page of the results."""
    slowest = max(timings, key=lambda timing: timing.cpu_s)
    middle = statistics.median(timing.cpu_s for timing in timings)
    told = (
        "`OMP_NUM_THREADS=1 recognize benchmark assessing --markdown assessing.md`: "
        "processor time of one core for cleaning, recognizing, cutting and judging "
        "60 s of simulated poses (30 Hz) of each exercise; decoding and pose networks "
        f"are not in it. Median {middle:.2f} s, slowest {slowest.cpu_s:.2f} s "
        f"({slowest.exercise}); target {TARGET_S} s."
    )
    lines = [
        "# How long judging takes",
        "",
        told,
        "",
        "| exercise | recording, s | frames | for 60 s of poses, s |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {t.exercise} | {t.duration_s:.1f} | {t.frames} | {t.cpu_s:.2f} |"
        for t in timings
    ]
    return "\n".join(lines) + "\n"
