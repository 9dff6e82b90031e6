"""Temperatures that make nets as sure as they are right, from validation subjects.

Guo et al., ICML 2017 (arXiv:1706.04599): one number divides all logits. No answer
changes, only how sure it is.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition.datasets.base import Clips
from recognition.nets import checkpoint
from recognition.training import loop, metrics, predict, run
from recognition.training.config import Training
from recognition.training.predict import Predictions

Floats = npt.NDArray[np.float64]
Claims = npt.NDArray[np.bool_]

_TRIED: Final = np.geomspace(0.25, 8.0, 101)
_SMALL: Final = 1e-7  # probabilities nearer to 0 or 1 are taken for this


@dataclass(frozen=True, slots=True)
class Temperatures:
    """What the logits are divided by; above 1 makes a net less sure."""

    exercise: float
    form: float


def fitted(said: Predictions) -> Temperatures:
    """Return the temperatures at which what is true is likeliest."""
    rows = np.arange(len(said.true_exercise))
    known = said.correct >= 0
    correct = said.correct[known] == 1

    def exercise(temperature: float) -> float:
        scaled = softened(said.exercise, temperature)[rows, said.true_exercise]
        return float(-np.log(scaled + _SMALL).mean())

    def form(temperature: float) -> float:
        scaled = eased(said.form_if_known[known], temperature)
        right = np.where(correct, scaled, 1.0 - scaled)
        return float(-np.log(right + _SMALL).mean())

    return Temperatures(
        float(min(_TRIED, key=exercise)),
        float(min(_TRIED, key=form)) if known.any() else 1.0,
    )


def applied(said: Predictions, temperatures: Temperatures) -> Predictions:
    """Return the predictions at these temperatures."""
    return replace(
        said,
        exercise=softened(said.exercise, temperatures.exercise),
        form=eased(said.form, temperatures.form),
    )


def softened(probability: Floats, temperature: float) -> Floats:
    """Return probabilities (N, E) of one of several classes at a temperature."""
    logits = np.log(probability + _SMALL) / temperature
    grown = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True))


def eased(probability: Floats, temperature: float) -> Floats:
    """Return probabilities of claims, each by itself, at a temperature."""
    clipped = np.clip(probability, _SMALL, 1.0 - _SMALL)
    odds = np.log(clipped) - np.log1p(-clipped)
    return np.asarray(1.0 / (1.0 + np.exp(-odds / temperature)))


def calibrated(folder: Path, data: Path) -> dict[str, Any]:
    """Return the calibration errors of a run before and after, and its temperatures.

    Each net's temperatures come from the subjects that decided when it stopped, none
    of whom it learned from or is reported on.

    Raises:
        DatasetMissing: the data of the run are not in `data`.
    """
    settings = json.loads((folder / run.SETTINGS).read_text(encoding="utf-8"))
    clips = run.clips_of(
        Training(settings["net"], data=settings["data"], protocol=settings["protocol"]),
        data,
    )
    before, after, found = [], [], {}
    for fold in sorted(p.parent for p in folder.glob(f"*/{run.PREDICTIONS}")):
        seeds = [_of_seed(seed, clips) for seed in sorted(fold.glob("seed*"))]
        before.append(predict.load(fold / run.PREDICTIONS))
        after.append(predict.averaged([said for said, _ in seeds]))
        found[fold.name] = [asdict(temperatures) for _, temperatures in seeds]
    return {
        "temperatures": found,
        "before": _errors(predict.together(before)),
        "after": _errors(predict.together(after)),
    }


def _of_seed(seed: Path, clips: Clips) -> tuple[Predictions, Temperatures]:
    """Return what one net says of its test subjects when calibrated, and by what."""
    trained = checkpoint.load(seed / loop.BEST)
    held = np.flatnonzero(np.isin(clips.subjects, trained.provenance["stopped_by"]))
    batch = clips.at(held).batch(trained.frames)
    temperatures = fitted(predict.predict(trained.net, batch, held))
    return applied(predict.load(seed / run.PREDICTIONS), temperatures), temperatures


def _errors(said: Predictions) -> dict[str, float]:
    """Return the expected calibration error of exercise and form."""
    is_right: Claims = said.exercise.argmax(axis=1) == said.true_exercise
    exercise = metrics.calibration(said.exercise.max(axis=1), is_right)
    known = said.correct >= 0
    form = said.form_if_known[known]
    claims = metrics.calibration(
        np.maximum(form, 1.0 - form), (form > 0.5) == (said.correct[known] == 1)
    )
    return {"exercise": round(exercise.error, 4), "form": round(claims.error, 4)}
