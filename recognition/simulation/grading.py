"""How much of a mistake makes which grade, found in the body's true anatomy.

Grade 1 lies on the catalog's limit, grade 2 where the catalog calls it major, both
measured by `true_measures`, never by the assessment.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.exercises.spec import Mistake
from recognition.simulation import humanoid, true_measures
from recognition.simulation.body import Body
from recognition.simulation.course import follow
from recognition.simulation.motions.base import Motion
from recognition.simulation.phases import Cycle

Floats = npt.NDArray[np.float64]

_STEPS: Final = 15  # postures looked at from rest to peak
_AMOUNTS: Final = 25  # amounts tried from none to the most


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

    def amount(self, grade: float) -> float:
        """Return the amount for `grade`; grades below 1 lie between good and limit.

        A grade out of the body's reach gives the most it can do.
        """
        habit = self.excess[0]
        wanted = grade * -habit + habit if grade < 1.0 else (grade - 1.0) * self.span
        rising = np.maximum.accumulate(self.excess)
        return float(np.interp(wanted, rising, self.amounts))


def scale(motion: Motion, body: Body, mistake: Mistake, side: int) -> Scale:
    """Try amounts of `mistake` on `side` (0 left, 1 right) in one repetition each."""
    knob = motion.knobs[mistake.code]
    amounts = np.linspace(0.0, knob.most, _AMOUNTS)
    excess = [_excess(motion, body, mistake, side, float(a)) for a in amounts]
    return Scale(amounts, np.array(excess), mistake.major)


def _excess(
    motion: Motion, body: Body, mistake: Mistake, side: int, amount: float
) -> float:
    """Return how far one repetition with `amount` is beyond the limit."""
    pair = (amount, amount)
    if motion.knobs[mistake.code].one_side:
        pair = (amount, 0.0) if side == 0 else (0.0, amount)
    cycle = Cycle(0.0, 1.0, 0.0, 1.0, 0.0, amounts={mistake.code: pair})
    time_s = np.linspace(0.0, 1.0, _STEPS)
    skeleton = humanoid.pose(body, motion.posture(body, follow((cycle,), time_s)))
    name = "left" if side == 0 else "right"
    values = true_measures.series(mistake.measure, name, skeleton)
    return mistake.excess(reduced(values, mistake))


def reduced(values: Floats, mistake: Mistake) -> float:
    """Return one value for a repetition, as the catalog says, from rest to peak."""
    rest = values[0]
    part = values[-3:] if mistake.phase in {"bottom", "top", "standing"} else values
    return float(
        {
            "max": part.max(),
            "min": part.min(),
            "mean": part.mean(),
            "range": part.max() - part.min(),
            "rise": part.max() - rest,
            "drop": rest - part.min(),
        }[mistake.reduce]
    )
