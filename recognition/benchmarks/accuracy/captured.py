"""Real movement with known angles: UI-PRMD squats through film and pipeline."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition import cleaning, repetitions
from recognition import video as reading
from recognition.biomechanics.kinematics import measure_series
from recognition.exercises.catalog import get
from recognition.options import Options, Runtime
from recognition.pose_estimation import runtimes
from recognition.poses import PoseSequence
from recognition.simulation import film, replay, true_measures
from recognition.simulation.camera import Camera
from recognition.simulation.humanoid import Skeleton
from recognition.simulation.renderer import Renderer

Floats = npt.NDArray[np.float64]

SQUAT: Final = 1  # number of the movement in UI-PRMD
EPISODES: Final = 4
_EVERY: Final = 2  # of the 50 frames/s
_SIDE_DEG: Final = 90.0
_COLUMNS: Final = (
    "| subject | from | frames with a body | counted "
    "| knee flexion bias / MAE (95 % limits), deg | peak, true / seen, deg |"
)


def run(
    source: Path,
    *,
    subjects: tuple[int, ...],
    yaws: tuple[float, ...] = (90.0, 0.0),
    runtime: Runtime = Options().runtime,
    on_row: Callable[[dict[str, Any]], None] | None = None,
) -> list[dict[str, Any]]:
    """Return for each subject and view how far the knee's angle is from the truth.

    `source` is `vicon.npz`. The truth is the angle between the joint centers that
    the film was rendered from.
    """
    rows = []
    for subject in subjects:
        episodes = replay.read(source, movement=SQUAT, subject=subject, correct=True)
        parts = [replay.skeleton(markers) for markers in episodes[:EPISODES]]
        joined, _spans = replay.joined(parts)
        skeleton = Skeleton(joined.joints[::_EVERY], joined.axes[::_EVERY])
        for yaw in yaws:
            row = {"subject": subject, "yaw_deg": yaw, "episodes": len(parts)}
            row |= compared(skeleton, _seen(skeleton, yaw, runtime))
            rows.append(row)
            if on_row is not None:
                on_row(row)
    return rows


def markdown(rows: list[dict[str, Any]]) -> str:
    """Return the rows as a table."""
    lines = [_COLUMNS, "|---|---|---|---|---|---|"]
    for row in rows:
        view = "side" if abs(row["yaw_deg"]) == _SIDE_DEG else "front"
        lower, upper = row["limits_deg"]
        lines.append(
            f"| {row['subject']} | {view} | {row['found']:.1%} "
            f"| {row['counted']} of {row['episodes']} | {row['bias_deg']:.1f} / "
            f"{row['mae_deg']:.1f} ({lower:.1f} to {upper:.1f}) "
            f"| {row['true_peak_deg']:.0f} / {row['seen_peak_deg']:.0f} |"
        )
    return "\n".join(lines) + "\n"


def _seen(skeleton: Skeleton, yaw: float, runtime: Runtime) -> PoseSequence:
    """Return what the pose runtime sees of `skeleton` in a film."""
    camera = Camera(yaw_deg=yaw, distance_m=3.0, aim_m=1.0)
    time_s = np.arange(len(skeleton)) * _EVERY / replay.RATE_HZ
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        pictures = Renderer(replay.body_of(skeleton), camera).pictures(skeleton)
        film.write(path, pictures, time_s)
        watcher = runtimes.create(Options(runtime=runtime))
        return watcher.estimate(reading.frames(path)).poses


def compared(skeleton: Skeleton, poses: PoseSequence) -> dict[str, Any]:
    """Return counts and errors of the knee's flexion on the better side."""
    cleaned = cleaning.clean(poses)
    left = true_measures.series("knee_flexion", "left", skeleton)
    right = true_measures.series("knee_flexion", "right", skeleton)
    seen = measure_series("knee_flexion", "left", cleaned)
    error = (seen - left)[np.isfinite(seen)]
    both = measure_series("knee_flexion", "both", cleaned) - 0.5 * (left + right)
    bias, spread = float(error.mean()), 1.96 * float(error.std())
    return {
        "found": round(float(poses.found.mean()), 4),
        "counted": len(repetitions.segment(cleaned, get("squat")).repetitions),
        "bias_deg": round(bias, 2),
        "mae_deg": round(float(np.abs(error).mean()), 2),
        "limits_deg": [round(bias - spread, 2), round(bias + spread, 2)],
        "mae_both_deg": round(float(np.nanmean(np.abs(both))), 2),
        "true_peak_deg": round(float(left.max()), 1),
        "seen_peak_deg": round(float(np.nanmax(seen)), 1),
    }  # fmt: skip
