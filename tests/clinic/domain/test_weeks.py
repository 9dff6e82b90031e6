"""Weeks: what counts as done, and which weeks make a row."""

import datetime as dt

import pytest

from clinic.domain import weekdays, weeks
from clinic.domain.adherence import Schedule
from clinic.domain.weeks import Done, Week

MONDAY = dt.date(2026, 3, 2)
THRICE = Schedule(MONDAY, None, weekdays.pack([1, 3, 5]), amount=10)


def day(offset):
    return MONDAY + dt.timedelta(days=offset)


def counted(*done, until=6, schedule=THRICE):
    return weeks.weeks({1: schedule}, done, since=MONDAY, until=day(until))


def row(*shares):
    """Weeks with four exercises each; the shares of them that were done."""
    return [
        Week(day(7 * n), planned=4, due=4, done=round(4 * share), prescribed=40, seen=0)
        for n, share in enumerate(shares)
    ]


def test_a_week_counts_exercises_and_repetitions():
    [week] = counted(Done(1, day(0), 10), Done(1, day(2), 6))
    assert (week.starts_on, week.planned, week.due, week.done) == (MONDAY, 3, 3, 2)
    assert (week.prescribed, week.seen) == (30, 16)
    assert week.share == pytest.approx(16 / 30)


def test_another_day_of_the_same_week_is_as_good():
    [moved] = counted(Done(1, day(1), 10))
    assert (moved.done, moved.seen) == (1, 10)


def test_twice_on_one_day_is_one_day_and_more_than_planned_is_not_more():
    [twice] = counted(Done(1, day(0), 8), Done(1, day(0), 8))
    assert (twice.done, twice.seen) == (1, 16)
    [keen] = counted(*(Done(1, day(n), 20) for n in range(7)))
    assert (keen.done, keen.seen, keen.share) == (3, 30, 1.0)


def test_what_is_still_to_come_is_planned_and_not_due():
    [week] = counted(Done(1, day(0), 10), until=1)
    assert (week.planned, week.due, week.prescribed) == (3, 1, 10)
    assert week.share == 1.0


def test_holds_have_no_repetitions_to_count():
    [week] = counted(Done(1, day(0), 0), schedule=Schedule(MONDAY, None, 127))
    assert (week.done, week.prescribed, week.share) == (1, 0, None)


def test_every_week_is_there_from_monday_to_monday():
    found = weeks.weeks({}, [], since=day(3), until=day(15))
    assert [week.starts_on for week in found] == [day(0), day(7), day(14)]


@pytest.mark.parametrize(
    ("shares", "in_a_row"),
    [
        ((1, 1, 1), 3),
        ((1, 0.5, 1), 3),  # half is good
        ((1, 0.25, 1), 2),  # one weak week ends nothing
        ((1, 0, 0, 1), 1),  # two do
        ((1, 1, 0.25), 2),  # nor does a weak one at the end
        ((), 0),
    ],
)
def test_good_weeks_in_a_row(shares, in_a_row):
    later = day(7 * len(shares))
    assert weeks.streak(row(*shares), today=later).in_a_row == in_a_row


def test_the_running_week_counts_once_it_is_good_and_breaks_nothing_before():
    begun = weeks.streak(row(1, 1, 0), today=day(15))
    reached = weeks.streak(row(1, 1, 0.5), today=day(15))
    assert (begun.in_a_row, begun.good, begun.of) == (2, 2, 2)
    assert (reached.in_a_row, reached.good, reached.of) == (3, 3, 3)


def test_weeks_of_rest_are_no_weeks():
    rest = [Week(day(7), 0, 0, 0, 0, 0)]
    found = [*row(1), *rest, Week(day(14), 4, 4, 4, 0, 0)]
    assert weeks.streak(found, today=day(21)).in_a_row == 2
