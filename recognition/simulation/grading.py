"""How much of a mistake makes which grade, found in the body's true anatomy.

Grade 1 lies on the catalog's limit, grade 2 where the catalog calls it major, both
measured by `true_measures`, never by the assessment.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.exercises.spec import Exercise, Mistake, Part
from recognition.simulation import humanoid, true_measures
from recognition.simulation.body import Body
from recognition.simulation.course import Course, follow
from recognition.simulation.humanoid import Skeleton
from recognition.simulation.motions.base import Motion
from recognition.simulation.phases import SIDES, Cycle

Floats = npt.NDArray[np.float64]

_STEPS: Final = 21  # postures looked at from rest to the peak and back
_AMOUNTS: Final = 25  # amounts tried from none to the most
_NEAR_PEAK: Final = 0.85  # share of the way that counts as the peak
_NEAR_REST: Final = 0.2
# Nobody gets there faster: in free fall a body drops by 0.3 m, the way of a push-up.
_FASTEST_S: Final = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """The true value that each amount of one mistake gives.

    Attributes:
        amounts: (N,), rising from 0.
        excess: (N,), how far the value is beyond the limit; the grade is 1 at 0.
        span: from grade 1 to grade 2.
    """

    amounts: Floats
    excess: Floats
    span: float

    @property
    def most(self) -> float:
        """The highest grade that this body reaches with this motion."""
        highest = float(self.excess.max())
        if highest >= 0.0:
            return 1.0 + highest / self.span
        return 1.0 - highest / float(self.excess[0])

    def amount(self, grade: float) -> float:
        """Return the amount for `grade`; grades below 1 lie between good and limit.

        A grade out of the body's reach gives the most it can do.
        """
        habit = float(self.excess[0])
        wanted = habit * (1.0 - grade) if grade < 1.0 else (grade - 1.0) * self.span
        rising = np.maximum.accumulate(self.excess)
        return float(np.interp(wanted, rising, self.amounts))


def scale(
    motion: Motion, body: Body, exercise: Exercise, mistake: str, side: int,
    *, alone: bool = False, one_side: bool = False,
) -> Scale:  # fmt: skip
    """Try amounts of `mistake` on `side` (0 left, 1 right) in one repetition each.

    `alone` = only this side moves; `one_side` = the other side makes no mistake.
    """
    rule, knob = exercise.mistake(mistake), motion.knobs[mistake]
    amounts = np.linspace(0.0, knob.most, _AMOUNTS)
    course = _trials(
        mistake, side, amounts, one_side=one_side or knob.lateral, alone=alone
    )
    skeleton = humanoid.pose(body, motion.posture(body, course))
    values = _values(skeleton, exercise, rule, side).reshape(_AMOUNTS, _STEPS)
    # A hold is judged while it is held, not on the way into it.
    held = exercise.kind == "hold"
    part = "at_peak" if held else exercise.phase(rule.phase).part
    excess = np.array([rule.excess(reduced(row, rule, part)) for row in values])
    return Scale(amounts, excess, rule.major)


def _trials(
    mistake: str, side: int, amounts: Floats, *, one_side: bool, alone: bool
) -> Course:
    """Return one repetition for each amount, one after the other."""
    pair = ((1.0, 0.0), (0.0, 1.0))[side] if one_side else (1.0, 1.0)
    moving = SIDES[side] if alone else "both"
    cycle = Cycle(
        0.0,
        1.0,
        0.0,
        1.0,
        0.0,
        side=moving,
        amounts={mistake: pair},
    )
    one = follow((cycle,), np.linspace(0.0, 2.0, _STEPS))
    share = np.repeat(amounts, _STEPS)[:, None]
    tiles = (len(amounts), 1)
    return Course(
        time_s=np.tile(one.time_s, len(amounts)),
        moved=np.tile(one.moved, tiles),
        faults={mistake: share * np.tile(one.fault(mistake), tiles)},
        resting={mistake: share * np.tile(one.at_rest(mistake), tiles)},
        whole={mistake: share * np.tile(one.throughout(mistake), tiles)},
        working=np.tile(one.working, tiles),
    )


def _values(skeleton: Skeleton, exercise: Exercise, rule: Mistake, side: int) -> Floats:
    """Return the measure of `rule` in every frame, (T,)."""
    name = ("left", "right")[side]
    if rule.measure == "asymmetry":
        measure = exercise.signal.measure
        left, right = (
            true_measures.series(measure, s, skeleton) for s in ("left", "right")
        )
        return np.abs(left - right)
    if rule.limb == "other":
        name = ("right", "left")[side]
    return true_measures.series(rule.measure, name, skeleton)


def reduced(values: Floats, rule: Mistake, part: Part) -> float:
    """Return one value for a repetition from rest to the peak and back, (T,)."""
    way = np.concatenate([np.linspace(0, 1, 11), np.linspace(1, 0, 11)[1:]])
    half = len(way) // 2
    chosen = {
        "whole": np.ones(len(way), dtype=bool),
        "toward_peak": np.arange(len(way)) <= half,
        "from_peak": np.arange(len(way)) >= half,
        "at_peak": way >= _NEAR_PEAK,
        "at_rest": way <= _NEAR_REST,
    }[part]
    seen, rest = values[chosen], float(values[0])
    changes = {
        "max": seen.max(),
        "min": seen.min(),
        "mean": seen.mean(),
        "range": seen.max() - seen.min(),
        "rise": seen.max() - rest,
        "drop": rest - seen.min(),
    }
    return float(changes[rule.reduce])


def duration(
    rule: Mistake, part: Part, grade: float, out_s: float, back_s: float
) -> tuple[float, float, float]:
    """Return the durations of the ways out and back for a hasty `grade`.

    And the grade they have: less than the one asked for where nobody is that fast.
    """
    limit = rule.below if rule.below is not None else out_s
    usual = back_s if part == "from_peak" else out_s
    slow = usual + grade * (limit - usual)
    goal = slow if grade < 1.0 else limit - (grade - 1.0) * rule.major
    if goal < _FASTEST_S:
        goal, grade = _FASTEST_S, 1.0 + (limit - _FASTEST_S) / rule.major
    return (out_s, goal, grade) if part == "from_peak" else (goal, back_s, grade)
