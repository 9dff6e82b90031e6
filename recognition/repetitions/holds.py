"""Find the spans in which a posture is held."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.biomechanics.kinematics import measure_series
from recognition.exercises.spec import Exercise, HoldRule, PostureRule
from recognition.poses import Floats, PoseSequence
from recognition.skeleton import OneSide, Side, opposite

Bools = npt.NDArray[np.bool_]

# A posture that is lost for less than this, or not seen, still goes on.
FORGIVEN_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class HoldSpan:
    """One hold, in seconds from the first video frame."""

    start_s: float
    end_s: float
    side: Side


def find(poses: PoseSequence, exercise: Exercise) -> tuple[HoldSpan, ...]:
    """Return the holds of `exercise` in cleaned poses, in order of time."""
    if exercise.hold is None or len(poses) == 0:
        return ()
    sides: tuple[Side, ...] = (
        ("both",) if exercise.sides == ("both",) else ("left", "right")
    )
    found = [
        HoldSpan(start, end, side)
        for side in sides
        for start, end in _spans(poses, exercise.hold, side)
    ]
    return tuple(sorted(found, key=lambda hold: hold.start_s))


def _spans(
    poses: PoseSequence, rule: HoldRule, side: Side
) -> list[tuple[float, float]]:
    """Return start and end of the holds of one side."""
    kept = np.ones(len(poses), dtype=np.bool_)
    for posture in rule.postures:
        kept &= _is_kept(poses, posture, side)
    spans = _joined(_runs(kept, poses.time_s))
    return [span for span in spans if span[1] - span[0] >= rule.shortest_s]


def _is_kept(poses: PoseSequence, posture: PostureRule, side: Side) -> Bools:
    """Return the frames (T,) on which a measure is within its limits."""
    limb: Side = side
    if posture.limb == "other" and side != "both":
        one: OneSide = side
        limb = opposite(one)
    values = measure_series(posture.measure, limb, poses)
    with np.errstate(invalid="ignore"):
        kept: Bools = (values >= posture.low) & (values <= posture.high)
    return kept


def _runs(kept: Bools, time_s: Floats) -> list[tuple[float, float]]:
    """Return start and end of each run of kept frames."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]])))
    return [
        (float(time_s[first]), float(time_s[after - 1]))
        for first, after in edges.reshape(-1, 2)
    ]


def _joined(runs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join runs with a gap that is forgiven."""
    joined: list[tuple[float, float]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] <= FORGIVEN_S:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
