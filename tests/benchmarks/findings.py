"""Every finding on the real clips, each with the frame that shows it, to check by eye.

    python -m tests.benchmarks.findings ../shared/videos poses/ sheet/ --split tune

`poses/` holds the `.npz` of each clip (`recognize benchmark clips --poses`). The sheets
show people and are not to be published.
"""

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from recognition import pipeline, poses, video
from recognition.errors import Unanalyzable
from recognition.exercises import catalog
from recognition.options import Limits
from recognition.report import Finding
from recognition.skeleton import EDGES

COLUMNS, ROWS, TILE = 3, 2, 560
LINES = 4


@dataclass(frozen=True)
class Shown:
    """One finding in one repetition or hold of a clip."""

    clip: str
    exercise: str
    number: int
    view: str
    finding: Finding

    @property
    def caption(self):
        f = self.finding
        return (
            f"{self.clip} #{self.number} {f.mistake} {f.severity} {f.confidence:.2f}",
            f"{f.side} {f.joint}, {f.phase}, {f.time_s:.2f} s, view {self.view}",
            f"{f.value:.2f} +- {f.uncertainty or 0:.2f} {f.unit}, {f.expected}",
        )


def found(folder: Path, cache: Path, split: str) -> list[Shown]:
    """Judge the clips of one part as their exercise and return all findings."""
    rows = csv.DictReader((folder / "manifest.csv").open(encoding="utf-8"))
    shown = []
    for row in rows:
        stored = cache / f"{Path(row['file']).stem}.npz"
        known = row["code"] in catalog.load()
        if row["split"] == split and known and stored.is_file():
            shown += _of_clip(row["file"], row["code"], poses.load(stored))
    return shown


def _of_clip(name: str, code: str, sequence) -> list[Shown]:
    """Return the findings of one clip."""
    try:
        judged = pipeline.assess_poses(sequence, exercise=code)
    except Unanalyzable:
        return []
    pieces = judged.assessment.repetitions or judged.assessment.holds
    return [
        Shown(name, code, number, judged.view.name, finding)
        for number, piece in enumerate(pieces, start=1)
        for finding in piece.findings
    ]


def tiles(folder: Path, cache: Path, shown: list[Shown]):
    """Yield for each finding its frame with the skeleton and the caption."""
    for clip in dict.fromkeys(one.clip for one in shown):
        mine = [one for one in shown if one.clip == clip]
        sequence = poses.load(cache / f"{Path(clip).stem}.npz")
        pictures = _pictures(folder / clip, [one.finding.time_s for one in mine])
        for one, picture in zip(mine, pictures, strict=True):
            yield _tile(one, picture, sequence)


def _pictures(path: Path, moments: list[float]):
    """Return the frames shown at the moments."""
    kept = [None] * len(moments)
    for frame in video.stamped_frames(path, Limits()):
        late = [k for k, t in enumerate(moments) if frame.time_s <= t + 1e-3]
        for k in late:
            kept[k] = frame
    return [video.upright(frame).picture for frame in kept]


def _tile(one: Shown, picture, sequence):
    """Draw the skeleton and the caption on one frame."""
    height, width = picture.shape[:2]
    scale = TILE / max(height, width)
    size = (round(width * scale), round(height * scale))
    small = cv2.cvtColor(cv2.resize(picture, size), cv2.COLOR_RGB2BGR)
    at = int(np.argmin(np.abs(sequence.time_s - one.finding.time_s)))
    points = sequence.landmarks[at, :, :2] * size
    for a, b in EDGES:
        if np.isfinite(points[[a, b]]).all():
            ends = [tuple(int(v) for v in points[k]) for k in (a, b)]
            cv2.line(small, *ends, (0, 255, 255), 1, cv2.LINE_AA)
    canvas = np.full((TILE + 18 * LINES, TILE, 3), 255, np.uint8)
    canvas[: size[1], : size[0]] = small
    for line, text in enumerate(one.caption, start=1):
        place = (4, TILE + 18 * line)
        cv2.putText(canvas, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 1)
    return canvas


def main() -> None:
    """Write the sheets and list the findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("poses", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--split", default="tune", choices=("tune", "report"))
    arguments = parser.parse_args()
    shown = found(arguments.clips, arguments.poses, arguments.split)
    arguments.output.mkdir(parents=True, exist_ok=True)
    drawn = list(tiles(arguments.clips, arguments.poses, shown))
    size = COLUMNS * ROWS
    for sheet in range(0, len(drawn), size):
        part = drawn[sheet : sheet + size]
        part += [np.full_like(part[0], 255)] * (size - len(part))
        rows = [np.hstack(part[r : r + COLUMNS]) for r in range(0, size, COLUMNS)]
        name = f"{arguments.split}_{sheet // size:02d}.jpg"
        cv2.imwrite(str(arguments.output / name), np.vstack(rows))
    for number, one in enumerate(shown, start=1):
        print(number, *one.caption, sep=" | ")


if __name__ == "__main__":
    main()
