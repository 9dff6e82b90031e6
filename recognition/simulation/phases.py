"""The time course of a set: when each repetition starts, peaks and ends."""

import itertools
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Side = Literal["left", "right", "both"]

_SETS_IN: Final = 0.25  # share of the way at which a mistake is full
_RAMP_S: Final = 0.6  # how long a wrong resting posture takes to come and go
_OF_REST: Final = 0.8  # at most this share of the pause, or it would touch the next
SIDES: Final[tuple[Side, ...]] = ("left", "right", "both")


@dataclass(frozen=True, slots=True)
class Cycle:
    """One repetition, or one attempt that breaks off early.

    Attributes:
        start_s: when the movement away from rest begins.
        out_s: duration from rest to the peak.
        hold_s: pause at the peak.
        back_s: duration from the peak to rest.
        rest_s: pause before the next cycle.
        side: the side that moves.
        depth: share of the full range that is reached.
        complete: false for an attempt.
        reason: why an attempt is none: `too_small`, `not_finished`.
        weaker: share of the range that the right side lacks.
        grades: named mistake to grade; 0 = none, 1 = at the threshold, 2 = gross.
        amounts: named mistake to what makes this grade, left and right, in the
            motion's own unit.
    """

    start_s: float
    out_s: float
    hold_s: float
    back_s: float
    rest_s: float
    side: Side = "both"
    depth: float = 1.0
    complete: bool = True
    reason: str | None = None
    weaker: float = 0.0
    grades: dict[str, float] = field(default_factory=dict)
    amounts: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def peak_s(self) -> float:
        """Middle of the pause at the peak."""
        return self.start_s + self.out_s + 0.5 * self.hold_s

    @property
    def end_s(self) -> float:
        """When the body is back at rest."""
        return self.start_s + self.out_s + self.hold_s + self.back_s

    @property
    def next_s(self) -> float:
        """When the next cycle may start."""
        return self.end_s + self.rest_s

    def moves(self, side: int) -> bool:
        """Return whether `side` (0 left, 1 right) takes part."""
        return self.side == "both" or SIDES[side] == self.side

    def progress(self, time_s: Floats) -> Floats:
        """Return 0 at rest to 1 at this cycle's own peak, (T,), minimum jerk."""
        out = minimum_jerk((time_s - self.start_s) / self.out_s)
        back_start = self.start_s + self.out_s + self.hold_s
        return out - minimum_jerk((time_s - back_start) / self.back_s)


def minimum_jerk(share: Floats) -> Floats:
    """Return the minimum-jerk course 0..1 over `share` 0..1, flat outside.

    Source: Flash and Hogan (1985), The coordination of arm movements.
    """
    u = np.clip(share, 0.0, 1.0)
    return np.asarray(u**3 * (10.0 - 15.0 * u + 6.0 * u**2))


def displacement(cycles: tuple[Cycle, ...], time_s: Floats) -> Floats:
    """Return how far along its range each side is, (T, 2)."""
    moved = np.zeros((len(time_s), 2))
    for cycle in cycles:
        course = cycle.depth * cycle.progress(time_s)
        for side in (0, 1):
            if cycle.moves(side):
                moved[:, side] += course * (1.0 - cycle.weaker * side)
    return moved


def whose_turn(cycles: tuple[Cycle, ...], time_s: Floats) -> Floats:
    """Return 1 for the side that works in the nearest cycle, (T, 2)."""
    if not cycles:
        return np.ones((len(time_s), 2))
    sides = np.array([[float(c.moves(side)) for side in (0, 1)] for c in cycles])
    middles = np.array([0.5 * (c.start_s + c.end_s) for c in cycles])
    nearest = np.abs(time_s[:, None] - middles).argmin(axis=1)
    return np.asarray(sides[nearest])


def amount_course(cycles: tuple[Cycle, ...], mistake: str, time_s: Floats) -> Floats:
    """Return the amount of `mistake` as it acts over time, (T, 2).

    It sets in and fades at the two ends of its cycle, and is full in between.
    """
    acting = np.zeros((len(time_s), 2))
    for cycle in cycles:
        amount = cycle.amounts.get(mistake)
        if amount is not None:
            course = minimum_jerk(cycle.progress(time_s) / _SETS_IN)
            acting += course[:, None] * np.array(amount)
    return acting


def step_course(cycles: tuple[Cycle, ...], mistake: str, time_s: Floats) -> Floats:
    """Return the amount of `mistake`, the same from start to end of its cycle, (T, 2).

    For what scales the movement itself, which is nothing at both ends.
    """
    acting = np.zeros((len(time_s), 2))
    for cycle in cycles:
        amount = cycle.amounts.get(mistake)
        if amount is not None:
            inside = (time_s >= cycle.start_s) & (time_s <= cycle.end_s)
            acting += inside[:, None] * np.array(amount)
    return acting


def rest_course(cycles: tuple[Cycle, ...], mistake: str, time_s: Floats) -> Floats:
    """Return the amount of a `mistake` of the resting posture over time, (T, 2).

    It holds from before the cycle starts until after it ends, and from one cycle to
    the next that makes it too: arms that are never straightened stay bent in between.
    """
    acting = np.zeros((len(time_s), 2))
    for first, then in itertools.pairwise(cycles):
        pause = (time_s > first.end_s) & (time_s < then.start_s)
        kept = [cycle.amounts.get(mistake, (0.0, 0.0)) for cycle in (first, then)]
        acting = np.maximum(acting, pause[:, None] * np.min(kept, axis=0))
    for cycle in cycles:
        amount = cycle.amounts.get(mistake)
        if amount is not None:
            ramp_s = min(_RAMP_S, _OF_REST * cycle.rest_s) or _RAMP_S
            rises = minimum_jerk((time_s - cycle.start_s + ramp_s) / ramp_s)
            falls = minimum_jerk((time_s - cycle.end_s) / ramp_s)
            acting = np.maximum(acting, (rises - falls)[:, None] * np.array(amount))
    return acting
