"""What every parametric motion offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from recognition.simulation.body import Body
from recognition.simulation.course import Course
from recognition.simulation.posture import Posture


@dataclass(frozen=True, slots=True)
class Knob:
    """How a motion makes one mistake.

    Attributes:
        most: the largest amount the body can do; 0 = as without the mistake.
        one_side: it may be made on one side alone.
    """

    most: float
    one_side: bool = False


class Motion(Protocol):
    """One exercise as a function of its course."""

    @property
    def knobs(self) -> Mapping[str, Knob]:
        """How this motion makes the catalog's mistakes."""
        ...

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the posture that follows `course`."""
        ...
