"""Count the repetitions of a movement that is not known."""

from typing import Final

import numpy as np

from recognition.poses import Floats, PoseSequence
from recognition.repetitions import dominant
from recognition.repetitions.dominant import Tiling
from recognition.repetitions.spans import Segmentation, Span

# Fewer frames than this hold no movement.
FEWEST_FRAMES: Final = 10
# From this unlikeness on, a movement is not one of the repetitions.
UNLIKE: Final = 0.8
# Below this share of explained movement nothing repeats.
LEAST_EXPLAINED: Final = 0.02


def segment(poses: PoseSequence) -> Segmentation:
    """Return the repetitions of the movement that repeats most in cleaned poses."""
    if len(poses) < FEWEST_FRAMES or not poses.found.any():
        return Segmentation()
    tiling = dominant.find(poses)
    if tiling is None:
        return Segmentation()
    alike = tiling.movements[tiling.unlikeness < UNLIKE]
    spans = _spans(tiling, alike, float(poses.time_s[0]))
    return Segmentation(repetitions=tuple(spans))


def _spans(tiling: Tiling, alike: Floats, first_s: float) -> list[Span]:
    """Return the spans of the movements that are alike."""
    times = first_s + alike / dominant.RATE_HZ
    sure = np.clip(1.0 - tiling.unlikeness[tiling.unlikeness < UNLIKE] / 2, 0.0, 1.0)
    return [
        Span(start, peak, end, "both", confidence)
        for (start, peak, end), confidence in zip(
            times.tolist(), sure.tolist(), strict=True
        )
    ]
