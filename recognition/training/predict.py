"""Probabilities of a net on repetitions."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from recognition.datasets.augmentation import mirrored
from recognition.datasets.base import Batch
from recognition.nets.base import Net
from recognition.training.loop import logits_of

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """What was said of repetitions, and what is true.

    Attributes:
        place: (N,), of each repetition in its set.
        exercise: (N, E), probabilities.
        form: (N, F), probability of correct form, were it that exercise.
        true_exercise: (N,).
        correct: (N,), 1, 0 or negative.
        subject: (N,).
    """

    place: Integers
    exercise: Floats
    form: Floats
    true_exercise: Integers
    correct: Integers
    subject: Integers

    @property
    def form_if_known(self) -> Floats:
        """(N,), probability of correct form given the exercise that is done."""
        if self.form.shape[1] == 1:
            return np.asarray(self.form[:, 0])
        return np.asarray(self.form[np.arange(len(self.form)), self.true_exercise])

    def save(self, path: Path) -> None:
        """Write all arrays."""
        beside = path.with_name(path.name + ".part.npz")
        np.savez_compressed(
            beside, **{n: getattr(self, n) for n in self.__dataclass_fields__}
        )
        beside.replace(path)


def load(path: Path) -> Predictions:
    """Read what `Predictions.save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        return Predictions(**{name: stored[name] for name in stored.files})


def together(parts: list[Predictions]) -> Predictions:
    """Return the predictions of several folds as one."""
    names = Predictions.__dataclass_fields__
    return Predictions(
        **{n: np.concatenate([getattr(p, n) for p in parts]) for n in names}
    )


def averaged(parts: list[Predictions]) -> Predictions:
    """Return the mean probabilities of several nets on the same repetitions."""
    first = parts[0]
    return Predictions(
        first.place,
        np.mean([p.exercise for p in parts], axis=0),
        np.mean([p.form for p in parts], axis=0),
        first.true_exercise,
        first.correct,
        first.subject,
    )


def predict(net: Net, batch: Batch, places: Integers) -> Predictions:
    """Return the mean of what `net` says of repetitions and of their mirror images."""
    seen = [_probabilities(net, batch), _probabilities(net, mirrored(batch))]
    exercise, form = (np.mean(pair, axis=0) for pair in zip(*seen, strict=True))
    return Predictions(
        places, exercise, form, batch.exercise, batch.correct, batch.subject
    )


@torch.no_grad()
def _probabilities(net: Net, batch: Batch, size: int = 128) -> tuple[Floats, Floats]:
    """Return exercise (N, E) and form (N, F) probabilities."""
    net.eval()
    exercise, form = [], []
    for start in range(0, len(batch), size):
        part = batch.at(np.arange(start, min(start + size, len(batch))))
        logits = logits_of(net, part, str(next(net.parameters()).device))
        exercise.append(logits.exercise.softmax(dim=1).double().cpu().numpy())
        form.append(logits.form.sigmoid().double().cpu().numpy())
    return np.concatenate(exercise), np.concatenate(form)
