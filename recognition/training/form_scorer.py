"""Trains the net that says how likely a repetition of any catalog exercise is correct.

Simulated patients, seen by a phone with the errors of the pose estimator, do every
exercise well and with each mistake; UI-PRMD's people do ten of them. The exercise is
given when form is asked.
"""

from pathlib import Path
from typing import Final

import numpy as np

from recognition.datasets import simulated, uiprmd
from recognition.datasets.base import Clips, mixed
from recognition.datasets.splits import Split
from recognition.nets import checkpoint
from recognition.training import loop, pictures, run
from recognition.training.config import Training
from recognition.training.recognizer import HELD_SUBJECTS

# They decide when to stop; neither training nor what is reported draws them.
HELD_PATIENTS: Final = 3
FIRST_HELD: Final = 5_000


def train(
    settings: Training,
    data: Path,
    folder: Path,
    *,
    on_epoch: run.OnEpoch | None = None,
) -> list[Path]:
    """Fit one net a seed; return their files.

    Raises:
        DatasetMissing: UI-PRMD is not in `data`.
    """
    clips = repetitions(settings.patients, data)
    found = []
    for seed in settings.seeds:
        fold = held_apart(clips)
        trained, progress = run.fit(settings, clips, None, fold, seed, folder, on_epoch)
        trained.provenance["share_correct"] = share_correct(clips.at(fold.train))
        target = folder / f"seed{seed}" / loop.BEST
        checkpoint.save(trained, target)
        curve = pictures.curves(progress.history, progress.best_epoch)
        (target.parent / "curve.svg").write_text(curve, encoding="utf-8")
        found.append(target)
    return found


def repetitions(patients: int, data: Path) -> Clips:
    """Return what is learned from and what decides when to stop."""
    known = simulated.simulated(patients)
    held = simulated.simulated(HELD_PATIENTS, first=FIRST_HELD)
    both = Clips((*known.clips, *held.clips), known.exercises, known.mistakes)
    return mixed(both, uiprmd.kinect(data))


def held_apart(clips: Clips) -> Split:
    """Return who is learned from and who decides when to stop; nobody is tested."""
    first = simulated.FIRST_SUBJECT + FIRST_HELD
    subjects = clips.subjects
    is_held = np.isin(subjects, HELD_SUBJECTS) | (subjects >= first)
    none = np.zeros(0, dtype=np.int64)
    return Split("form", np.flatnonzero(~is_held), np.flatnonzero(is_held), none)


def share_correct(clips: Clips) -> dict[str, float]:
    """Return how many repetitions are correct, by exercise; NaN where none is known.

    Probabilities of a net learn this share; who asks about people of another share
    subtracts its log odds.
    """
    exercise = np.array([clip.exercise for clip in clips.clips])
    correct = np.array([clip.correct for clip in clips.clips])
    return {
        name: round(float((correct[chosen] == 1).mean()), 4) if chosen.any() else np.nan
        for place, name in enumerate(clips.exercises)
        for chosen in [(exercise == place) & (correct >= 0)]
    }
