"""Named measures of posture, frame by frame: `measure_series(name, side, poses)`.

Angles follow the clinical convention: flexion 0 is the straight limb. Distances are
fractions of the leg or the torso, so that neither body size nor camera distance
changes them.
"""

from typing import Final, Literal

import numpy as np

from recognition.biomechanics import body as bodies
from recognition.biomechanics.body import Body
from recognition.biomechanics.quantities import QUANTITIES, Quantity
from recognition.poses import Floats, PoseSequence
from recognition.skeleton import INDEX, OneSide, Side

__all__ = ["QUANTITIES", "Quantity", "better_seen", "measure_series", "visibility"]

# A limb seen this much worse than the other one is left out of the mean of both:
# from the side, BlazePose guesses the hidden limb.
HIDDEN_BEHIND: Final = 0.15


def measure_series(name: str, side: Side, poses: PoseSequence) -> Floats:
    """Return the measure `name` of `side` for every frame, (T,); NaN if not measurable.

    `both` is the mean of the sides, or the better seen one where the other is hidden
    behind the body.

    Raises:
        KeyError: no measure has this name.
    """
    quantity, body = QUANTITIES[name], bodies.of(poses)
    return body.remembered(
        f"{name} {side}", lambda: _series(quantity, side, poses, body)
    )


def better_seen(quantity: Quantity, poses: PoseSequence) -> Side:
    """Return the side that is seen clearly better, or `both`."""
    left, right = (_seen(quantity, side, poses) for side in ("left", "right"))
    if abs(left - right) < HIDDEN_BEHIND:
        return "both"
    return "left" if left > right else "right"


def visibility(quantity: Quantity, side: OneSide, poses: PoseSequence) -> Floats:
    """Return the visibility of the worst seen landmark that is needed, (T,)."""
    columns = [INDEX[name] for name in quantity.needs(side)]
    worst: Floats = poses.visibility[:, columns].min(axis=1)
    return worst


def _series(quantity: Quantity, side: Side, poses: PoseSequence, body: Body) -> Floats:
    """Return a measure of one side, or of both together."""
    if side != "both":
        return quantity.compute(body, side)
    if not quantity.is_paired:
        return quantity.compute(body, "left")
    left, right = quantity.compute(body, "left"), quantity.compute(body, "right")
    return _together(left, right, better_seen(quantity, poses))


def _seen(
    quantity: Quantity, side: Literal["left", "right"], poses: PoseSequence
) -> float:
    """Return the mean visibility of what the measure needs on one side."""
    return float(visibility(quantity, side, poses).mean()) if len(poses) else 0.0


def _together(left: Floats, right: Floats, better: Side) -> Floats:
    """Return the mean of both sides, or the better seen one, filled from the other."""
    if better == "both":
        mean = (left + right) / 2.0
        alone = np.where(np.isfinite(left), left, right)
        result: Floats = np.where(np.isfinite(mean), mean, alone)
        return result
    first, second = (left, right) if better == "left" else (right, left)
    filled: Floats = np.where(np.isfinite(first), first, second)
    return filled
