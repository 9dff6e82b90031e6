"""Which arm and leg are hidden behind the near side of the body, frame by frame.

From the side an estimator sees the far leg as long as the near one does not cover
it, as in a lunge or where one leg is stretched and the other bent; the far arm as long
as trunk and near arm do not cover it.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.skeleton import INDEX

Floats = npt.NDArray[np.float64]
Bone = tuple[str, str]

# Distance from what may cover it, in statures, up to which a far joint is covered and
# from which it is clear. MediaPipe on a film of lunges from the side, median visibility
# of the far knee and ankle: 0.27 and 0.49 within 0.05 statures, 0.74 and 0.91 from 0.08
# to 0.12, 0.82 and 0.95 beyond. The far elbow on films of 14 exercises: 0.05 within
# 0.03, 0.84 beyond 0.16.
COVERED: Final = 0.05
CLEAR: Final = 0.10
NEAR: Final = "left"
FAR: Final = "right"
_LEG: Final[tuple[Bone, ...]] = (
    ("hip", "knee"), ("knee", "ankle"), ("ankle", "foot_index"),
)  # fmt: skip
_ARM_AND_TRUNK: Final[tuple[Bone, ...]] = (
    ("shoulder", "hip"), ("shoulder", "elbow"), ("elbow", "wrist"),
)  # fmt: skip
_COVERED_BY: Final[Mapping[str, tuple[Bone, ...]]] = {
    **dict.fromkeys(("knee", "ankle", "heel", "foot_index"), _LEG),
    **dict.fromkeys(("elbow", "wrist", "pinky", "index", "thumb"), _ARM_AND_TRUNK),
}
FAR_JOINTS: Final = tuple(INDEX[f"{FAR}_{name}"] for name in _COVERED_BY)


def clearness(pixels: Floats, statures_px: Floats) -> Floats:
    """Return how little the near side covers each landmark, (T, 33): 1 = not at all.

    The left side is the near one; what is not of the right arm and leg is 0.

    Args:
        pixels: (T, 33, 2), where the landmarks are.
        statures_px: (T,), how many pixels high the patient would stand.
    """
    found = np.zeros(pixels.shape[:2])
    for name, bones in _COVERED_BY.items():
        joint = INDEX[f"{FAR}_{name}"]
        apart = np.min(
            [
                _distance(
                    pixels[:, joint],
                    pixels[:, INDEX[f"{NEAR}_{first}"]],
                    pixels[:, INDEX[f"{NEAR}_{last}"]],
                )
                for first, last in bones
            ],
            axis=0,
        )
        share = (apart / statures_px - COVERED) / (CLEAR - COVERED)
        found[:, joint] = np.clip(share, 0.0, 1.0)
    return found


def _distance(point: Floats, first: Floats, last: Floats) -> Floats:
    """Return how far `point` (T, 2) is from the line between two others, (T,)."""
    line = last - first
    length = np.maximum((line**2).sum(axis=1), 1e-9)
    share = np.clip(((point - first) * line).sum(axis=1) / length, 0.0, 1.0)
    return np.asarray(np.linalg.norm(point - first - share[:, None] * line, axis=1))
