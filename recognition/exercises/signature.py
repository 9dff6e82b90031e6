"""What an exercise is recognized by, as its file says it."""

from dataclasses import dataclass
from typing import Literal

from recognition.structure import Malformed

Moment = Literal["rest", "peak", "range", "max", "first"]
Sides = Literal["mean", "most", "least"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What the body does in a repetition of this exercise, to recognize it by.

    Attributes:
        feature: one of `recognition.exercise_recognition.features`.
        at: `rest` is the mean of start and end of a repetition, `range` the way within
            it, `first` the posture in which the recording begins.
        low: fulfilled from here on,
        high: up to here.
        margin: distance outside at which the condition counts as missed.
        side: of both sides the mean, the larger or the smaller value.
    """

    feature: str
    at: Moment
    margin: float
    low: float = -1e9
    high: float = 1e9
    side: Sides = "mean"

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise Malformed(f"{self.feature}: {self.low} is above {self.high}")
        if self.margin <= 0:
            raise Malformed(f"{self.feature}: margin must be positive")
