"""From how well each exercise fits to calibrated probabilities, `other` included."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from recognition.exercise_recognition import evidence
from recognition.exercise_recognition.features import features_of
from recognition.exercises import catalog
from recognition.exercises.spec import Exercise
from recognition.poses import PoseSequence
from recognition.report import Candidate, ExerciseVerdict

OTHER: Final = "other"
# The loss at which a recording is as likely `other` as the exercise, and how much one
# unit of loss says. Calibrated on UI-PRMD and the clips for tuning (see
# tests/benchmarks/results/clips.md).
LOSS_OF_OTHER: Final = 4.0
SHARPNESS: Final = 0.8
# Below this probability what is prescribed is not what is shown.
NOT_PRESCRIBED: Final = 0.1


def recognize(
    poses: PoseSequence, *, prescribed: Exercise | None = None
) -> ExerciseVerdict:
    """Return which exercise cleaned poses show.

    The candidates are the exercises that are recognized, and `other`; most probable
    first. With a prescription the verdict keeps its code, with the probability that
    the recording shows it.
    """
    probabilities = _probabilities(poses)
    candidates = tuple(
        Candidate(code, round(probability, 4))
        for code, probability in sorted(probabilities.items(), key=lambda c: -c[1])
    )
    if prescribed is None:
        code = candidates[0].code
        return ExerciseVerdict(
            code, "recognized", candidates[0].probability, candidates
        )
    confidence = probabilities.get(prescribed.code)
    return ExerciseVerdict(
        prescribed.code,
        "prescribed",
        round(confidence, 4) if confidence is not None else 1.0,
        candidates,
        not_prescribed=None if confidence is None else confidence < NOT_PRESCRIBED,
    )


def _probabilities(poses: PoseSequence) -> Mapping[str, float]:
    """Return the probability of each exercise and of `other`; they sum to 1."""
    features = features_of(poses)
    losses = {
        code: evidence.loss(poses, features, exercise)
        for code, exercise in catalog.load().items()
        if exercise.recognized and exercise.signature
    }
    losses[OTHER] = LOSS_OF_OTHER
    weights = {
        code: float(np.exp(-SHARPNESS * (loss - LOSS_OF_OTHER)))
        for code, loss in losses.items()
    }
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()}
