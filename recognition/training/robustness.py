"""How much worse nets get as repetitions are disturbed: curves over the size of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition.datasets.base import Batch, Clips
from recognition.datasets.joints import JOINTS
from recognition.datasets.uiprmd import KINECT_HZ
from recognition.nets import checkpoint
from recognition.training import pictures, predict, run
from recognition.training.carry_over import THRESHOLD
from recognition.training.config import Training
from recognition.training.predict import Predictions

Floats = npt.NDArray[np.float64]
Generator = np.random.Generator


@dataclass(frozen=True, slots=True)
class Disturbance:
    """One way of making repetitions harder.

    Attributes:
        unit: what a level is.
        levels: from harmless to severe.
        change: raw joints (T, 20, 3) at a level; may return fewer frames.
    """

    unit: str
    levels: tuple[float, ...]
    change: Callable[[Floats, float, Generator], Floats]


def turned(points: Floats, degrees: float, generator: Generator) -> Floats:
    """Turn the whole body about the vertical, to either side."""
    angle = np.radians(degrees) * generator.choice([-1.0, 1.0])
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]])
    return np.asarray(points @ turn.T)


def without_joints(points: Floats, share: float, generator: Generator) -> Floats:
    """Hide a random share of the joints throughout."""
    hidden = generator.permutation(JOINTS)[: round(share * JOINTS)]
    found = points.copy()
    found[:, hidden] = np.nan
    return found


def noisy(points: Floats, size: float, generator: Generator) -> Floats:
    """Add independent noise, in torso lengths."""
    return np.asarray(points + size * generator.standard_normal(points.shape))


def uneven(points: Floats, factor: float, _generator: Generator) -> Floats:
    """Do the first half so many times as slowly as the second."""
    shape = np.log2(max(factor, 1.0)) * 0.5
    share = np.linspace(0.0, 1.0, len(points)) ** (1.0 + shape)
    moments = share * (len(points) - 1.0)
    before = np.floor(moments).astype(np.int64)
    after = np.minimum(before + 1, len(points) - 1)
    rest = (moments - before)[:, None, None]
    return np.asarray(points[before] * (1.0 - rest) + points[after] * rest)


def sampled(points: Floats, fewer: float, _generator: Generator) -> Floats:
    """Keep one frame in `fewer`, of 30 a second."""
    return points[:: max(1, round(fewer))]


KINDS: Final = {
    "view": Disturbance("degrees turned", (0, 10, 20, 30, 45, 60, 90), turned),
    "missing_joints": Disturbance(
        "share of joints missing", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5), without_joints
    ),
    "noise": Disturbance("torso lengths", (0.0, 0.01, 0.02, 0.05, 0.1, 0.2), noisy),
    "speed": Disturbance("slower at first, times", (1, 1.5, 2, 3, 4), uneven),
    "frames": Disturbance(
        f"one frame kept of, at {KINECT_HZ:.0f}/s", (1, 2, 3, 6, 10, 15), sampled
    ),
}


def curves(folder: Path, data: Path) -> dict[str, Any]:
    """Return accuracy by level of each disturbance, by nets that never saw a subject.

    Raises:
        DatasetMissing: the data of the run are not in `data`.
    """
    settings = json.loads((folder / run.SETTINGS).read_text(encoding="utf-8"))
    clips = run.clips_of(
        Training(settings["net"], data=settings["data"], protocol=settings["protocol"]),
        data,
    )
    return {
        name: {
            "unit": kind.unit,
            "levels": list(kind.levels),
            **_by_level(folder, clips, kind),
        }
        for name, kind in KINDS.items()
    }


def _by_level(folder: Path, clips: Clips, kind: Disturbance) -> dict[str, list[float]]:
    """Return accuracies of exercise and form at each level."""
    found: dict[str, list[float]] = {"exercise": [], "form": []}
    for level in kind.levels:
        said = predict.together(
            [
                _fold(fold, clips, kind, level)
                for fold in sorted(
                    p.parent for p in folder.glob(f"*/{run.PREDICTIONS}")
                )
            ]
        )
        right = said.exercise.argmax(axis=1) == said.true_exercise
        form = (said.form_if_known > THRESHOLD) == (said.correct == 1)
        found["exercise"].append(round(float(right.mean()), 4))
        found["form"].append(round(float(form[said.correct >= 0].mean()), 4))
    return found


def _fold(fold: Path, clips: Clips, kind: Disturbance, level: float) -> Predictions:
    """Return what the nets of one fold say of their unseen subjects, disturbed."""
    places = predict.load(fold / run.PREDICTIONS).place
    trained = [checkpoint.load(path) for path in sorted(fold.glob("seed*/best.pt"))]
    batch = disturbed(clips.at(places), kind, level, trained[0].frames)
    return predict.averaged([predict.predict(t.net, batch, places) for t in trained])


def disturbed(clips: Clips, kind: Disturbance, level: float, frames: int) -> Batch:
    """Return repetitions disturbed, always the same way, then stretched."""
    generator = np.random.default_rng([17, 4])
    changed = tuple(
        replace(clip, points=kind.change(clip.points, level, generator))
        for clip in clips.clips
    )
    return replace(clips, clips=changed).batch(frames)


def drawn(found: dict[str, Any]) -> dict[str, str]:
    """Return a picture of each curve."""
    return {
        f"robustness-{name}.svg": pictures.by_level(
            curve["levels"],
            {task: curve[task] for task in ("exercise", "form")},
            curve["unit"],
        )
        for name, curve in found.items()
    }
