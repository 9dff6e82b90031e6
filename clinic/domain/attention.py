"""What in a patient's last weeks wants a therapist's attention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from clinic.domain.course import Course, Direction

# Two points of the 0 to 10 scale are what patients call better or worse: Farrar et al.
# (2001), Pain 94(2):149-158.
PAIN_JUMP: Final = 2.0
# The reports before the last one that it is compared with.
PAIN_BEFORE: Final = 3
# Our own choices: once missed is life, twice in a week is a pattern.
MISSED: Final = 2
INACTIVE_DAYS: Final = 7
# A video on a slow line takes an hour; one that takes longer will not come by itself.
STUCK: Final = timedelta(hours=6)


class Concern(StrEnum):
    """Why a patient wants attention, gravest first."""

    MAJOR_FINDING = "major_finding"
    PAIN_JUMP = "pain_jump"
    RANGE_DOWN = "range_down"
    DECLINING = "declining"
    TROUBLE = "trouble"
    MISSED = "missed"
    INACTIVE = "inactive"
    MODERATE_FINDING = "moderate_finding"


@dataclass(frozen=True, slots=True)
class Weeks:
    """What is known of a patient.

    Attributes:
        major: unreviewed recordings with a standing major mistake.
        moderate: those with a moderate one at most.
        failed: unreviewed recordings that could not be analyzed.
        pains: what was told, oldest first, 0 to 10.
        stuck: videos that the device has been sending for hours.
        is_range_down: whether an open alert says that range of motion was lost.
        is_above_limit: whether the last pain was above what the plan allows.
        missed: exercises due in the last week and not done.
        idle_days: since the last recording, while something was due; None if nothing.
        course: of the scores.
    """

    major: int
    moderate: int
    failed: int
    pains: Sequence[int]
    is_above_limit: bool
    missed: int
    idle_days: int | None
    course: Course
    stuck: int = 0
    is_range_down: bool = False


def concerns(weeks: Weeks) -> tuple[Concern, ...]:
    """Return what wants attention, gravest first; empty if nothing does."""
    holds: Mapping[Concern, bool] = {
        Concern.MAJOR_FINDING: weeks.major > 0,
        Concern.PAIN_JUMP: weeks.is_above_limit or pain_jumped(weeks.pains),
        Concern.RANGE_DOWN: weeks.is_range_down,
        Concern.DECLINING: weeks.course.direction == Direction.DECLINING,
        Concern.TROUBLE: weeks.failed > 0 or weeks.stuck > 0,
        Concern.MISSED: weeks.missed >= MISSED,
        Concern.INACTIVE: (weeks.idle_days or 0) >= INACTIVE_DAYS,
        Concern.MODERATE_FINDING: weeks.major == 0 and weeks.moderate > 0,
    }
    return tuple(concern for concern, is_so in holds.items() if is_so)


def pain_jumped(pains: Sequence[int]) -> bool:
    """Say whether the last pain is notably above the mean of those before it."""
    if len(pains) < 2:
        return False
    before = pains[-1 - PAIN_BEFORE : -1]
    return pains[-1] - sum(before) / len(before) >= PAIN_JUMP


def rank(found: Sequence[Concern]) -> tuple[int, ...]:
    """Return a key that sorts patients: gravest concern first, then how many."""
    order = list(Concern)
    return tuple(order.index(one) for one in found) or (len(order),)
