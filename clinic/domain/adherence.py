"""How much of what was prescribed was done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from clinic.domain import weekdays


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one exercise is due: a span of days and the days of the week in it.

    `amount` is how many repetitions a day; None where none are counted. `exercise` is
    its key.
    """

    starts_on: date
    ends_on: date | None
    weekdays: int
    amount: int | None = None
    exercise: int | None = None

    def is_due(self, day: date) -> bool:
        """Say whether the exercise is due on `day`."""
        has_begun = self.starts_on <= day
        goes_on = self.ends_on is None or day <= self.ends_on
        return (
            has_begun and goes_on and weekdays.includes(self.weekdays, day.isoweekday())
        )


@dataclass(frozen=True, slots=True)
class Day:
    """How many exercises were due on a day, and how many of those were done."""

    on: date
    due: int
    done: int


def days(
    schedules: dict[int, Schedule],
    recorded: Iterable[tuple[int, date]],
    *,
    since: date,
    until: date,
) -> tuple[Day, ...]:
    """Return each day from `since` to `until`, both included.

    Args:
        schedules: by prescription.
        recorded: prescription and day of each recording; several a day count once.
        since: first day.
        until: last day.
    """
    done = set(recorded)
    return tuple(_day(schedules, done, day) for day in _each(since, until))


def credited(
    schedules: Mapping[int, Schedule], prescription: int, exercise: int, on: date
) -> int:
    """Return the prescription that a recording of `on` counts for: as a rule its own.

    Where its own is not due that day, say because its plan was replaced after the
    patient had exercised, it counts for what then asks for the same exercise.
    """
    own = schedules.get(prescription)
    if own is not None and own.is_due(on):
        return prescription
    same = (
        key
        for key, schedule in schedules.items()
        if schedule.exercise == exercise and schedule.is_due(on)
    )
    return next(same, prescription)


def ratio(counted: Iterable[Day]) -> float | None:
    """Return done over due, 0 to 1; None where nothing was due."""
    counted = tuple(counted)
    due = sum(day.due for day in counted)
    return sum(day.done for day in counted) / due if due else None


def _day(schedules: dict[int, Schedule], done: set[tuple[int, date]], day: date) -> Day:
    due = [key for key, schedule in schedules.items() if schedule.is_due(day)]
    return Day(on=day, due=len(due), done=sum((key, day) in done for key in due))


def _each(since: date, until: date) -> Iterator[date]:
    for offset in range((until - since).days + 1):
        yield since + timedelta(days=offset)
