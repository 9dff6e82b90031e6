"""How good predictions are: accuracy, calibration, and how sure that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

BINS: Final = 10
RESAMPLES: Final = 1000
_INTERVAL: Final = (2.5, 97.5)  # percentiles of a 95 % interval


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How well one class is found."""

    name: str
    precision: float
    recall: float
    f1: float
    number: int


def confusion(true: Integers, said: Integers, classes: int) -> Integers:
    """Return (classes, classes) counts: rows are true, columns are said."""
    found = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(found, (true, said), 1)
    return found


def accuracy(matrix: Integers) -> float:
    """Return the share that is right; NaN of nothing."""
    return _ratio(int(np.trace(matrix)), int(matrix.sum()))


def balanced_accuracy(matrix: Integers) -> float:
    """Return the mean recall over the classes that occur."""
    present = matrix.sum(axis=1) > 0
    return float(np.mean(np.diag(matrix)[present] / matrix.sum(axis=1)[present]))


def by_class(matrix: Integers, names: Sequence[str]) -> list[ClassScore]:
    """Return precision, recall and F1 of each class; 0 where never said."""
    scores = []
    for place, name in enumerate(names):
        right = int(matrix[place, place])
        said, true = int(matrix[:, place].sum()), int(matrix[place].sum())
        precision = right / said if said else 0.0
        recall = right / true if true else 0.0
        both = precision + recall
        f1 = 2.0 * precision * recall / both if both else 0.0
        scores.append(ClassScore(name, precision, recall, f1, true))
    return scores


def macro_f1(scores: Sequence[ClassScore]) -> float:
    """Return the mean F1 over the classes that occur."""
    return float(np.mean([score.f1 for score in scores if score.number]))


def area_under_roc(probability: Floats, is_positive: npt.NDArray[np.bool_]) -> float:
    """Return the chance that a positive gets more than a negative; NaN without both.

    Ties count half (Mann-Whitney).
    """
    positive, negative = probability[is_positive], probability[~is_positive]
    if not len(positive) or not len(negative):
        return float("nan")
    more = (positive[:, None] > negative).sum()
    equal = (positive[:, None] == negative).sum()
    return float((more + 0.5 * equal) / (len(positive) * len(negative)))


def roc(
    probability: Floats, is_positive: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return false and true positive rates over all thresholds, from (0, 0) to (1, 1).

    Empty where one class does not occur.
    """
    right, wrong = _counts(probability, is_positive)
    if not right[-1] or not wrong[-1]:
        return np.zeros(0), np.zeros(0)
    return wrong / wrong[-1], right / right[-1]


def precision_recall(
    probability: Floats, is_positive: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return recall and precision over all thresholds, the highest first.

    Empty where there is no positive.
    """
    right, wrong = _counts(probability, is_positive)
    if not right[-1]:
        return np.zeros(0), np.zeros(0)
    said = right + wrong
    return right[1:] / right[-1], right[1:] / said[1:]


def average_precision(probability: Floats, is_positive: npt.NDArray[np.bool_]) -> float:
    """Return the mean precision over the recalls that are reached; NaN without any."""
    recall, precision = precision_recall(probability, is_positive)
    if not len(recall):
        return float("nan")
    return float((np.diff(recall, prepend=0.0) * precision).sum())


def _counts(
    probability: Floats, is_positive: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return true and false positives by falling threshold, from none to all.

    What has the same probability is said together.
    """
    order = np.argsort(-probability, kind="stable")
    falls = np.diff(probability[order], append=-np.inf) < 0.0
    right = np.cumsum(is_positive[order])[falls]
    wrong = np.cumsum(~is_positive[order])[falls]
    none = np.zeros(1)
    return np.concatenate([none, right]), np.concatenate([none, wrong])


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Claims by confidence, (BINS,) each; NaN in empty bins.

    Attributes:
        confidence: mean that was claimed.
        right: share that was right.
        weight: share of all claims.
        error: expected calibration error (ECE).
    """

    confidence: Floats
    right: Floats
    weight: Floats
    error: float


def calibration(confidence: Floats, is_right: npt.NDArray[np.bool_]) -> Calibration:
    """Return how far claimed confidence is from the share that is right."""
    place = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    number = np.bincount(place, minlength=BINS)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(place, weights=confidence, minlength=BINS) / number
        right = np.bincount(place, weights=is_right, minlength=BINS) / number
    weight = number / max(len(confidence), 1)
    error = float(np.nansum(weight * np.abs(mean - right)))
    return Calibration(mean, right, weight, error)


def bootstrap(
    subjects: Integers, statistic: Callable[[Integers], float], *, seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % interval of `statistic` (of places) over unseen subjects.

    Whole subjects are drawn again: repetitions of one person are alike.
    """
    generator = np.random.default_rng(seed)
    places = [np.flatnonzero(subjects == s) for s in np.unique(subjects)]
    values = []
    for _ in range(RESAMPLES):
        drawn = generator.integers(len(places), size=len(places))
        values.append(statistic(np.concatenate([places[i] for i in drawn])))
    low, high = np.nanpercentile(values, _INTERVAL)
    return float(low), float(high)


def _ratio(part: int, whole: int) -> float:
    """Return a share; NaN of nothing."""
    return part / whole if whole else float("nan")
