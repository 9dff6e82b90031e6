"""Weeks of exercising: what was planned, what was done, how many good ones in a row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from clinic.domain.adherence import Schedule

_WEEK: Final = timedelta(days=7)
_DAYS: Final = 7
# Our own choices. A missed day leaves a week good, and a weak week between two good
# ones ends nothing: to start from zero is what makes people give up.
GOOD: Final = 0.5
WEAK_ALLOWED: Final = 1


@dataclass(frozen=True, slots=True)
class Done:
    """One recording: of which prescription, on which day, repetitions seen in it."""

    prescription: int
    on: date
    repetitions: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week from Monday; counted are exercises a day, not recordings.

    Attributes:
        starts_on: its Monday.
        planned: exercises of the whole week.
        due: those up to the day on which was counted.
        done: exercises recorded on any day of the week, at most what was planned.
        prescribed: repetitions due so far.
        seen: repetitions counted on video, at most what the week prescribes.
    """

    starts_on: date
    planned: int
    due: int
    done: int
    prescribed: int
    seen: int

    @property
    def is_good(self) -> bool:
        """Whether enough of what was planned was done."""
        return self.planned > 0 and self.done >= GOOD * self.planned

    @property
    def share(self) -> float | None:
        """Repetitions seen over those due, 0 to 1; None where none were."""
        return min(1.0, self.seen / self.prescribed) if self.prescribed else None


@dataclass(frozen=True, slots=True)
class Streak:
    """Good weeks in a row, and of all the weeks that had something planned."""

    in_a_row: int
    good: int
    of: int


def weeks(
    schedules: Mapping[int, Schedule],
    recorded: Iterable[Done],
    *,
    since: date,
    until: date,
) -> tuple[Week, ...]:
    """Return every week from that of `since` to that of `until`, oldest first.

    What was planned for one day and done on another of the same week is done.
    """
    done: dict[tuple[int, date], list[Done]] = defaultdict(list)
    for one in recorded:
        done[one.prescription, monday(one.on)].append(one)
    return tuple(
        _week(schedules, done, start, until)
        for start in _mondays(monday(since), monday(until))
    )


def streak(counted: Sequence[Week], *, today: date) -> Streak:
    """Return how many good weeks there are in a row up to `today`.

    The running week counts once it is good and never breaks the row; weeks without
    anything planned are no weeks here.
    """
    planned = [week for week in counted if week.planned]
    runs = bool(planned) and planned[-1].starts_on == monday(today)
    ended = planned[:-1] if runs and not planned[-1].is_good else planned
    good = sum(week.is_good for week in planned)
    return Streak(_in_a_row(ended), good, len(ended))


def monday(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def _in_a_row(ended: Sequence[Week]) -> int:
    row = weak = 0
    for week in reversed(ended):
        if week.is_good:
            row, weak = row + 1, 0
        elif (weak := weak + 1) > WEAK_ALLOWED:
            break
    return row


def _week(
    schedules: Mapping[int, Schedule],
    done: Mapping[tuple[int, date], list[Done]],
    start: date,
    until: date,
) -> Week:
    total = Week(start, 0, 0, 0, 0, 0)
    for key, schedule in schedules.items():
        days = [day for day in _days(start) if schedule.is_due(day)]
        part = _part(schedule, days, done.get((key, start), []), until)
        total = _sum(total, part)
    return total


def _part(
    schedule: Schedule, days: Sequence[date], done: Sequence[Done], until: date
) -> Week:
    """Return what one prescription adds to its week."""
    amount = schedule.amount or 0
    due = sum(day <= until for day in days)
    return Week(
        starts_on=schedule.starts_on,
        planned=len(days),
        due=due,
        done=min(len(days), len({one.on for one in done})),
        prescribed=due * amount,
        seen=min(len(days) * amount, sum(one.repetitions for one in done)),
    )


def _sum(one: Week, other: Week) -> Week:
    return Week(
        one.starts_on,
        one.planned + other.planned,
        one.due + other.due,
        one.done + other.done,
        one.prescribed + other.prescribed,
        one.seen + other.seen,
    )


def _days(start: date) -> Iterator[date]:
    return (start + timedelta(days=offset) for offset in range(_DAYS))


def _mondays(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _WEEK
