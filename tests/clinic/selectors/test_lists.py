"""Today and flagged recordings."""

import datetime as dt

import pytest

from clinic import selectors
from clinic.domain.triage import Reason
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    ConsentFactory,
    FindingFactory,
    PatientFactory,
    PlanFactory,
    PrescriptionFactory,
    RecordingFactory,
    RepetitionFactory,
    VerdictFactory,
)

pytestmark = pytest.mark.django_db


class TestToday:
    def test_shows_what_is_due_in_the_order_of_the_plan(self, now):
        plan = PlanFactory()
        second = PrescriptionFactory(plan=plan, position=2)
        first = PrescriptionFactory(plan=plan, position=1)
        PrescriptionFactory(plan=plan, position=3, weekdays=0b0000010)  # Tuesdays
        shown = selectors.today(plan.patient, on=now.date())
        assert [item.prescription for item in shown.items] == [first, second]
        assert not shown.has_consented

    @pytest.mark.parametrize(
        "plan",
        [
            {"starts_on": dt.date(2026, 3, 3)},
            {"starts_on": dt.date(2026, 2, 1), "ends_on": dt.date(2026, 3, 1)},
            {"ended_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)},
        ],
        ids=["begins tomorrow", "ended yesterday", "was ended"],
    )
    def test_leaves_out_plans_that_are_not_running(self, now, plan):
        prescription = PrescriptionFactory(plan=PlanFactory(**plan))
        patient = prescription.plan.patient
        assert selectors.today(patient, on=now.date()).items == ()

    def test_what_was_done_before_its_plan_was_replaced_stays_done(self, now):
        old = PrescriptionFactory(plan__ended_at=now, plan__starts_on=now.date())
        patient = old.plan.patient
        recording = RecordingFactory(patient=patient, prescription=old)
        new = PrescriptionFactory(plan__patient=patient, exercise=old.exercise)
        [item] = selectors.today(patient, on=now.date()).items
        assert (item.prescription, item.recordings) == (new, (recording,))
        week = selectors.this_week(patient, on=now.date())
        assert next(day.done for day in week.days if day.on == now.date()) == 1

    def test_done_is_what_was_recorded_and_not_deleted(self, now):
        prescription = PrescriptionFactory()
        patient = prescription.plan.patient
        ConsentFactory(patient=patient)
        recording = RecordingFactory(patient=patient, prescription=prescription)
        [item] = selectors.today(patient, on=now.date()).items
        assert item.recordings == (recording,)
        recording.deleted_at = now
        recording.save(update_fields=["deleted_at"])
        shown = selectors.today(patient, on=now.date())
        assert (shown.done, shown.has_consented) == (0, True)

    def test_a_day_is_a_day_of_the_patients_own_clock(self, now):
        patient = PatientFactory(time_zone="Pacific/Auckland")  # UTC+13 in March
        prescription = PrescriptionFactory(plan__patient=patient)
        late = dt.datetime(2026, 3, 2, 11, 30, tzinfo=dt.UTC)  # half past midnight
        RecordingFactory(patient=patient, prescription=prescription, recorded_at=late)
        days = [dt.date(2026, 3, 2), dt.date(2026, 3, 3)]
        assert [selectors.today(patient, on=day).done for day in days] == [0, 1]


@pytest.fixture
def care():
    return CareFactory()


def analyzed(patient, *, repetitions=10, severity=None, at=None, **analysis):
    prescription = PrescriptionFactory(plan__patient=patient)
    moment = {"recorded_at": at} if at else {}
    recording = RecordingFactory(patient=patient, prescription=prescription, **moment)
    row = AnalysisFactory(recording=recording, **(analysis or {"done": True}))
    for index in range(1, repetitions + 1):
        repetition = RepetitionFactory(analysis=row, index=index)
        if severity and index <= 2:
            FindingFactory(repetition=repetition, severity=severity)
    return recording


class TestFlagged:
    def test_gives_each_reason(self, care, now):
        patient = care.patient
        other = {"exercise": {"not_prescribed": True}}
        wanted = {
            analyzed(patient, severity="major"): (Reason.MAJOR_MISTAKE,),
            analyzed(patient, severity="moderate"): (Reason.REPEATED_MISTAKE,),
            analyzed(patient, repetitions=5): (Reason.FEW_REPETITIONS,),
            analyzed(patient, failed=True): (Reason.NOT_ANALYZED,),
            analyzed(patient, done=True, report=other): (Reason.OTHER_EXERCISE,),
        }
        analyzed(patient)
        analyzed(patient, severity="minor")
        analyzed(patient, running=True)
        found = selectors.waiting(care.therapist, now=now)
        reasons = {item.pk: item.reasons for item in found if item.reasons}
        assert reasons == {one.pk: why for one, why in wanted.items()}

    def test_dismissed_mistakes_do_not_flag(self, care, now):
        recording = analyzed(care.patient, severity="major")
        current = recording.analyses.get()
        for repetition in current.repetitions.all():
            for finding in repetition.findings.all():
                VerdictFactory(finding=finding, decision="dismissed")
        (item,) = selectors.waiting(care.therapist, now=now)
        assert item.reasons == ()

    def test_other_therapists_patients_are_not_there(self, care, now):
        analyzed(PatientFactory(), severity="major")
        assert selectors.waiting(care.therapist, now=now) == []
