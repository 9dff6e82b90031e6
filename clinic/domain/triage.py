"""Which recordings a therapist should look at, why, and in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

# Fewer repetitions than this share of what was prescribed is worth a look. Our own
# choice: a set cut short by a third is more than a miscount.
FEW_REPETITIONS: Final = 2 / 3


class Reason(StrEnum):
    """Why a recording is flagged, gravest first."""

    MAJOR_MISTAKE = "major_mistake"
    PATIENT_ASKS = "patient_asks"
    NOT_ANALYZED = "not_analyzed"
    OTHER_EXERCISE = "other_exercise"
    FEW_REPETITIONS = "few_repetitions"
    REPEATED_MISTAKE = "repeated_mistake"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one analyzed recording.

    Attributes:
        has_failed: no report could be made.
        not_prescribed: the video shows another exercise than the prescribed one.
        repetitions: how many were counted.
        prescribed: how many one set has; None for exercises that are held.
        major: repetitions with a standing major mistake.
        moderate: repetitions with a standing moderate mistake.
        patient_asks: the patient wants a therapist to look at it.
    """

    has_failed: bool = False
    not_prescribed: bool = False
    repetitions: int = 0
    prescribed: int | None = None
    major: int = 0
    moderate: int = 0
    patient_asks: bool = False


def reasons(facts: Facts) -> tuple[Reason, ...]:
    """Return why a recording is worth a look, gravest first; empty if it is not.

    One moderate mistake is how people move; two in a set are a pattern.
    """
    is_few = (
        facts.prescribed is not None
        and facts.repetitions < FEW_REPETITIONS * facts.prescribed
    )
    is_known = not facts.has_failed
    holds = {
        Reason.MAJOR_MISTAKE: is_known and facts.major > 0,
        Reason.PATIENT_ASKS: facts.patient_asks,
        Reason.NOT_ANALYZED: facts.has_failed,
        Reason.OTHER_EXERCISE: is_known and facts.not_prescribed,
        Reason.FEW_REPETITIONS: is_known and is_few,
        Reason.REPEATED_MISTAKE: is_known and facts.moderate > 1,
    }
    return tuple(reason for reason, is_so in holds.items() if is_so)


# How much is at stake, 0 to 1, by the gravest reason. Our own choice, as is all of
# what follows: a pattern of moderate mistakes is worth less than one major mistake,
# and a recording without any reason is still looked at one day.
RISK: Final[Mapping[Reason, float]] = {
    Reason.MAJOR_MISTAKE: 1.0,
    Reason.PATIENT_ASKS: 0.9,
    Reason.NOT_ANALYZED: 0.8,
    Reason.OTHER_EXERCISE: 0.7,
    Reason.FEW_REPETITIONS: 0.5,
    Reason.REPEATED_MISTAKE: 0.4,
}
RISK_WITHOUT_REASON: Final = 0.15
# A verdict that is certain counts half as much as one that could go either way.
CERTAIN_COUNTS: Final = 0.5
# Each day of waiting adds half of what a recording of today has; after two weeks no
# more, or one forgotten recording would outweigh everything new.
GROWS_A_DAY: Final = 0.5
WAITS_AT_MOST: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Priority:
    """How soon a recording should be looked at: the product of three factors."""

    risk: float
    uncertainty: float
    waiting: float

    @property
    def total(self) -> float:
        """Risk times uncertainty times waiting time."""
        return self.risk * self.uncertainty * self.waiting


def priority(
    found: Iterable[Reason], *, uncertainty: float, waited: timedelta
) -> Priority:
    """Return how urgent a recording is.

    Args:
        found: the reasons to look at it.
        uncertainty: of what was found automatically, 0 (sure) to 1.
        waited: since it was sent.
    """
    days = min(max(waited, timedelta()), WAITS_AT_MOST) / timedelta(days=1)
    return Priority(
        risk=max((RISK[reason] for reason in found), default=RISK_WITHOUT_REASON),
        uncertainty=CERTAIN_COUNTS + (1 - CERTAIN_COUNTS) * uncertainty,
        waiting=1 + GROWS_A_DAY * days,
    )


def uncertainty(confidences: Iterable[float | None]) -> float:
    """Return how unsure findings with these probabilities are, 0 to 1, on average.

    A probability of one half says nothing; one that is not known says no more.
    """
    doubts = [1.0 if p is None else 1 - abs(2 * p - 1) for p in confidences]
    return sum(doubts) / len(doubts) if doubts else 0.0
