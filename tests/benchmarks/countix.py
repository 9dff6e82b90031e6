"""Counting without being told the exercise, on Countix-Fitness.

    python -m tests.benchmarks.countix ../shared/data/countix-fitness --markdown PAGE

The folder holds `test_poses.npz`, one (T, 99) array a film: 33 landmarks as x, y, z,
each frame scaled to the body's own box, zeros where nobody was found; and `test.csv`
with the true counts. How wide the box was is lost, so shapes are distorted, and depth
is not used. The clock is not stored either: 30 frames a second are assumed.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recognition import repetitions
from recognition.cleaning import clean
from recognition.poses import JOINTS, PoseSequence

RATE_HZ = 30.0
TARGET, BASELINE = 0.70, 0.61
# So many of the worst films are named.
NAMED = 40


@dataclass(frozen=True)
class Count:
    """One film, counted."""

    film: str
    exercise: str
    true: int
    counted: int
    seen: float

    @property
    def error(self):
        return self.counted - self.true

    @property
    def is_within_one(self):
        return abs(self.error) <= 1


def counts(folder: Path) -> Iterator[Count]:
    """Yield the count of each film whose poses and true count are in `folder`."""
    stored = np.load(folder / "test_poses.npz")
    with (folder / "test.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["count"]]
    for row in rows:
        film = Path(row["name"]).stem
        if film not in stored.files:
            continue
        poses = read(stored[film])
        found = repetitions.segment(clean(poses), None).repetitions
        yield Count(
            film, row["type"], int(row["count"]), len(found), poses.found.mean()
        )


def read(values) -> PoseSequence:
    """Return stored (T, 99) values as poses; frames of zeros show nobody."""
    landmarks = values.astype(np.float64).reshape(-1, JOINTS, 3)
    landmarks[(landmarks == 0.0).all(axis=(1, 2))] = np.nan
    return PoseSequence(
        time_s=np.arange(len(landmarks)) / RATE_HZ,
        landmarks=landmarks,
        world=np.full_like(landmarks, np.nan),
        visibility=np.isfinite(landmarks[:, :, 0]).astype(np.float64),
        width=1,
        height=1,
    )


@dataclass(frozen=True)
class Summary:
    """The figures that counting is published with."""

    films: int
    within_one: float
    exact: float
    relative_error: float


def summarize(counted: Sequence[Count]) -> Summary:
    """Return OBO (off by one), exact counts, and the mean relative error."""
    return Summary(
        films=len(counted),
        within_one=float(np.mean([one.is_within_one for one in counted])),
        exact=float(np.mean([one.error == 0 for one in counted])),
        relative_error=float(np.mean([abs(one.error) / one.true for one in counted])),
    )


def markdown(counted: Sequence[Count]) -> str:
    """Return the page of the results."""
    whole = summarize(counted)
    told = (
        "`python -m tests.benchmarks.countix ../shared/data/countix-fitness "
        f"--markdown countix.md`: of {whole.films} films whose poses are stored "
        f"{whole.within_one:.1%} are counted within one (OBO; target {TARGET:.0%}, "
        f"baseline {BASELINE:.0%}), {whole.exact:.1%} exactly; mean relative error "
        f"{whole.relative_error:.3f}."
    )
    lines = [
        "# Counting on Countix-Fitness, no exercise given",
        "",
        told,
        "",
        "| exercise | films | within one | exact | relative error |",
        "|---|---:|---:|---:|---:|",
    ]
    groups = defaultdict(list)
    for one in counted:
        groups[one.exercise].append(one)
    for exercise, part in sorted(groups.items()):
        s = summarize(part)
        lines.append(
            f"| {exercise} | {s.films} | {s.within_one:.1%} | {s.exact:.1%} "
            f"| {s.relative_error:.3f} |"
        )
    return "\n".join([*lines, "", *_failures(counted)]) + "\n"


def _failures(counted):
    """Return the table of the films that are off by more than one, worst first."""
    wrong = sorted(
        (one for one in counted if not one.is_within_one),
        key=lambda one: -abs(one.error) / one.true,
    )
    yield f"## The {len(wrong)} films off by more than one, worst first"
    yield ""
    yield "| film | true | counted | somebody found in |"
    yield "|---|---:|---:|---:|"
    for one in wrong[:NAMED]:
        yield f"| {one.film} | {one.true} | {one.counted} | {one.seen:.0%} of frames |"


def main():
    """Count all films and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--markdown", type=Path)
    arguments = parser.parse_args()
    counted = []
    for one in counts(arguments.folder):
        counted.append(one)
        print(one.film, "true", one.true, "counted", one.counted, flush=True)
    print(summarize(counted))
    if arguments.markdown:
        arguments.markdown.write_text(markdown(counted), "utf-8")


if __name__ == "__main__":
    main()
