"""Recordings of several repetitions with the phase of every frame known.

The net of boundaries learns on these: repetitions of one person, one after the
other, cut anywhere.
"""

from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.datasets.base import UNKNOWN, Batch, Clip, Clips
from recognition.datasets.sampling import stretched

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

AT_REST, GOING, COMING = 0, 1, 2
PHASES: Final = ("rest", "out", "back")
_NEAR_REST: Final = 0.15  # share of the way that still counts as rest
_BLEND: Final = 4  # frames from one repetition to the next
_PACE: Final = (14, 44)  # frames of a repetition, so that tempo is no clue


def phases(points: Floats) -> Integers:
    """Return the phase of each frame (T,) of one repetition (T, V, 3).

    The way is the distance from the line between first and last posture; the peak
    is where it is largest.
    """
    known = np.nan_to_num(points)
    share = np.linspace(0.0, 1.0, len(known))[:, None, None]
    apart = known - (known[:1] * (1.0 - share) + known[-1:] * share)
    way = np.sqrt((apart**2).sum(axis=(1, 2)))
    peak = int(way.argmax())
    found = np.where(np.arange(len(way)) <= peak, GOING, COMING)
    return np.asarray(np.where(way < _NEAR_REST * way.max(), AT_REST, found))


def recordings(
    clips: Clips, windows: int, length: int, generator: np.random.Generator
) -> Batch:
    """Return `windows` cuts of `length` frames out of sets of repetitions.

    Form is UNKNOWN: it is said of repetitions, not of recordings.
    """
    groups: dict[tuple[int, int, int], list[Clip]] = {}
    for clip in clips.clips:
        key = (clip.subject, clip.exercise, clip.correct)
        groups.setdefault(key, []).append(clip)
    keys = sorted(groups)
    chosen = [keys[i] for i in generator.integers(len(keys), size=windows)]
    cuts = [_cut(groups[key], length, generator) for key in chosen]
    points = np.stack([cut[0] for cut in cuts])
    mask: npt.NDArray[np.bool_] = np.asarray(np.isfinite(points).all(axis=-1))
    unknown = np.full(windows, UNKNOWN, dtype=np.int64)
    return Batch(
        np.where(mask[..., None], points, 0.0).astype(np.float32),
        mask,
        exercise=np.array([key[1] for key in chosen], dtype=np.int64),
        correct=unknown,
        mistakes=np.tile(unknown[:, None], (1, len(clips.mistakes))),
        subject=np.array([key[0] for key in chosen], dtype=np.int64),
        phases=np.stack([cut[1] for cut in cuts]),
    )


def _cut(
    clips: list[Clip], length: int, generator: np.random.Generator
) -> tuple[Floats, Integers]:
    """Return one window of a set made of random repetitions of one person."""
    pace = int(generator.integers(*_PACE))
    number = 2 + (length + pace) // pace
    drawn = [clips[i] for i in generator.integers(len(clips), size=number)]
    parts = [stretched(c.points, pace + int(generator.integers(-3, 4))) for c in drawn]
    points, labels = [parts[0]], [phases(parts[0])]
    share = np.linspace(0.0, 1.0, _BLEND + 2)[1:-1, None, None]
    for before, after in pairwise(parts):
        points += [before[-1:] * (1.0 - share) + after[:1] * share, after]
        labels += [np.full(_BLEND, AT_REST), phases(after)]
    start = int(generator.integers(pace))
    chosen = slice(start, start + length)
    return np.concatenate(points)[chosen], np.concatenate(labels)[chosen]
