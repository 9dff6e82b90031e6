"""A patient's day."""

from dataclasses import dataclass
from datetime import date

from clinic.models import Exercise, Plan, Prescription
from clinic.selectors import Today, TodayItem
from clinic.web.presentation import words


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of the day; `is_next` is the one that the main button is for.

    `told` says why it was not done, empty where nothing was told.
    """

    prescription: Prescription
    exercise: Exercise
    dose: str
    note: str
    is_done: bool
    is_next: bool
    told: str


@dataclass(frozen=True, slots=True)
class Day:
    """What is done and what is to do."""

    day: date
    items: tuple[Item, ...]
    has_plan: bool

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that the exercises are of, each once."""
        return tuple(dict.fromkeys(item.prescription.plan for item in self.items))

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
        """How many are to do; what the patient told was not possible is not."""
        return sum(not item.is_done and not item.told for item in self.items)


def day_of(today: Today, *, has_plan: bool) -> Day:
    """Put `today` into words."""
    open_items = (
        item for item in today.items if not item.is_done and item.told_instead is None
    )
    following = next(open_items, None)
    items = (
        Item(
            prescription=item.prescription,
            exercise=item.prescription.exercise,
            dose=words.dose(item.prescription),
            note=item.prescription.note,
            is_done=item.is_done,
            is_next=item is following,
            told=_told(item),
        )
        for item in today.items
    )
    # What is to do comes first; the order of the plan holds within both parts.
    return Day(today.on, tuple(sorted(items, key=lambda item: item.is_done)), has_plan)


def _told(item: TodayItem) -> str:
    report = item.told_instead
    return "" if report is None or item.is_done else report.get_reason_display()
