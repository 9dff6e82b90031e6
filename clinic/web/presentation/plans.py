"""A patient's plans in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic.models import Exercise, Plan
from clinic.web.presentation import words


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One exercise of a plan."""

    exercise: Exercise
    dose: str
    days: str
    aims: str = ""


@dataclass(frozen=True, slots=True)
class PlanWords:
    """One plan."""

    title: str
    dates: str
    items: tuple[PlanItem, ...]


def in_words(plans: Iterable[Plan]) -> list[PlanWords]:
    """Return `plans` (prescriptions and exercises prefetched) in words."""
    return [
        PlanWords(
            plan.title,
            words.period(plan.starts_on, plan.ends_on),
            tuple(
                PlanItem(
                    item.exercise,
                    words.dose(item),
                    words.days(item),
                    words.aims(item),
                )
                for item in plan.prescriptions.all()
            ),
        )
        for plan in plans
    ]
