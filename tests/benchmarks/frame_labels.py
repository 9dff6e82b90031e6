"""Single frames with a labelled mistake, judged by the rules of the catalog alone.

    python -m tests.benchmarks.frame_labels ../shared/data/exercise-correction

The frames of `exercise-correction` (MediaPipe landmarks, labels by its authors) are
looked at one by one: without a starting posture, leaning back is judged against
the upright trunk. The size of the pictures is not stored; 16 : 9 is assumed.

Nothing was fitted to the labels, yet two values were set by people who had seen these
frames: half the knee's depth in `knee_over_toe` (balanced accuracy without it 0.785)
and the upper limit of the plank, whose correct frames read -20 degrees.
"""

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recognition.biomechanics.kinematics import measure_series
from recognition.exercises import catalog
from recognition.poses import JOINTS, PoseSequence
from recognition.skeleton import INDEX

WIDTH, HEIGHT = 1280, 720
# Frames come from several films: far apart in time, so that nothing is smoothed.
FRAME_S = 10.0


@dataclass(frozen=True)
class Score:
    """How a rule agrees with the labels of its frames."""

    task: str
    frames: int
    sensitivity: float
    specificity: float

    @property
    def balanced_accuracy(self):
        return (self.sensitivity + self.specificity) / 2


def scores(folder: Path) -> list[Score]:
    """Judge all labelled frames under `folder`."""
    return [
        _score("biceps curl: lean back", *_lean_back(folder), wrong="L"),
        _score("lunge: knee over toe", *_knee_over_toe(folder), wrong="L"),
        _score("plank: low back", *_plank(folder, "sagging_hips"), wrong="L"),
        _score("plank: high back", *_plank(folder, "piked_hips"), wrong="H"),
    ]


def _score(task, labels, excess, wrong):
    """Compare a rule with the labels, on frames labelled correct or `wrong`."""
    used = (labels == wrong) | (labels == "C")
    labels, found = labels[used], excess[used] > 0
    return Score(
        task=task,
        frames=int(used.sum()),
        sensitivity=float(found[labels == wrong].mean()),
        specificity=float((~found[labels == "C"]).mean()),
    )


def _lean_back(folder):
    labels, poses = read(folder / "bicep_model-test.csv")
    rule = catalog.get("biceps_curl").mistake("lean_back")
    backward = -measure_series("trunk_lean_forward", "both", poses)
    return labels, np.array([rule.excess(value) for value in backward])


def _knee_over_toe(folder):
    labels, poses = read(folder / "lunge_model-err.test.csv")
    rule = catalog.get("lunge").mistake("knee_over_toe")
    left_in_front = measure_series("step_length", "left", poses) > 0
    left, right = (
        measure_series("knee_over_toe", side, poses) for side in ("left", "right")
    )
    front = np.where(left_in_front, left, right)
    return labels, np.array([rule.excess(value) for value in front])


def _plank(folder, mistake):
    labels, poses = read(folder / "plank_model-test.csv")
    rule = catalog.get("plank").mistake(mistake)
    line = measure_series(rule.measure, "both", poses)
    return labels, np.array([rule.excess(value) for value in line])


def read(path: Path):
    """Return the labels (T,) and the poses of the frames in a file."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    landmarks = np.full((len(rows), JOINTS, 3), np.nan)
    visibility = np.zeros((len(rows), JOINTS))
    for name, joint in INDEX.items():
        if f"{name}_x" in rows[0]:
            for axis, letter in enumerate("xyz"):
                landmarks[:, joint, axis] = _column(rows, f"{name}_{letter}")
            visibility[:, joint] = _column(rows, f"{name}_v")
    poses = PoseSequence(
        time_s=np.arange(len(rows)) * FRAME_S,
        landmarks=landmarks,
        world=np.full_like(landmarks, np.nan),
        visibility=visibility,
        width=WIDTH,
        height=HEIGHT,
    )
    return np.array([row["label"] for row in rows]), poses


def _column(rows, name):
    return [float(row[name]) for row in rows]


def markdown(found: list[Score]) -> str:
    """Return the scores as a table."""
    lines = [
        "| rule | frames | sensitivity | specificity | balanced accuracy |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.task} | {one.frames} | {one.sensitivity:.3f} | {one.specificity:.3f} "
        f"| {one.balanced_accuracy:.3f} |"
        for one in found
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    print(markdown(scores(parser.parse_args().folder)))


if __name__ == "__main__":
    main()
