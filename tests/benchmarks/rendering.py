"""How fast films and landmarks of simulated patients are made.

    python -m tests.benchmarks.rendering

A squat from the front, the side and obliquely, 720 x 960, encoded as H.264.
"""

import argparse
import json
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from recognition.simulation import observation, video
from recognition.simulation.camera import Camera
from recognition.simulation.scenario import Scenario, perform

YAWS = (0.0, 40.0, 90.0)


def films(repetitions: int) -> dict[str, float]:
    """Return frames/s of rendering and encoding, and CPU seconds per second."""
    made = [_performance(yaw, repetitions) for yaw in YAWS]
    frames = sum(len(performance.time_s) for performance in made)
    with TemporaryDirectory() as folder:
        video.write(Path(folder) / "warm.mp4", _performance(0.0, 1))
        wall, cpu = time.perf_counter(), time.process_time()
        for number, performance in enumerate(made):
            video.write(Path(folder) / f"{number}.mp4", performance)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"films_fps": round(frames / wall, 1), "busy_cores": round(cpu / wall, 2)}


def landmarks(repetitions: int) -> dict[str, float]:
    """Return frames/s of a performance and its landmarks."""
    start, frames = time.perf_counter(), 0
    for yaw in YAWS:
        performance = _performance(yaw, repetitions)
        frames += len(observation.observe(performance))
    return {"landmarks_fps": round(frames / (time.perf_counter() - start))}


def _performance(yaw: float, repetitions: int):
    camera = Camera(yaw_deg=yaw, width=720, height=960)
    return perform(Scenario("squat", repetitions, camera=camera, seed=1))


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=4)
    repetitions = parser.parse_args().repetitions
    landmarks(1)
    found = {"cores": os.cpu_count(), **films(repetitions), **landmarks(repetitions)}
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
