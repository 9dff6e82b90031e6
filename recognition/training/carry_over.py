"""How far a trained net carries over to poses of a camera: simulated patients."""

from pathlib import Path
from typing import Any

import numpy as np

from recognition.datasets import simulated
from recognition.datasets.base import Clips
from recognition.nets import checkpoint
from recognition.training import metrics, predict


def carry_over(paths: list[Path], clips: Clips) -> dict[str, Any]:
    """Return what the mean of several nets finds in repetitions of another source.

    Only exercises that the nets know may occur. The area under the curve of form
    asks only for order, so a shift of all probabilities does not spoil it.
    """
    trained = [checkpoint.load(path) for path in paths]
    names, frames = trained[0].exercises, trained[0].frames
    batch = clips.batch(frames)
    places = np.arange(len(clips))
    found = predict.averaged([predict.predict(t.net, batch, places) for t in trained])
    exercise = np.array([names.index(n) for n in clips.exercises])[batch.exercise]
    is_right = found.exercise.argmax(axis=1) == exercise
    form = found.form[places, exercise]
    is_correct, is_known = batch.correct == 1, batch.correct >= 0
    return {
        "repetitions": len(clips),
        "exercise_accuracy": round(float(is_right.mean()), 4),
        "form_area_under_roc": round(
            metrics.area_under_roc(form[is_known], is_correct[is_known]), 4
        ),
        "by_exercise": {
            name: round(float(is_right[batch.exercise == place].mean()), 4)
            for place, name in enumerate(clips.exercises)
        },
    }


def on_simulated(folder: Path, patients: int) -> dict[str, Any]:
    """Return the carry-over of a run's nets to simulated patients seen by a camera."""
    paths = sorted(folder.glob("*/seed*/best.pt"))
    known = checkpoint.load(paths[0]).exercises
    return carry_over(paths, simulated.simulated(patients, only=known))
