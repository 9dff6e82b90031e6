"""The course of a performance: how far each side has moved, which mistakes act."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from recognition.simulation.phases import (
    Cycle,
    amount_course,
    displacement,
    rest_course,
    step_course,
    whose_turn,
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What a motion follows, over T frames.

    Attributes:
        time_s: (T,), seconds from the first frame.
        moved: (T, 2), 0 = rest, 1 = full range, left and right.
        faults: mistake to (T, 2): its amount over time, left and right.
        resting: the same for mistakes of the resting posture.
        whole: the same, of one size from start to end of a repetition.
        working: (T, 2), 1 for the side whose turn it is; both where both move.
    """

    time_s: Floats
    moved: Floats
    faults: Mapping[str, Floats] = field(default_factory=dict)
    resting: Mapping[str, Floats] = field(default_factory=dict)
    whole: Mapping[str, Floats] = field(default_factory=dict)
    working: Floats = field(default_factory=lambda: np.ones((1, 2)))

    def __len__(self) -> int:
        return int(self.time_s.shape[0])

    @property
    def both(self) -> Floats:
        """(T,), the larger of the two sides."""
        return np.asarray(self.moved.max(axis=1))

    def fault(self, mistake: str) -> Floats:
        """Return the amount of `mistake` over time, (T, 2); zeros if absent."""
        return self.faults.get(mistake, np.zeros((len(self), 2)))

    def at_rest(self, mistake: str) -> Floats:
        """Return the amount of a mistake of the resting posture, (T, 2)."""
        return self.resting.get(mistake, np.zeros((len(self), 2)))

    def throughout(self, mistake: str) -> Floats:
        """Return the amount of `mistake` without its setting in, (T, 2)."""
        return self.whole.get(mistake, np.zeros((len(self), 2)))

    def worst(self, mistake: str) -> Floats:
        """Return the amount of `mistake` over time, (T,), the larger of the sides."""
        return np.asarray(self.fault(mistake).max(axis=1))


def follow(cycles: tuple[Cycle, ...], time_s: Floats) -> Course:
    """Return the course of `cycles` at `time_s` (T,)."""
    named = {name for cycle in cycles for name in cycle.amounts}
    faults = {name: amount_course(cycles, name, time_s) for name in sorted(named)}
    resting = {name: rest_course(cycles, name, time_s) for name in sorted(named)}
    moved, working = displacement(cycles, time_s), whose_turn(cycles, time_s)
    whole = {name: step_course(cycles, name, time_s) for name in sorted(named)}
    return Course(time_s, moved, faults, resting, whole, working)
