"""Count and recognize on real clips whose repetitions were counted by eye.

A folder holds video files and a `manifest.csv` (columns in `Clip`). Each clip goes
through the whole pipeline once; what it is counted as with and without its exercise
given, and what it is recognized as, is held against the manifest. Clips to tune on
and clips to report on are never mixed.
"""

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from recognition import pipeline
from recognition.errors import Unanalyzable
from recognition.exercises import catalog
from recognition.options import Options
from recognition.poses import PoseSequence
from recognition.report import Report

MANIFEST: Final = "manifest.csv"
OTHER: Final = "other"

Split = Literal["tune", "report"]


@dataclass(frozen=True, slots=True)
class Clip:
    """One row of the manifest.

    Attributes:
        code: exercise shown, `none` for no exercise.
        repetitions: counted by eye; None where even that is uncertain.
        accept: lowest and highest count that a fair scorer accepts.
        is_hold: a posture is kept and nothing repeats.
    """

    file: str
    code: str
    split: str
    repetitions: int | None
    accept: tuple[int, int]
    is_hold: bool
    notes: str

    @property
    def wanted(self) -> str:
        """The verdict that is right: the exercise, or `other`."""
        exercise = catalog.load().get(self.code)
        return self.code if exercise is not None and exercise.recognized else OTHER


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the pipeline made of one clip.

    Attributes:
        counted: repetitions with the exercise given; None where the catalog does not
            have it or the clip was refused.
        counted_without: repetitions with no exercise given.
        recognized: verdict with no exercise given; None where refused.
        seconds: for one analysis with no exercise given.
        refused: why the clip was refused, with the exercise given or without.
    """

    clip: Clip
    counted: int | None
    counted_without: int | None
    recognized: str | None
    probability: float | None
    found: float | None
    seconds: float
    refused: str | None

    @property
    def is_counted_right(self) -> bool:
        """Whether the count with the exercise given is accepted."""
        return _is_within(self.counted, self.clip.accept)

    @property
    def is_counted_right_without(self) -> bool:
        """Whether the count with no exercise given is accepted."""
        return _is_within(self.counted_without, self.clip.accept)

    @property
    def is_recognized_right(self) -> bool:
        """Whether the verdict is right: the one wanted, or the exact name.

        The rules call most of the catalog `other`; a net may know the name.
        """
        return self.recognized in (self.clip.wanted, self.clip.code)


def read_manifest(folder: Path) -> list[Clip]:
    """Return the clips of a folder, in the order of its manifest."""
    with (folder / MANIFEST).open(encoding="utf-8", newline="") as file:
        return [_clip(row) for row in csv.DictReader(file)]


def _clip(row: dict[str, str]) -> Clip:
    """Read one row; a count that is no number is uncertain."""
    count = row["repetitions"]
    return Clip(
        file=row["file"],
        code=row["code"],
        split=row["split"],
        repetitions=int(count) if count.isdigit() else None,
        accept=(int(row["accept_min"]), int(row["accept_max"])),
        is_hold=row["use"] == "hold",
        notes=row["notes"],
    )


def run(
    folder: Path,
    *,
    split: str | None = None,
    options: Options = Options(),
    poses: Path | None = None,
    on_clip: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Analyze the clips of a folder, of one split or of both.

    Args:
        folder: holds the clips and their manifest.
        split: `tune` or `report`; None for both.
        options: of the analysis.
        poses: a folder that keeps poses from one run to the next; the seconds of a
            clip whose poses are at hand leave out their estimation.
        on_clip: called with each outcome.
    """
    outcomes = []
    for clip in read_manifest(folder):
        if split in (None, clip.split):
            outcomes.append(analyze(clip, folder, options, poses))
            if on_clip:
                on_clip(outcomes[-1])
    return outcomes


def analyze(
    clip: Clip, folder: Path, options: Options, kept: Path | None = None
) -> Outcome:
    """Put one clip through the pipeline, without its exercise and then with it."""
    stored = kept / f"{Path(clip.file).stem}.npz" if kept else None
    if stored is not None and stored.is_file():
        options = replace(options, runtime="recorded", recorded=stored)
    started = time.perf_counter()
    poses, report, refused = _without(folder / clip.file, options)
    seconds = time.perf_counter() - started
    if stored is not None and poses is not None and not stored.is_file():
        poses.save(stored)
    counted, refused_given = _given(clip, poses)
    return Outcome(
        clip=clip,
        counted=counted,
        counted_without=len(report.repetitions) if report else None,
        recognized=report.exercise.code if report else None,
        probability=report.exercise.confidence if report else None,
        found=report.person.found_ratio if report else None,
        seconds=seconds,
        refused=refused_given or refused,
    )


def _without(
    source: Path, options: Options
) -> tuple[PoseSequence | None, Report | None, str | None]:
    """Analyze with no exercise given; None and the reason where it is refused."""
    try:
        analysis = pipeline.analyze(source, options=options)
    except Unanalyzable as error:
        return None, None, error.code
    return analysis.poses, analysis.report, None


def _given(clip: Clip, poses: PoseSequence | None) -> tuple[int | None, str | None]:
    """Count with the exercise given, on the poses that are already there."""
    if poses is None or clip.code not in catalog.load():
        return None, None
    try:
        judged = pipeline.assess_poses(poses, exercise=clip.code)
    except Unanalyzable as error:
        return None, error.code
    return len(judged.assessment.repetitions), None


def _is_within(count: int | None, accept: tuple[int, int]) -> bool:
    """Tell whether a count is accepted."""
    return count is not None and accept[0] <= count <= accept[1]


def given(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the clips of catalog exercises with a certain count."""
    known = catalog.load()
    return [
        outcome
        for outcome in outcomes
        if outcome.clip.code in known and outcome.clip.repetitions is not None
    ]


def certain(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return all clips with a certain count."""
    return [outcome for outcome in outcomes if outcome.clip.repetitions is not None]


def splits(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """Yield the parts, those to tune on first."""
    for split in ("tune", "report"):
        part = [outcome for outcome in outcomes if outcome.clip.split == split]
        if part:
            yield split, part
