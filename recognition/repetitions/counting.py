"""Count the repetitions of a movement that is not known."""

from typing import Final

import numpy as np

from recognition.poses import Floats, PoseSequence
from recognition.repetitions import cycles, dominant, likeness
from recognition.repetitions.cycles import Cycle
from recognition.repetitions.dominant import Tiling
from recognition.repetitions.spans import Segmentation, Span

# Fewer frames than this hold no movement.
FEWEST_FRAMES: Final = 10
# From this unlikeness on, a movement is not one of the repetitions.
UNLIKE: Final = 0.9
# Below this share of explained movement nothing repeats; there may be one repetition.
LEAST_EXPLAINED: Final = 0.15
# A body whose joints move less than this, in torso lengths, keeps still.
STILL_TORSOS: Final = 0.2
# A single repetition is a way to a posture and back of this share of all movement.
SINGLE_SHARE: Final = 0.5
SINGLE_CONFIDENCE: Final = 0.4
CUT_CONFIDENCE: Final = 0.4


def segment(poses: PoseSequence) -> Segmentation:
    """Return the repetitions of the movement that repeats most in cleaned poses.

    Where nothing repeats, a single movement to a posture and back is one repetition.
    """
    if len(poses) < FEWEST_FRAMES or not poses.found.any():
        return Segmentation()
    shapes = likeness.shapes(poses)
    if _is_still(shapes):
        return Segmentation()
    tiling = dominant.find(poses)
    if tiling is not None and tiling.explained >= LEAST_EXPLAINED:
        return Segmentation(tuple(_repeated(tiling, float(poses.time_s[0]))))
    return Segmentation(tuple(_single(shapes, poses.time_s)))


def _is_still(shapes: Floats) -> bool:
    """Tell whether the body keeps its posture."""
    low, high = np.percentile(shapes, [3, 97], axis=0)
    return bool((high - low).max() < STILL_TORSOS)


def _repeated(tiling: Tiling, first_s: float) -> list[Span]:
    """Return the spans of the movements that are alike."""
    is_alike = tiling.unlikeness < UNLIKE
    times = first_s + tiling.movements[is_alike] / dominant.RATE_HZ
    sure = 1.0 - tiling.unlikeness[is_alike] / 2
    whole = [
        Span(start, peak, end, "both", float(confidence))
        for (start, peak, end), confidence in zip(times.tolist(), sure, strict=True)
    ]
    return sorted([*whole, *_cut(tiling, first_s)], key=lambda span: span.start_s)


def _cut(tiling: Tiling, first_s: float) -> list[Span]:
    """Return the repetition that the ends of the recording cut, if any.

    Half a repetition at the start and half a one at the end are one: which half the
    rest belongs to is not known.
    """
    half = tiling.before or tiling.after
    if half is None:
        return []
    start, end = (first_s + frame / dominant.RATE_HZ for frame in half)
    peak = start if tiling.before else end
    return [Span(start, peak, end, "both", CUT_CONFIDENCE, is_cut=True)]


def _single(shapes: Floats, time_s: Floats) -> list[Span]:
    """Return the movements to a posture and back along the main component."""
    centered = shapes - np.median(shapes, axis=0)
    _, _, directions = np.linalg.svd(centered, full_matrices=False)
    signal = centered @ directions[0]
    # Rest is where a recording begins: the peak lies away from it.
    signal = signal if np.median(signal[: len(signal) // 10 + 1]) <= 0 else -signal
    swing = SINGLE_SHARE * float(np.ptp(np.percentile(signal, [2, 98])))
    found = [c for c in cycles.find(signal, time_s, swing) if c.reaches(swing)]
    return [_span(cycle, time_s) for cycle in found if cycle.cut is None]


def _span(cycle: Cycle, time_s: Floats) -> Span:
    """Return the span of a single movement."""
    start, peak, end = time_s[[cycle.start, cycle.peak, cycle.end]].tolist()
    return Span(start, peak, end, "both", SINGLE_CONFIDENCE)
