"""Measures a net before and after it learned more, and refuses what got worse."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition.datasets.base import Batch
from recognition.nets.base import Net
from recognition.training import metrics, predict
from recognition.training.errors import BetterNetKept
from recognition.training.predict import Predictions

Claims = npt.NDArray[np.bool_]

# Of what the net was trained on before: 1.6 standard errors of a share of 0.8 over
# 1,000 windows. On patients who were held out nothing may be lost.
ALLOWED_LOSS: Final = 0.02


@dataclass(frozen=True, slots=True)
class Figures:
    """How good nets are; None where it cannot be measured.

    Attributes:
        exercise: balanced accuracy on the held-out patients.
        form: area under the ROC curve of correct form on the same, given the exercise.
        kept: balanced accuracy on what the nets were trained on before.
    """

    exercise: float
    form: float | None
    kept: float | None

    def as_json(self) -> dict[str, Any]:
        """Return them as plain values, four digits."""
        return {
            name: None if value is None else round(value, 4)
            for name, value in asdict(self).items()
        }


def has_both(batch: Batch) -> bool:
    """Return whether correct and incorrect repetitions are known."""
    return bool((batch.correct == 1).any() and (batch.correct == 0).any())


def measure(nets: list[Net], test: Batch, known: Batch | None) -> Figures:
    """Return how good the mean of several nets is on `test`, and on `known` of old."""
    found = _said(nets, test)
    return Figures(
        _exercise(found),
        _form(found),
        None if known is None else _exercise(_said(nets, known)),
    )


def check(before: Figures, after: Figures) -> None:
    """Let a net pass that is not worse than the one before it.

    Raises:
        BetterNetKept: it is.
    """
    allowed = Figures(0.0, 0.0, ALLOWED_LOSS)
    worse = [
        f"{text} {old:.3f} before, {new:.3f} after"
        for text, old, new, loss in zip(
            ("exercise", "form", "what it knew"),
            asdict(before).values(),
            asdict(after).values(),
            asdict(allowed).values(),
            strict=True,
        )
        if old is not None and new is not None and new < old - loss
    ]
    if worse:
        raise BetterNetKept("the net got worse: " + "; ".join(worse))


def _said(nets: list[Net], batch: Batch) -> Predictions:
    """Return the mean of what the nets say."""
    places = np.arange(len(batch))
    return predict.averaged([predict.predict(net, batch, places) for net in nets])


def _exercise(found: Predictions) -> float:
    """Return the mean recall over the exercises that occur."""
    said = found.exercise.argmax(axis=1)
    matrix = metrics.confusion(found.true_exercise, said, found.exercise.shape[1])
    return metrics.balanced_accuracy(matrix)


def _form(found: Predictions) -> float | None:
    """Return the area under the curve of correct form; None without both answers."""
    known: Claims = np.asarray(found.correct >= 0)
    if not found.form.shape[1] or not known.any():
        return None
    area = metrics.area_under_roc(found.form_if_known[known], found.correct[known] == 1)
    return None if np.isnan(area) else area
