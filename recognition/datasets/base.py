"""A set of labeled repetitions, whatever they were recorded with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.datasets import joints
from recognition.datasets.sampling import stretched

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Claims = npt.NDArray[np.bool_]

UNKNOWN: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """One repetition.

    Attributes:
        points: (T, 20, 3) as `joints.canonical` gives them, NaN where not seen.
        subject: who did it; unlike people have unlike numbers.
        exercise: place in the set's `exercises`.
        correct: 1, 0, or UNKNOWN.
        mistakes: 1, 0 or UNKNOWN for each of the set's `mistakes`.
        episode: number of the repetition in its recording.
        duration_s: NaN where not known.
    """

    points: Floats
    subject: int
    exercise: int
    correct: int = UNKNOWN
    mistakes: tuple[int, ...] = ()
    episode: int = 0
    duration_s: float = float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Repetitions of equal length as arrays.

    Attributes:
        poses: (N, T, V, 3), zero where not seen.
        mask: (N, T, V), true where seen.
        exercise: (N,), place in the set's `exercises`.
        correct: (N,), 1, 0 or UNKNOWN.
        mistakes: (N, K), 1, 0 or UNKNOWN.
        subject: (N,).
        phases: (N, T), place in `sets.PHASES`; (N, 0) where not known.
    """

    poses: Singles
    mask: Claims
    exercise: Integers
    correct: Integers
    mistakes: Integers
    subject: Integers
    phases: Integers

    def __len__(self) -> int:
        return len(self.poses)

    def at(self, chosen: Integers | Claims) -> "Batch":
        """Return the repetitions at `chosen`."""
        return Batch(
            self.poses[chosen],
            self.mask[chosen],
            self.exercise[chosen],
            self.correct[chosen],
            self.mistakes[chosen],
            self.subject[chosen],
            self.phases[chosen],
        )


@dataclass(frozen=True, slots=True)
class Clips:
    """A set of repetitions and what its labels mean."""

    clips: tuple[Clip, ...]
    exercises: tuple[str, ...]
    mistakes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.clips)

    @property
    def subjects(self) -> Integers:
        """(N,)."""
        return np.array([clip.subject for clip in self.clips], dtype=np.int64)

    def at(self, chosen: Sequence[int] | Integers) -> "Clips":
        """Return the repetitions at these places."""
        return Clips(
            tuple(self.clips[int(i)] for i in chosen), self.exercises, self.mistakes
        )

    def batch(self, length: int) -> Batch:
        """Return all repetitions, each stretched to `length` frames."""
        points = np.stack([stretched(clip.points, length) for clip in self.clips])
        mask: Claims = np.asarray(np.isfinite(points).all(axis=-1))
        poses = np.where(mask[..., None], points, 0.0).astype(np.float32)
        return Batch(
            poses,
            mask,
            exercise=np.array([c.exercise for c in self.clips], dtype=np.int64),
            correct=np.array([c.correct for c in self.clips], dtype=np.int64),
            mistakes=np.array([c.mistakes for c in self.clips], dtype=np.int64).reshape(
                len(self.clips), len(self.mistakes)
            ),
            subject=self.subjects,
            phases=np.zeros((len(self.clips), 0), dtype=np.int64),
        )


def mixed(first: Clips, second: Clips) -> Clips:
    """Return both sets as one, over the exercises and mistakes of either.

    A mistake that a set does not know is UNKNOWN for its repetitions. The subjects
    of the two must be numbered apart.
    """
    exercises = tuple(dict.fromkeys((*first.exercises, *second.exercises)))
    mistakes = tuple(dict.fromkeys((*first.mistakes, *second.mistakes)))
    return Clips(
        tuple(
            _relabeled(clip, part, exercises, mistakes)
            for part in (first, second)
            for clip in part.clips
        ),
        exercises,
        mistakes,
    )


def _relabeled(
    clip: Clip, part: Clips, exercises: tuple[str, ...], mistakes: tuple[str, ...]
) -> Clip:
    """Return `clip` with the places of another list of names."""
    known = dict(zip(part.mistakes, clip.mistakes, strict=True))
    return Clip(
        clip.points,
        clip.subject,
        exercises.index(part.exercises[clip.exercise]),
        clip.correct,
        tuple(known.get(name, UNKNOWN) for name in mistakes),
        clip.episode,
        clip.duration_s,
    )


def clip_of(points: Floats, **labels: int | float | tuple[int, ...]) -> Clip:
    """Return a repetition of raw common joints, brought to the canonical frame."""
    return Clip(joints.canonical(points), **labels)  # type: ignore[arg-type]
