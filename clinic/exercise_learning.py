"""The door to what the library learns from a clinic's own reference video.

Beside `clinic.recognizer`, which judges patients. Everything heavy loads on first use,
in a worker; reading and adjusting an exercise's file costs a web process little.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clinic import recognizer
from clinic.recognizer import POSES_NAME, Analyzed, CatalogEntry, Progress, Unavailable
from recognition import structure
from recognition.errors import UnsuitableAdjustments
from recognition.options import Options

if TYPE_CHECKING:
    from recognition.exercises.spec import Exercise

__all__ = [
    "Learned",
    "UnsuitableAdjustments",
    "adjusted",
    "as_learned",
    "described",
    "figure",
    "learn",
    "try_out",
]

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a reference video taught.

    Attributes:
        definition: the exercise's file (TOML).
        poses: of the video, in the caller's folder.
        takes: each curve of the reference with the repetitions that made it, as
            `recognition.learning.takes`.
        signals: what it could be cut by, as `recognition.learning.choices`.
        motion: the median repetition as moving joints.
    """

    definition: str
    poses: Path
    takes: list[dict[str, Any]]
    motion: dict[str, Any]
    signals: list[dict[str, Any]]


def learn(
    video: Path,
    folder: Path,
    *,
    name: str,
    code: str,
    on_progress: Progress | None = None,
) -> Learned:
    """Learn an exercise from `video`; its poses are written into `folder`.

    Raises:
        Unanalyzable: nothing can be learned from it; `code`, `message`, `what_to_do`.
        Unavailable: the recognizer itself cannot work now.
    """
    from recognition import learning, pipeline
    from recognition.assets import PoseModelUnavailable

    options = Options(limits=recognizer.limits())
    try:
        poses = pipeline.estimate_poses(video, options=options, on_progress=on_progress)
    except PoseModelUnavailable as error:
        raise Unavailable(str(error)) from error
    signals = learning.choices(poses, name=name, code=code)
    first = next(one for one in signals if one["definition"])
    poses.save(folder / POSES_NAME)
    return Learned(
        definition=first["definition"],
        poses=folder / POSES_NAME,
        takes=first["takes"],
        motion=first["motion"],
        signals=signals,
    )


def try_out(poses: Path, folder: Path, *, definition: str) -> Analyzed:
    """Judge the poses of the reference by `definition`; write curves into `folder`.

    Raises:
        Unanalyzable: they cannot be judged by it.
    """
    from recognition import pipeline
    from recognition.poses import load

    analysis = pipeline.analyze_poses(load(poses), exercise=_read(definition))
    analysis.save(folder)
    report = json.loads((folder / "report.json").read_text("utf-8"))
    return Analyzed(report, folder / POSES_NAME, folder / recognizer.CURVES_NAME)


def as_learned(definition: str) -> dict[str, Any]:
    """Return the adjustments that change nothing, as plain values."""
    from recognition import learning

    plain: dict[str, Any] = structure.to_mapping(learning.as_learned(_read(definition)))
    return plain


def adjusted(definition: str, adjustments: Json) -> str:
    """Return the exercise's file with `adjustments`.

    Raises:
        UnsuitableAdjustments: they cannot be judged by.
    """
    from recognition import learning

    try:
        wanted = structure.from_mapping(
            learning.Adjustments, adjustments, strict=True, where="adjustments"
        )
    except structure.Malformed as error:
        raise UnsuitableAdjustments(str(error)) from error
    return learning.dumps(learning.adjusted(_read(definition), wanted))


def described(definition: str) -> CatalogEntry:
    """Return what people are told of the exercise."""
    return recognizer.entry_of(_read(definition))


def figure(motion: Json) -> list[list[Any]]:
    """Return the strokes of the still figure of a moving one."""
    from recognition import learning

    return learning.strokes(motion)


def _read(definition: str) -> "Exercise":
    from recognition.exercises import catalog

    return catalog.read(definition, where="definition")
