"""The running week on Today: its days, its goal, and good weeks in a row."""

from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.domain.adherence import Day
from clinic.selectors import ThisWeek


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day: `state` is rest, done, part, open, to_come, or missed without a word."""

    short: str
    number: int
    state: str
    words: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Week:
    """The week in words; `streak` is empty before there is one to be proud of."""

    days: tuple[DayMark, ...]
    done: int
    planned: int
    goal: str
    streak: str

    @property
    def has_plan(self) -> bool:
        """Whether anything is planned for this week."""
        return self.planned > 0


def in_words(this_week: ThisWeek, *, on: date) -> Week:
    """Put the week of the day `on` into words."""
    week = this_week.week
    return Week(
        days=tuple(_mark(day, on) for day in this_week.days),
        done=week.done,
        planned=week.planned,
        goal=_goal(week.done, week.planned),
        streak=_streak(this_week.streak.in_a_row),
    )


def _mark(day: Day, on: date) -> DayMark:
    state = _state(day, on)
    words = {
        "rest": _("nothing planned"),
        "done": _("done"),
        "part": _("partly done"),
        "open": _("to do"),
        "to_come": _("planned"),
        "missed": _("not done"),
    }
    name = WEEKDAYS[day.on.weekday()]
    return DayMark(
        short=str(WEEKDAYS_ABBR[day.on.weekday()]),
        number=day.on.day,
        state=state,
        words=f"{name}: {words[state]}",
        is_today=day.on == on,
    )


def _state(day: Day, on: date) -> str:
    if not day.due:
        return "rest"
    if day.done >= day.due:
        return "done"
    if day.done:
        return "part"
    if day.on > on:
        return "to_come"
    return "open" if day.on == on else "missed"


def _goal(done: int, planned: int) -> str:
    if done >= planned:
        return _("You have reached your goal for this week.")
    left = planned - done
    return ngettext(
        "%(n)d more exercise reaches your goal for this week.",
        "%(n)d more exercises reach your goal for this week.",
        left,
    ) % {"n": left}


def _streak(in_a_row: int) -> str:
    if in_a_row < 2:
        return ""
    said = ngettext(
        "%(n)d good week in a row.", "%(n)d good weeks in a row.", in_a_row
    ) % {"n": in_a_row}
    return said + " " + _("A missed day changes nothing.")
