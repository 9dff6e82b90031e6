"""Which recordings a therapist should look at, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# Fewer repetitions than this share of what was prescribed is worth a look. Our own
# choice: a set cut short by a third is more than a miscount.
FEW_REPETITIONS: Final = 2 / 3


class Reason(StrEnum):
    """Why a recording is flagged, gravest first."""

    MAJOR_MISTAKE = "major_mistake"
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
    """

    has_failed: bool = False
    not_prescribed: bool = False
    repetitions: int = 0
    prescribed: int | None = None
    major: int = 0
    moderate: int = 0


def reasons(facts: Facts) -> tuple[Reason, ...]:
    """Return why a recording is worth a look, gravest first; empty if it is not.

    One moderate mistake is how people move; two in a set are a pattern.
    """
    if facts.has_failed:
        return (Reason.NOT_ANALYZED,)
    is_few = (
        facts.prescribed is not None
        and facts.repetitions < FEW_REPETITIONS * facts.prescribed
    )
    holds = {
        Reason.MAJOR_MISTAKE: facts.major > 0,
        Reason.OTHER_EXERCISE: facts.not_prescribed,
        Reason.FEW_REPETITIONS: is_few,
        Reason.REPEATED_MISTAKE: facts.moderate > 1,
    }
    return tuple(reason for reason, is_so in holds.items() if is_so)
