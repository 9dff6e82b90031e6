"""Reads the repetitions that therapists of a clinic have reviewed.

The folder is what `manage.py export_labels` writes: `manifest.json`, poses without
pictures, and `repetitions.jsonl` with a pseudonym for each patient. A repetition is
correct when every mistake is known to be absent, and incorrect as soon as one is
known to be present; where nobody has judged, nothing is known.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition import cleaning, poses
from recognition.datasets import joints
from recognition.datasets import windows as cutting
from recognition.datasets.base import UNKNOWN, Clip, Clips
from recognition.datasets.errors import (
    LabelsDamaged,
    NoLabels,
    NothingToLearn,
    TooFewPatients,
    UnknownLabels,
)
from recognition.errors import PosesNotReadable

Floats = npt.NDArray[np.float64]

MANIFEST: Final = "manifest.json"
REPETITIONS: Final = "repetitions.jsonl"
FORMAT: Final = "repwise-labels"
FORMAT_VERSION: Final = 1
LEAST_PATIENTS: Final = 3  # to learn from, to stop by, to measure on
_LEAST_SEEN: Final = 0.5  # share of a repetition's frames with hips and shoulders
_UNJUDGED: Final = "unjudged"
_TRUNK: Final = [joints.JOINT["pelvis"], joints.JOINT["neck"]]

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a net can learn from, and what was left out.

    Attributes:
        clips: subjects count the patients from 0, by pseudonym.
        left_out: how many repetitions, by reason.
    """

    clips: Clips
    left_out: dict[str, int]


def read(folder: Path, exercises: Names, mistakes: Names, frames: int) -> Reviewed:
    """Return the repetitions as a net of these outputs and this length takes them.

    `mistakes` are named `exercise.code`. Left out is an exercise that the net does not
    know (`unknown_exercise`), and a repetition whose trunk is out of sight for most of
    the time (`not_seen`).

    Raises:
        NoLabels: the folder is no export.
        UnknownLabels: the export has another version.
        LabelsDamaged: a file of it cannot be read.
        NothingToLearn: all repetitions were left out.
        TooFewPatients: they cannot be split by patient.
    """
    _check(folder)
    lines = [_Line(folder, text) for text in _lines(folder)]
    patients = sorted({line.patient for line in lines})
    known = [line for line in lines if line.exercise in exercises]
    found: list[Clip] = []
    for path, of_recording in groupby(known, key=lambda line: line.path):
        points, time_s = _recording(path)
        for line in of_recording:
            span = cutting.cut(points, time_s, line.start_s, line.end_s, frames=frames)
            if _is_seen(span):
                found.append(
                    Clip(
                        span,
                        patients.index(line.patient),
                        exercises.index(line.exercise),
                        line.correct(),
                        tuple(line.claim(name) for name in mistakes),
                        line.number,
                        line.end_s - line.start_s,
                    )
                )
    left_out = {
        "unknown_exercise": len(lines) - len(known),
        "not_seen": len(known) - len(found),
    }
    return Reviewed(_enough(Clips(tuple(found), exercises, mistakes)), left_out)


def _is_seen(points: Floats) -> bool:
    """Return whether the trunk of a repetition (T, 20, 3) is known half of the time."""
    known = np.isfinite(points[:, _TRUNK]).all(axis=(1, 2))
    return bool(known.mean() >= _LEAST_SEEN)


def _enough(clips: Clips) -> Clips:
    """Return `clips`, if they can be learned from."""
    if not len(clips):
        raise NothingToLearn("no repetition of these labels can be learned from")
    patients = len(np.unique(clips.subjects))
    if patients < LEAST_PATIENTS:
        raise TooFewPatients(
            f"the repetitions are of {patients} patients; {LEAST_PATIENTS} are needed"
        )
    return clips


def _check(folder: Path) -> None:
    """Look at the manifest."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoLabels(f"{folder} has no {MANIFEST} that can be read") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NoLabels(f"{folder} holds something else than labels")
    version = manifest.get("format_version")
    if version != FORMAT_VERSION:
        raise UnknownLabels(f"the labels have version {version}, not {FORMAT_VERSION}")


def _lines(folder: Path) -> Iterator[str]:
    """Yield the lines of the repetitions."""
    try:
        text = (folder / REPETITIONS).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise LabelsDamaged(f"{REPETITIONS} cannot be read") from error
    return (line for line in text.splitlines() if line.strip())


class _Line:
    """One repetition as it is written."""

    def __init__(self, folder: Path, text: str) -> None:
        try:
            row = json.loads(text)
            self.patient, self.exercise = str(row["patient"]), str(row["exercise"])
            self.start_s, self.end_s = float(row["start_s"]), float(row["end_s"])
            self.number = int(row["index"])
            self.labels = _labels(row["labels"])
            # Only the name: a path must not lead out of the folder.
            self.path = folder / "poses" / Path(row["poses"]).name
        except (ValueError, KeyError, TypeError) as error:
            raise LabelsDamaged(f"a line of {REPETITIONS} cannot be read") from error
        if not self.start_s < self.end_s:
            raise LabelsDamaged("a repetition ends before it starts")

    def correct(self) -> int:
        """Return 1, 0, or UNKNOWN while one mistake may be there."""
        claims = list(self.labels.values())
        if 1 in claims:
            return 0
        return 1 if claims and UNKNOWN not in claims else UNKNOWN

    def claim(self, name: str) -> int:
        """Return whether a mistake, named `exercise.code`, is there."""
        exercise, _, code = name.partition(".")
        return self.labels.get(code, UNKNOWN) if exercise == self.exercise else UNKNOWN


def _labels(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return 1, 0 or UNKNOWN for each mistake; what nobody judged is no label."""
    return {
        str(row["mistake"]): (
            UNKNOWN
            if row["present"] is None or row["basis"] == _UNJUDGED
            else int(bool(row["present"]))
        )
        for row in rows
    }


def _recording(path: Path) -> tuple[Floats, Floats]:
    """Return the common joints (T, 20, 3) of a recording, cleaned, and their times."""
    try:
        cleaned = cleaning.clean(poses.load(path))
    except PosesNotReadable as error:
        raise LabelsDamaged(f"the poses {path.name} cannot be read") from error
    return joints.from_poses(cleaned), cleaned.time_s
