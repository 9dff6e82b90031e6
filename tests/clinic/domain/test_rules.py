"""Clinical rules: weekdays, adherence, triage, and the bar of progress."""

import datetime as dt

import pytest

from clinic.domain import adherence, stages, triage, weekdays
from clinic.domain.adherence import Schedule
from clinic.domain.triage import Facts, Reason

MONDAY = dt.date(2026, 3, 2)
EVERY_DAY = weekdays.EVERY_DAY


class TestWeekdays:
    @pytest.mark.parametrize("days", [(1,), (7,), (1, 3, 5), tuple(range(1, 8))])
    def test_come_back_as_they_were_packed(self, days):
        assert weekdays.unpack(weekdays.pack(days)) == days
        for day in range(1, 8):
            assert weekdays.includes(weekdays.pack(days), day) is (day in days)

    @pytest.mark.parametrize("days", [(), (0,), (8,), (1, 9)])
    def test_that_do_not_exist_are_refused(self, days):
        with pytest.raises(ValueError, match="day"):
            weekdays.pack(days)


class TestAdherence:
    def days(self, schedule, *recorded, until=6):
        return adherence.days(
            {1: schedule},
            [(1, day) for day in recorded],
            since=MONDAY,
            until=MONDAY + dt.timedelta(days=until),
        )

    def test_counts_days_and_not_recordings(self):
        counted = self.days(Schedule(MONDAY, None, EVERY_DAY), MONDAY, MONDAY)
        assert [(day.due, day.done) for day in counted] == [(1, 1)] + [(1, 0)] * 6
        assert adherence.ratio(counted) == pytest.approx(1 / 7)

    def test_only_days_on_which_it_was_due_count(self):
        tuesday = MONDAY + dt.timedelta(days=1)
        counted = self.days(Schedule(MONDAY, None, weekdays.pack([1])), tuesday)
        assert sum(day.due for day in counted) == 1
        assert adherence.ratio(counted) == 0

    def test_first_and_last_day_are_included(self):
        wednesday = MONDAY + dt.timedelta(days=2)
        schedule = Schedule(MONDAY + dt.timedelta(days=1), wednesday, EVERY_DAY)
        assert [day.due for day in self.days(schedule, until=3)] == [0, 1, 1, 0]

    def test_says_nothing_where_nothing_was_due(self):
        ended = Schedule(MONDAY, MONDAY - dt.timedelta(days=1), EVERY_DAY)
        assert adherence.ratio(self.days(ended)) is None


class TestCredit:
    OLD, NEW, SQUAT, LUNGE = 1, 2, 7, 8

    def credited(self, *, new, exercise=SQUAT):
        """Return what a recording of Monday, made for OLD, counts for."""
        replaced = Schedule(
            MONDAY - dt.timedelta(days=7),
            MONDAY - dt.timedelta(days=1),
            EVERY_DAY,
            exercise=self.SQUAT,
        )
        schedules = {self.OLD: replaced, self.NEW: new}
        return adherence.credited(schedules, self.OLD, exercise, MONDAY)

    def test_goes_to_the_plan_that_asks_for_the_same_exercise_that_day(self):
        new = Schedule(MONDAY, None, EVERY_DAY, exercise=self.SQUAT)
        assert self.credited(new=new) == self.NEW

    @pytest.mark.parametrize(
        "new",
        [
            Schedule(MONDAY, None, EVERY_DAY, exercise=LUNGE),
            Schedule(MONDAY + dt.timedelta(days=1), None, EVERY_DAY, exercise=SQUAT),
        ],
        ids=["another exercise", "from tomorrow on"],
    )
    def test_stays_where_nothing_else_asks_for_it(self, new):
        assert self.credited(new=new) == self.OLD

    def test_is_its_own_on_a_day_on_which_that_is_due(self):
        own = Schedule(MONDAY, None, EVERY_DAY, exercise=self.SQUAT)
        both = {self.NEW: own, self.OLD: own}
        assert adherence.credited(both, self.OLD, self.SQUAT, MONDAY) == self.OLD


class TestTriage:
    @pytest.mark.parametrize(
        ("facts", "reasons"),
        [
            (Facts(repetitions=10, prescribed=10), ()),
            (Facts(repetitions=7, prescribed=10), ()),
            (Facts(repetitions=6, prescribed=10), (Reason.FEW_REPETITIONS,)),
            (Facts(repetitions=0, prescribed=None), ()),
            (Facts(moderate=1), ()),
            (Facts(moderate=2), (Reason.REPEATED_MISTAKE,)),
            (Facts(major=1), (Reason.MAJOR_MISTAKE,)),
            (Facts(not_prescribed=True), (Reason.OTHER_EXERCISE,)),
            (
                Facts(major=1, moderate=2, not_prescribed=True, prescribed=9),
                (
                    Reason.MAJOR_MISTAKE,
                    Reason.OTHER_EXERCISE,
                    Reason.FEW_REPETITIONS,
                    Reason.REPEATED_MISTAKE,
                ),
            ),
            (Facts(has_failed=True, major=1), (Reason.NOT_ANALYZED,)),
            (
                Facts(has_failed=True, patient_asks=True),
                (Reason.PATIENT_ASKS, Reason.NOT_ANALYZED),
            ),
            (Facts(patient_asks=True), (Reason.PATIENT_ASKS,)),
        ],
    )
    def test_reasons_come_gravest_first(self, facts, reasons):
        assert triage.reasons(facts) == reasons

    def test_more_mistakes_never_unflag(self):
        for major in range(3):
            for moderate in range(3):
                fewer = set(triage.reasons(Facts(major=major, moderate=moderate)))
                more = triage.reasons(Facts(major=major + 1, moderate=moderate + 1))
                assert fewer <= set(more)


class TestStages:
    def test_the_bar_never_goes_back(self):
        shown = [
            stages.percent(stage, fraction)
            for stage in stages.STAGES
            for fraction in (0.0, 0.5, 1.0)
        ]
        assert shown == sorted(shown)
        assert (shown[0], shown[-1]) == (0, 100)

    def test_a_fraction_beyond_its_stage_is_clipped(self):
        assert stages.percent("pose", -1.0) == stages.percent("pose", 0.0)
        assert stages.percent("pose", 9.0) == stages.percent("repetitions", 0.0)
