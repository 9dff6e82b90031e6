"""Brings repetitions of any length to a number of frames."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def stretched(points: Floats, length: int) -> Floats:
    """Return `points` (T, ...) at `length` even moments from first to last.

    Values are interpolated linearly; next to NaN they are NaN.
    """
    moments = np.linspace(0.0, len(points) - 1.0, length)
    before = np.floor(moments).astype(np.int64)
    after = np.minimum(before + 1, len(points) - 1)
    share = (moments - before).reshape(-1, *([1] * (points.ndim - 1)))
    # A frame that is hit exactly must not suffer from an unseen neighbor.
    following = np.where(share > 0.0, points[after], points[before])
    return np.asarray(points[before] * (1.0 - share) + following * share)


def uniform(
    frames: int, length: int, generator: np.random.Generator | None = None
) -> Integers:
    """Return which of `frames` frames to take, (length,), spread over the whole.

    As PYSKL samples (arXiv:2205.09443): one random frame in each of `length` even
    parts; a clip of less than twice the length drops random frames; a shorter one
    starts anywhere and goes round. Without a generator the choice is the middle
    one and always the same.
    """
    if frames < length:
        start = 0 if generator is None else int(generator.integers(frames))
        return np.asarray((start + np.arange(length)) % frames, dtype=np.int64)
    if generator is None:
        return np.asarray((2 * np.arange(length) + 1) * frames // (2 * length))
    if frames < 2 * length:
        skips = np.zeros(length + 1, dtype=np.int64)
        chosen = generator.choice(length + 1, frames - length, replace=False)
        skips[chosen] = 1
        return np.asarray(np.arange(length) + np.cumsum(skips)[:length])
    edges = np.arange(length + 1) * frames // length
    return np.asarray(edges[:-1] + generator.integers(0, np.diff(edges)))
