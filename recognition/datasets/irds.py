"""Reads IntelliRehabDS: nine gestures of patients, done correctly and not.

Miron, Sadawi, Ismail, Hussain, Grosan 2021, Data 6(5):46, doi:10.3390/data6050046
(CC BY 4.0). The raw layout is read, a text file a gesture, from a folder or from
`raw.tar.xz` in it. It is no training data here: its patients tell how a net carries
over to people, a sensor and movements that it has not seen.
"""

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.datasets import joints
from recognition.datasets.base import Clip, Clips, clip_of
from recognition.datasets.errors import DatasetDamaged, DatasetMissing

Floats = npt.NDArray[np.float64]

PACKED: Final = "raw.tar.xz"
# Gestures by number, by the names of the exercise catalog where it has them; left and
# right are one exercise.
GESTURES: Final = (
    "biceps_curl", "biceps_curl", "shoulder_flexion", "shoulder_flexion",
    "shoulder_abduction", "shoulder_abduction", "forward_elevation",
    "side_tap", "side_tap",
)  # fmt: skip
EXERCISES: Final = tuple(dict.fromkeys(GESTURES))
KINECT_HZ: Final = 30.0
JOINTS: Final = 25
_SHORTEST: Final = 10  # frames; what is shorter holds no movement
_CORRECT: Final = {"1": 1, "2": 0}  # 3 is "poorly executed": neither
_NAME: Final = re.compile(r"(\d+)_(\d+)_(\d)_(\d+)_(\d)_(\w+)\.txt")


def patients(folder: Path) -> Clips:
    """Return the gestures that are labeled correct or incorrect.

    Raises:
        DatasetMissing: `folder` holds no file of IRDS.
        DatasetDamaged: a file does not hold what it should.
    """
    found = [clip for name, text in _files(folder) if (clip := _clip(name, text))]
    if not found:
        raise DatasetMissing(f"there is no IRDS in {folder}")
    return Clips(tuple(found), EXERCISES)


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file, by name."""
    packed = folder / PACKED
    if not packed.is_file():
        for path in sorted(folder.rglob("*.txt")):
            yield path.name, path.read_text()
        return
    with tarfile.open(packed) as archive:
        # In the order of the archive: going back would unpack it all again.
        found = {
            Path(member.name).name: content.read().decode()
            for member in archive
            if (content := archive.extractfile(member)) is not None
        }
    yield from sorted(found.items())


def _clip(name: str, text: str) -> Clip | None:
    """Return one gesture; None for another file, label or length."""
    labels = _NAME.fullmatch(name)
    if labels is None or labels[5] not in _CORRECT:
        return None
    points = _points(name, text)
    if len(points) < _SHORTEST:
        return None
    return clip_of(
        joints.from_kinect_v2(points),
        subject=int(labels[1]),
        exercise=EXERCISES.index(GESTURES[int(labels[3])]),
        correct=_CORRECT[labels[5]],
        episode=int(labels[4]),
        duration_s=len(points) / KINECT_HZ,
    )


def _points(name: str, text: str) -> Floats:
    """Return the joints (T, 25, 3) in meters, NaN where not tracked."""
    frames = [line.split("(")[1:] for line in text.splitlines() if "(" in line]
    if any(len(frame) != JOINTS for frame in frames):
        raise DatasetDamaged(f"{name} has frames without {JOINTS} joints")
    values = [_place(joint) for frame in frames for joint in frame]
    return np.array(values).reshape(-1, JOINTS, 3)


def _place(joint: str) -> list[float]:
    """Return x, y, z of `name,state,x,y,z,...`."""
    _, state, *place = joint.split(",", 5)
    return [float("nan") if state == "NotTracked" else float(v) for v in place[:3]]
