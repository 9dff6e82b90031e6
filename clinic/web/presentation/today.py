"""A patient's day."""

from dataclasses import dataclass
from datetime import date

from clinic.models import Exercise, Prescription
from clinic.selectors import Today
from clinic.web.presentation import words


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of the day; `is_next` is the one that the main button is for."""

    prescription: Prescription
    exercise: Exercise
    dose: str
    note: str
    is_done: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class Day:
    """What is done and what is to do."""

    day: date
    items: tuple[Item, ...]
    has_plan: bool

    @property
    def total(self) -> int:
        """How many exercises the day has."""
        return len(self.items)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(item.is_done for item in self.items)

    @property
    def left(self) -> int:
        """How many are to do."""
        return self.total - self.done


def day_of(today: Today, *, has_plan: bool) -> Day:
    """Put `today` into words."""
    following = next((item for item in today.items if not item.is_done), None)
    items = (
        Item(
            prescription=item.prescription,
            exercise=item.prescription.exercise,
            dose=words.dose(item.prescription),
            note=item.prescription.note,
            is_done=item.is_done,
            is_next=item is following,
        )
        for item in today.items
    )
    # What is to do comes first; the order of the plan holds within both parts.
    return Day(today.on, tuple(sorted(items, key=lambda item: item.is_done)), has_plan)
