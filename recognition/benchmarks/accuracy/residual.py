"""What no movement explains: seen in real clips and in simulated recordings alike.

The truth of a real clip is not known. But bones keep their length, and no joint jumps
back and forth between frames: how far the landmarks break these two rules tells how
much worse they are in real clips than in the simulator.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.biomechanics import kinematics
from recognition.biomechanics.kinematics import QUANTITIES
from recognition.poses import PoseSequence
from recognition.skeleton import INDEX, OneSide

Floats = npt.NDArray[np.float64]

Statistic = Callable[[str, PoseSequence], list[float]]

_SURE: Final = 0.5
_FEWEST: Final = 30  # frames of a clip that tell anything
_NORMAL: Final = 1.4826  # median of absolute values to standard deviation
_SIDES: Final[tuple[OneSide, ...]] = ("left", "right")
# Bones by the part of the body that a measure rests on.
_BONES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "arm": (("shoulder", "elbow"), ("elbow", "wrist")),
    "leg": (("hip", "knee"), ("knee", "ankle")),
    "trunk": (("shoulder", "hip"),),
}


def widening(
    measures: Iterable[str],
    real: Iterable[PoseSequence],
    simulated: Iterable[PoseSequence],
) -> dict[str, float]:
    """Return by how much the random error of each measure is larger in real clips.

    The larger of how much more its values tremble and how much more the lengths of
    its bones vary; at least 1.
    """
    clips, recordings = list(real), list(simulated)
    lengths = {part: _ratio(bone_spread, part, clips, recordings) for part in _BONES}
    return {
        name: round(
            max(
                1.0,
                _ratio(trembling, name, clips, recordings),
                lengths[part_of(name)],
            ),
            2,
        )
        for name in measures
    }


def part_of(measure: str) -> str:
    """Return the part of the body whose bones `measure` rests on."""
    joints = " ".join(QUANTITIES[measure].joints)
    if "elbow" in joints or "wrist" in joints:
        return "arm"
    return "leg" if any(x in joints for x in ("knee", "ankle", "heel")) else "trunk"


def trembling(measure: str, poses: PoseSequence) -> list[float]:
    """Return how much the values jump from frame to frame, one number a side."""
    found = []
    for side in _SIDES:
        values = kinematics.measure_series(measure, side, poses)
        seen = kinematics.visibility(QUANTITIES[measure], side, poses) >= _SURE
        values = np.where(seen, values, np.nan)
        jumps = (values[2:] - 2.0 * values[1:-1] + values[:-2]) / np.sqrt(6.0)
        jumps = jumps[np.isfinite(jumps)]
        if jumps.size >= _FEWEST:
            found.append(_NORMAL * float(np.median(np.abs(jumps))))
    return found


def bone_spread(part: str, poses: PoseSequence) -> list[float]:
    """Return by what share the bones of a part change their length, one a bone."""
    found = []
    for side in _SIDES:
        for first, second in _BONES[part]:
            ends = [INDEX[f"{side}_{name}"] for name in (first, second)]
            seen = (poses.visibility[:, ends] >= _SURE).all(axis=1)
            between = poses.world[:, ends[0]] - poses.world[:, ends[1]]
            length = np.linalg.norm(between, axis=1)
            length = length[seen & np.isfinite(length)]
            if length.size >= _FEWEST:
                middle = float(np.median(length))
                spread = _NORMAL * float(np.median(np.abs(length - middle)))
                found.append(spread / middle)
    return found


def _ratio(
    statistic: Statistic,
    of: str,
    real: list[PoseSequence],
    simulated: list[PoseSequence],
) -> float:
    """Return the median over real clips as a multiple of that over simulated ones."""
    there = [value for poses in real for value in statistic(of, poses)]
    here = [value for poses in simulated for value in statistic(of, poses)]
    if not there or not here:
        return 1.0
    return float(np.median(there)) / max(float(np.median(here)), 1e-9)
