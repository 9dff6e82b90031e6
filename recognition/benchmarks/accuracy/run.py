"""Runs the accuracy benchmark: `recognize benchmark accuracy`."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from recognition import video as reading
from recognition.benchmarks.accuracy import grid, summary, trial
from recognition.benchmarks.accuracy.trial import Trial
from recognition.pose_estimation.mediapipe import MediaPipeRuntime
from recognition.poses import PoseSequence
from recognition.simulation import observation, video
from recognition.simulation.scenario import Performance, perform

OnTrial = Callable[[int, int, Trial], None]


def on_landmarks(
    exercises: tuple[str, ...] = (),
    *,
    bodies: int = grid.BODIES,
    every: int = 1,
    on_trial: OnTrial | None = None,
) -> dict[str, Any]:
    """Judge simulated landmarks over the grid and return the summed-up results.

    `every` takes only every so-manieth recording.
    """
    plan = list(grid.scenarios(exercises, bodies=bodies))[::every]
    trials = []
    for number, scenario in enumerate(plan, 1):
        performance = perform(scenario)
        result = trial.run(performance, observation.observe(performance))
        trials.append(result)
        if on_trial is not None:
            on_trial(number, len(plan), result)
    return {"source": "simulated landmarks", **summary.summarize(trials)}


def on_videos(
    exercises: tuple[str, ...] = (),
    *,
    most: int,
    on_trial: OnTrial | None = None,
) -> dict[str, Any]:
    """Render a stratified part of the grid, estimate the poses, judge them.

    At most `most` films, spread evenly over exercises, views and mistakes.
    """
    everything = list(grid.scenarios(exercises, bodies=1))
    step = max(1, -(-len(everything) // most))
    plan = everything[step // 2 :: step]
    trials, found = [], []
    with TemporaryDirectory() as folder:
        for number, scenario in enumerate(plan, 1):
            performance = perform(scenario)
            poses = _estimated(performance, Path(folder) / "film.mp4")
            found.append(float(poses.found.mean()))
            trials.append(trial.run(performance, poses))
            if on_trial is not None:
                on_trial(number, len(plan), trials[-1])
    share = round(sum(found) / len(found), 4) if found else None
    results = summary.summarize(trials)
    return {"source": "rendered films", "found_ratio": share, **results}


def _estimated(performance: Performance, path: Path) -> PoseSequence:
    """Return what the reference pose runtime sees in the film of `performance`."""
    video.write(path, performance)
    return MediaPipeRuntime().estimate(reading.frames(path)).poses
