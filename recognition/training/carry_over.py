"""How far trained nets carry over: simulated patients, and patients of a clinic."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition.datasets import irds, simulated, uiprmd
from recognition.datasets.base import Batch, Clips
from recognition.nets import checkpoint
from recognition.training import metrics, predict
from recognition.training.predict import Predictions

Claims = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

THRESHOLD: Final = 0.5  # of the probability of correct form; not tuned on anything
_FIRST_UNSEEN: Final = 10_000  # simulated patients that no training draws


def carry_over(paths: list[Path], clips: Clips) -> dict[str, Any]:
    """Return what the mean of several nets finds in repetitions of another source.

    Exercises that the nets know are asked for their own form. What they do not know
    is asked for the form of what the nets take it for, and is kept apart. The area
    under the curve of form asks only for order, so a shift of all probabilities does
    not spoil it.
    """
    names = checkpoint.load(paths[0]).exercises
    found, batch = _said(paths, clips)
    own = np.array([names.index(n) if n in names else -1 for n in clips.exercises])
    exercise = own[batch.exercise]
    is_known = exercise >= 0
    is_right = found.exercise.argmax(axis=1) == exercise
    asked = np.where(is_known, exercise, found.exercise.argmax(axis=1))
    form = found.form[np.arange(len(clips)), asked]
    figures: dict[str, Any] = {"repetitions": len(clips)}
    if is_known.any():
        figures |= {
            "exercise_accuracy": _share(is_right[is_known]),
            "by_exercise": {
                name: _share(is_right[batch.exercise == place])
                for place, name in enumerate(clips.exercises)
                if own[place] >= 0 and (batch.exercise == place).any()
            },
            "form": _form(form, batch, is_known),
        }
    if not is_known.all():
        figures["unknown"] = {
            "taken_for": _taken_for(found, batch, clips.exercises, names, ~is_known),
            "form": _form(form, batch, ~is_known),
        }
    return figures


def _said(paths: list[Path], clips: Clips) -> tuple[Predictions, Batch]:
    """Return the mean of what the nets say, and what is true."""
    trained = [checkpoint.load(path) for path in paths]
    batch = clips.batch(trained[0].frames)
    places = np.arange(len(clips))
    parts = [predict.predict(t.net, batch, places) for t in trained]
    return predict.averaged(parts), batch


def _form(form: Floats, batch: Batch, chosen: Claims) -> dict[str, Any]:
    """Return how well probabilities of correct form tell good from bad."""
    chosen = chosen & (batch.correct >= 0)
    is_correct = batch.correct[chosen] == 1
    said = (form[chosen] > THRESHOLD).astype(np.int64)
    matrix = metrics.confusion(is_correct.astype(np.int64), said, 2)
    area = metrics.area_under_roc(form[chosen], is_correct)
    return {
        "correct": int(is_correct.sum()),
        "incorrect": int((~is_correct).sum()),
        "balanced_accuracy": round(metrics.balanced_accuracy(matrix), 4),
        "area_under_roc": None if np.isnan(area) else round(area, 4),
    }


def _taken_for(
    found: Predictions,
    batch: Batch,
    exercises: tuple[str, ...],
    names: tuple[str, ...],
    chosen: Claims,
) -> dict[str, dict[str, int]]:
    """Return how often each exercise that the nets lack is taken for which one."""
    said = found.exercise.argmax(axis=1)
    taken: dict[str, dict[str, int]] = {}
    for place in np.unique(batch.exercise[chosen]):
        is_this = said[chosen & (batch.exercise == place)]
        counts = np.bincount(is_this, minlength=len(names))
        taken[exercises[int(place)]] = {
            names[i]: int(counts[i]) for i in np.argsort(-counts) if counts[i]
        }
    return taken


def _share(claims: Claims) -> float:
    """Return the share that is true."""
    return round(float(claims.mean()), 4)


def on_simulated(folder: Path, patients: int) -> dict[str, Any]:
    """Return the carry-over of a run's nets to simulated patients seen by a camera."""
    paths = nets_of(folder)
    known = checkpoint.load(paths[0]).exercises
    clips = simulated.simulated(patients, first=_FIRST_UNSEEN, only=known)
    return carry_over(paths, clips)


def on_irds(folder: Path, data: Path) -> dict[str, Any]:
    """Return the carry-over of a run's nets to the patients of IRDS, one by one too.

    Raises:
        DatasetMissing: `data` holds no IRDS.
    """
    clips, paths = irds.patients(data), nets_of(folder)
    each = {
        str(subject): carry_over(
            paths, clips.at(np.flatnonzero(clips.subjects == subject))
        )
        for subject in np.unique(clips.subjects)
    }
    return carry_over(paths, clips) | {"by_subject": each}


def on_egcn(folder: Path, data: Path) -> dict[str, Any]:
    """Return form on the repetitions of EGCN's comparison, of the folds of a run.

    The nets learned from all repetitions of the other subjects, not from the 1,326
    alone; `--protocol egcn` keeps to those.

    Raises:
        DatasetMissing: UI-PRMD, or EGCN's list, is not in `data`.
    """
    wanted = uiprmd.egcn_places(uiprmd.kinect(data), data)
    found = predict.together(
        [predict.load(path) for path in sorted(folder.glob("*/predictions.npz"))]
    )
    chosen = np.isin(found.place, wanted)
    is_right = (found.form_if_known > THRESHOLD) == (found.correct == 1)
    return {"repetitions": int(chosen.sum()), "form": _share(is_right[chosen])}


def nets_of(folder: Path) -> list[Path]:
    """Return the trained nets of a run, one a fold and seed."""
    return sorted(folder.glob("*/seed*/best.pt"))
