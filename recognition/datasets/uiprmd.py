"""Reads UI-PRMD: ten movements by ten people, done correctly and not.

Vakanski, Jun, Paul, Baker 2018, Data 3(1):2, doi:10.3390/data3010002 (ODC PDDL 1.0).
Both layouts are read: the official one, a text file a repetition, and the same
values in `kinect.npz`.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.datasets import joints
from recognition.datasets.base import Clip, Clips, clip_of
from recognition.datasets.errors import DatasetDamaged, DatasetMissing
from recognition.simulation import replay

Floats = npt.NDArray[np.float64]

# Movements 1 to 10, by the names of the exercise catalog.
EXERCISES: Final = (
    "squat", "hurdle_step", "lunge", "side_lunge", "sit_to_stand",
    "standing_leg_raise", "shoulder_abduction", "shoulder_extension",
    "shoulder_rotation", "shoulder_scaption",
)  # fmt: skip
PARENTS: Final = (
    -1, 0, 1, 2, 3, 4, 2, 6, 7, 8, 2, 10, 11, 12, 0, 14, 15, 16, 0, 18, 19, 20,
)  # fmt: skip
KINECT_HZ: Final = 30.0
_SHORTEST: Final = 10  # frames; what is shorter holds no movement
_OFFICIAL: Final = re.compile(r"m(\d+)_s(\d+)_e(\d+)_positions(_inc)?\.txt")


@dataclass(frozen=True, slots=True, eq=False)
class _Episode:
    """One repetition as the Kinect gives it: offsets and angles of 22 joints."""

    movement: int
    subject: int
    episode: int
    correct: bool
    offsets: Floats
    angles_deg: Floats


def kinect(folder: Path) -> Clips:
    """Return the 2,000 repetitions seen by the Kinect.

    Raises:
        DatasetMissing: `folder` holds neither layout.
        DatasetDamaged: a file does not hold what it should.
    """
    packed = folder / "kinect.npz"
    found = _packed(packed) if packed.is_file() else _official(folder)
    if not found:
        raise DatasetMissing(f"there is no UI-PRMD in {folder}")
    return Clips(tuple(_clip(episode) for episode in found), EXERCISES)


def vicon(folder: Path) -> Clips:
    """Return the repetitions seen by optical motion capture, by joint centers.

    Raises:
        DatasetMissing: `folder` holds no `vicon.npz`.
    """
    path = folder / "vicon.npz"
    if not path.is_file():
        raise DatasetMissing(f"there is no vicon.npz in {folder}")
    with np.load(path) as stored:
        kinds = [stored[n] for n in ("movement", "subject", "episode", "correct")]
    rows = zip(*(kind.astype(int).tolist() for kind in kinds), strict=True)
    everything = replay.read_all(path)
    return Clips(
        tuple(
            clip_of(
                joints.from_centers(replay.skeleton(markers)),
                subject=subject,
                exercise=movement - 1,
                correct=correct,
                episode=episode,
                duration_s=len(markers.places) / replay.RATE_HZ,
            )
            for (movement, subject, episode, correct), markers in zip(
                rows, everything, strict=True
            )
            if len(markers.places) >= _SHORTEST
        ),
        EXERCISES,
    )


def egcn(clips: Clips, folder: Path) -> Clips:
    """Return the 1,326 repetitions of EGCN's cross-subject comparison.

    Raises:
        DatasetMissing: `folder` holds no `egcn-folds.csv`.
    """
    return clips.at(egcn_places(clips, folder))


def egcn_places(clips: Clips, folder: Path) -> npt.NDArray[np.int64]:
    """Return where in `clips` the 1,326 are.

    Raises:
        DatasetMissing: `folder` holds no `egcn-folds.csv`.
    """
    path = folder / "egcn-folds.csv"
    if not path.is_file():
        raise DatasetMissing(f"there is no egcn-folds.csv in {folder}")
    with path.open(newline="") as lines:
        wanted = {
            tuple(int(row[n]) for n in ("movement", "subject", "episode", "correct"))
            for row in csv.DictReader(lines)
        }
    return np.flatnonzero([_key(clip) in wanted for clip in clips.clips])


def _key(clip: Clip) -> tuple[int, int, int, int]:
    """Return what names a repetition in the list of EGCN."""
    return clip.exercise + 1, clip.subject, clip.episode, clip.correct


def _clip(episode: _Episode) -> Clip:
    """Return one repetition on the common skeleton."""
    return clip_of(
        joints.from_kinect(placed(episode.offsets, episode.angles_deg)),
        subject=episode.subject,
        exercise=episode.movement - 1,
        correct=int(episode.correct),
        episode=episode.episode,
        duration_s=len(episode.offsets) / KINECT_HZ,
    )


def placed(offsets: Floats, angles_deg: Floats) -> Floats:
    """Return where the joints are, (T, 22, 3), from offsets to their parents.

    A joint's own turn is Rz Rx Ry of its three angles; turns add up along the chain
    from the waist (checked against the motion capture: 6.8 cm mean difference).
    """
    places = offsets.copy()
    turns = turns_of(np.radians(angles_deg))
    for joint, parent in enumerate(PARENTS):
        if parent < 0:
            continue
        turned = np.einsum("tab,tb->ta", turns[:, parent], offsets[:, joint])
        places[:, joint] = places[:, parent] + turned
        turns[:, joint] = turns[:, parent] @ turns[:, joint]
    return places


def turns_of(angles: Floats) -> Floats:
    """Return Rz Rx Ry (..., 3, 3) of angles (..., 3) about x, y, z, in radians."""
    (cx, cy, cz), (sx, sy, sz) = (
        np.moveaxis(f(angles), -1, 0) for f in (np.cos, np.sin)
    )
    rows = [
        cz * cy - sz * sx * sy, -sz * cx, cz * sy + sz * sx * cy,
        sz * cy + cz * sx * sy, cz * cx, sz * sy - cz * sx * cy,
        -cx * sy, sx, cx * cy,
    ]  # fmt: skip
    return np.asarray(np.stack(rows, axis=-1).reshape(*angles.shape[:-1], 3, 3))


def _packed(path: Path) -> list[_Episode]:
    """Read `kinect.npz`."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    ends = np.cumsum(arrays["length"])[:-1]
    offsets = np.split(arrays["positions"].reshape(-1, 22, 3).astype(float), ends)
    angles = np.split(arrays["angles"].reshape(-1, 22, 3).astype(float), ends)
    labels = (arrays[n].tolist() for n in ("movement", "subject", "episode", "correct"))
    return [
        _Episode(movement, subject, episode, correct, offsets[i], angles[i])
        for i, (movement, subject, episode, correct) in enumerate(
            zip(*labels, strict=True)
        )
    ]


def _official(folder: Path) -> list[_Episode]:
    """Read the official text files of the Kinect, wherever they lie in `folder`."""
    found = []
    for path in sorted(folder.rglob("m*_positions*.txt")):
        name = _OFFICIAL.fullmatch(path.name)
        other = _sister(path)
        if name is None or not other.is_file() or _columns(path) != 66:
            continue  # the motion capture has the same names, but 117 columns
        movement, subject, episode = (int(number) for number in name.groups()[:3])
        offsets, angles = _table(path), _table(other)
        if offsets.shape != angles.shape:
            raise DatasetDamaged(f"{other.name} does not fit {path.name}")
        found.append(
            _Episode(movement, subject, episode, name[4] is None, offsets, angles)
        )
    return found


def _sister(path: Path) -> Path:
    """Return the file of angles that belongs to a file of positions."""
    folder = path.parent.name.replace("Positions", "Angles")
    name = path.name.replace("_positions", "_angles")
    beside = path.parent.with_name(folder) / name
    return beside if beside.is_file() else path.with_name(name)


def _columns(path: Path) -> int:
    """Return how many numbers the first line has."""
    with path.open() as lines:
        return len(lines.readline().replace(",", " ").split())


def _table(path: Path) -> Floats:
    """Return a text file of 66 columns as (T, 22, 3)."""
    try:
        lines = path.read_text().replace(",", " ").split("\n")
        rows = [[float(x) for x in line.split()] for line in lines if line.strip()]
        return np.array(rows).reshape(-1, 22, 3)
    except ValueError as error:
        raise DatasetDamaged(f"{path.name} is not a table of 66 columns") from error
