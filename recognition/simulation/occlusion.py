"""Which leg is hidden behind the other one, frame by frame.

From the side an estimator sees the far leg as long as the near one does not cover
it, as in a lunge or where one leg is stretched and the other bent.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.skeleton import INDEX

Floats = npt.NDArray[np.float64]

# Distance from the near leg, in statures, up to which the far one is covered and from
# which it is clear, and how visible it is then. MediaPipe on a film of lunges from the
# side (seed 11 of those that the noise was fitted to), median visibility of the far
# knee and ankle: 0.27 and 0.49 within 0.05 statures, 0.74 and 0.91 from 0.08 to 0.12,
# 0.82 and 0.95 beyond.
COVERED: Final = 0.05
CLEAR: Final = 0.10
_CLEARLY_SEEN: Final = {"knee": 0.82, "ankle": 0.93, "heel": 0.93, "foot_index": 0.93}
_NEAR_LEG: Final = (("hip", "knee"), ("knee", "ankle"), ("ankle", "foot_index"))


def uncovered(
    pixels: Floats, seen: Floats, statures_px: Floats, *, near: str, far: str
) -> Floats:
    """Return the visibility (T, 33), raised where the far leg is not covered.

    Args:
        pixels: (T, 33, 2), where the landmarks are.
        seen: (T, 33), visibility as if the near leg covered the far one.
        statures_px: (T,), how many pixels high the patient would stand.
        near: the side toward the camera, `left` or `right`.
        far: the other one.
    """
    found = seen.copy()
    for name, clearly in _CLEARLY_SEEN.items():
        joint = INDEX[f"{far}_{name}"]
        apart = np.min(
            [
                _distance(
                    pixels[:, joint],
                    pixels[:, INDEX[f"{near}_{first}"]],
                    pixels[:, INDEX[f"{near}_{last}"]],
                )
                for first, last in _NEAR_LEG
            ],
            axis=0,
        )
        share = np.clip((apart / statures_px - COVERED) / (CLEAR - COVERED), 0.0, 1.0)
        raised = seen[:, joint] + share * (clearly - seen[:, joint])
        found[:, joint] = np.maximum(seen[:, joint], raised)
    return found


def _distance(point: Floats, first: Floats, last: Floats) -> Floats:
    """Return how far `point` (T, 2) is from the line between two others, (T,)."""
    line = last - first
    length = np.maximum((line**2).sum(axis=1), 1e-9)
    share = np.clip(((point - first) * line).sum(axis=1) / length, 0.0, 1.0)
    return np.asarray(np.linalg.norm(point - first - share[:, None] * line, axis=1))
