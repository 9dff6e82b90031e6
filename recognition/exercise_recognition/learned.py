"""What a trained net recognizes: the whole catalog, where it is sure.

The net saw simulated patients and UI-PRMD only (`recognition/weights/recognizer.md`).
On real clips it is no match for the rules, but where it is sure it is right about
exercises that the rules have no name for.
"""

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from recognition.exercises import catalog
from recognition.nets.compiled import CompiledNet
from recognition.poses import PoseSequence
from recognition.report import Candidate
from recognition.skeleton import INDEX

# The least probability at which no clip to tune on lost a verdict that the rules had
# right, and most exercises were named (tests/benchmarks/results/recognition.md).
SURE: Final = 0.7
# As short as any window that the net learned from; seconds.
SHORTEST_S: Final = 1.4
# Frames in which the trunk has a place in space, as a share.
LEAST_SEEN: Final = 0.5
_WEIGHTS: Final = Path(__file__).parents[1] / "weights" / "recognizer.xml"
_TRUNK: Final = [
    INDEX[f"{side}_{name}"]
    for side in ("left", "right")
    for name in ("shoulder", "hip")
]


def sure(poses: PoseSequence) -> Candidate | None:
    """Return the exercise that cleaned poses surely show, or None."""
    seen = np.isfinite(poses.world[:, _TRUNK]).all(axis=(1, 2)).mean()
    if seen < LEAST_SEEN or poses.time_s[-1] - poses.time_s[0] < SHORTEST_S:
        return None
    known = catalog.load()
    shown = {c: p for c, p in _net().shown(poses).items() if c in known}
    best = max(shown, key=lambda code: shown[code])
    return Candidate(best, shown[best]) if shown[best] >= SURE else None


@cache
def _net() -> CompiledNet:
    """Return the shipped net, compiled once a process."""
    return CompiledNet(_WEIGHTS)
