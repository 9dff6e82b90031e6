"""From how well each exercise fits to calibrated probabilities, `other` included."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from recognition.exercise_recognition import evidence, learned
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

    The candidates are the exercises that the rules recognize, and `other`; most
    probable first. Without a prescription a trained net, which knows the whole
    catalog, has the last word where it is sure. With a prescription the verdict keeps
    its code, with the probability that the recording shows it.
    """
    probabilities = by_rules(poses)
    candidates = tuple(
        Candidate(code, round(probability, 4))
        for code, probability in sorted(probabilities.items(), key=lambda c: -c[1])
    )
    if prescribed is None:
        candidates = _overruled(candidates, learned.sure(poses))
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


def _overruled(
    candidates: tuple[Candidate, ...], heard: Candidate | None
) -> tuple[Candidate, ...]:
    """Return candidates with what the net is sure of in front, if that is another."""
    if heard is None or heard.code == candidates[0].code:
        return candidates
    left = 1.0 - heard.probability
    others = (
        Candidate(c.code, round(left * c.probability, 4))
        for c in candidates
        if c.code != heard.code
    )
    return (heard, *others)


def by_rules(poses: PoseSequence) -> Mapping[str, float]:
    """Return what the rules give each exercise and `other`; the values sum to 1."""
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
