"""What every parametric motion offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from recognition.simulation.body import Body
from recognition.simulation.course import Course
from recognition.simulation.posture import Posture


@dataclass(frozen=True, slots=True)
class Knob:
    """How a motion makes one mistake.

    Attributes:
        most: the largest amount the body can do; 0 = as without the mistake.
        one_side: it may be made on one side alone.
        lateral: it goes to one side only, so both at once make no sense.
    """

    most: float
    one_side: bool = False
    lateral: bool = False


@dataclass(frozen=True, slots=True)
class Tempo:
    """Usual durations in seconds: to the peak, at it, back, and before the next."""

    out_s: float
    hold_s: float
    back_s: float
    rest_s: float


Prop = Literal["bench", "chair", "dumbbells", "mat", "step", "wall", "wall_ahead"]


class Motion(Protocol):
    """One exercise as a function of its course."""

    @property
    def tempo(self) -> Tempo:
        """How fast it is usually done."""
        ...

    @property
    def props(self) -> frozenset[Prop]:
        """What lies or stands in the room for it."""
        ...

    @property
    def knobs(self) -> Mapping[str, Knob]:
        """How this motion makes the catalog's mistakes."""
        ...

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the posture that follows `course`."""
        ...
