"""Angles between landmarks, in degrees.

A limb's angle is the one between two segments, not a joint-coordinate-system
rotation (Grood & Suntay 1983, J. Biomech. Eng. 105(2):136-144): motion out of the
plane adds to it.
"""

import numpy as np

from recognition.poses import Floats


def joint_angle(proximal: Floats, joint: Floats, distal: Floats) -> Floats:
    """Return the included angle at `joint` for every frame, (T,), in [0, 180].

    A straight limb reads 180, so flexion in the neutral-zero sense is 180 minus
    this. Points are (T, 2) or (T, 3) in one unit. NaN where a landmark is missing or
    coincides with the joint.

    Raises:
        ValueError: the shapes differ, or are not (T, 2) or (T, 3).
    """
    if not proximal.shape == joint.shape == distal.shape:
        shapes = f"{proximal.shape}, {joint.shape}, {distal.shape}"
        raise ValueError(f"shapes differ: {shapes}")
    return between(proximal - joint, distal - joint)


def between(first: Floats, second: Floats) -> Floats:
    """Return the angle between two vectors per frame, (T,), in [0, 180].

    The half-angle form stays accurate near 0 and 180, where arccos of the dot
    product does not (Kahan 2006, "How Futile are Mindless Assessments of Roundoff",
    section 12).

    Raises:
        ValueError: the vectors are not (T, 2) or (T, 3).
    """
    if first.ndim != 2 or first.shape[1] not in (2, 3):
        raise ValueError(f"expected (T, 2) or (T, 3), got {first.shape}")
    u, v = _unit(first), _unit(second)
    half = np.arctan2(np.linalg.norm(u - v, axis=1), np.linalg.norm(u + v, axis=1))
    degrees: Floats = np.degrees(2.0 * half)
    return degrees


def turning(first: Floats, second: Floats) -> Floats:
    """Return the turn from `first` to `second` in a plane, (T,), in (-180, 180].

    Positive from the first axis of the plane toward its second.
    """
    cross = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    dot = (first * second).sum(axis=1)
    degrees: Floats = np.degrees(np.arctan2(cross, dot))
    return degrees


def _unit(vectors: Floats) -> Floats:
    """Scale to length one; NaN where the length is zero."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit: Floats = np.where(length > 0, vectors / length, np.nan)
    return unit
