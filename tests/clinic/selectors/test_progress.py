"""Progress over weeks, read from the digests."""

import datetime as dt

import pytest

from clinic import selectors
from clinic.models import Clinic, RecordingDigest
from clinic.services import digests
from tests.clinic import bulk
from tests.factories import (
    AnalysisFactory,
    CommentFactory,
    PatientFactory,
    PrescriptionFactory,
    RecordingFactory,
    RepetitionFactory,
    ReviewFactory,
    SelfReportFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db

SCORED = {"summary": {"score": 64.0}}


@pytest.fixture
def patient():
    return PatientFactory()


def rom(side, value, error=10.0):
    return {
        "name": "range_of_motion", "side": side, "value": value,
        "unit": "deg", "uncertainty": error,
    }  # fmt: skip


def analyzed(patient, *, at, repetitions=3, measures=(), prescription=None, **how):
    chosen = prescription or PrescriptionFactory(plan__patient=patient)
    recording = RecordingFactory(patient=patient, prescription=chosen, recorded_at=at)
    how = how or {"done": True, "report": SCORED}
    row = AnalysisFactory(recording=recording, **how)
    for index in range(1, repetitions + 1):
        RepetitionFactory(analysis=row, index=index, measures=list(measures))
    digests.refresh(recording)
    return recording


def progress(patient, now, *, days=7, viewer=None):
    since = now.date() - dt.timedelta(days=days - 1)
    return selectors.progress(
        patient, viewer=viewer or patient, since=since, until=now.date()
    )


def only_session(patient, now, **how):
    [exercise] = progress(patient, now, **how).exercises
    [session] = exercise.sessions
    return session


def test_counts_days_and_gives_sessions(patient, now):
    recording = analyzed(patient, at=now - dt.timedelta(days=1))
    shown = progress(patient, now)
    assert [day.done for day in shown.days] == [0, 0, 0, 0, 0, 1, 0]
    assert shown.adherence == pytest.approx(1 / 7)
    session = only_session(patient, now)
    assert session.public_id == recording.public_id
    assert (session.repetitions, session.score, session.version) == (3, 64.0, "0.1.0")


def test_a_session_knows_what_was_measured_and_how_well(patient, now):
    both = [rom("left", 40.0), rom("right", 60.0)]
    analyzed(patient, at=now, measures=both)
    moved = only_session(patient, now).movement
    assert (moved.range.value, moved.left.value, moved.right.value) == (50, 40, 60)
    assert 0 < moved.range.half_width < moved.left.half_width < 10
    assert moved.side_difference.value == pytest.approx(40.0)
    assert (moved.unit, moved.tempo.value) == ("deg", 2.0)


def test_what_was_not_measured_is_absent(patient, now):
    analyzed(patient, at=now, measures=[rom("left", None)])
    moved = only_session(patient, now).movement
    assert (moved.range, moved.left, moved.side_difference, moved.held) == (None,) * 4


def test_seconds_of_holds_are_kept(patient, now):
    holds = [{"start_s": 1.0, "end_s": 21.0}, {"start_s": 30.0, "end_s": 40.0}]
    analyzed(
        patient,
        at=now,
        repetitions=0,
        done=True,
        report={"summary": {}, "holds": holds},
    )
    assert only_session(patient, now).movement.held.value == 30.0


def test_a_plan_that_was_ended_is_due_no_more(now):
    prescription = PrescriptionFactory(plan__ended_at=now - dt.timedelta(days=3))
    shown = progress(prescription.plan.patient, now)
    assert [day.due for day in shown.days] == [1, 1, 1, 0, 0, 0, 0]


def test_what_is_not_analyzed_yet_counts_as_done_and_has_no_session(patient, now):
    analyzed(patient, at=now, running=True)
    shown = progress(patient, now)
    assert sum(day.done for day in shown.days) == 1
    assert shown.exercises == ()


def test_another_exercise_than_prescribed_has_no_repetitions_of_it(patient, now):
    other = {"exercise": {"not_prescribed": True}}
    analyzed(patient, at=now, done=True, report=other)
    assert progress(patient, now).weeks[-1].seen == 0


def test_repetitions_seen_stand_against_those_prescribed(patient, now):
    thrice = PrescriptionFactory(plan__patient=patient, sets=2, repetitions=5)
    analyzed(patient, at=now, repetitions=8, prescription=thrice)
    week = progress(patient, now, days=1).weeks[-1]  # `now` is a Monday
    assert (week.prescribed, week.seen, week.planned) == (10, 8, 7)


def test_a_digest_of_another_analysis_is_not_shown(patient, now):
    recording = analyzed(patient, at=now)
    recording.analyses.update(is_current=False)
    AnalysisFactory(recording=recording, done=True, pipeline_version="0.2.0")
    assert progress(patient, now).exercises == ()


def test_before_a_review_a_patient_of_a_careful_clinic_sees_counts_only(patient, now):
    Clinic.objects.update(show_findings=Clinic.ShowFindings.AFTER_REVIEW)
    patient.refresh_from_db()
    recording = analyzed(patient, at=now, measures=[rom("left", 40.0)])
    hidden = only_session(patient, now)
    assert (hidden.score, hidden.movement.range, hidden.repetitions) == (None, None, 3)
    assert only_session(patient, now, viewer=TherapistFactory()).score == 64.0
    ReviewFactory(recording=recording, reviewed_at=now)
    assert only_session(patient, now).score == 64.0


def test_plans_and_comments_are_events_of_their_exercise(patient, now):
    recording = analyzed(patient, at=now)
    CommentFactory(recording=recording, written_at=now, text="Lower.")
    CommentFactory(recording=recording, written_at=now, withdrawn_at=now)
    found = progress(patient, now, days=30).events
    assert [(one.kind, one.words) for one in found] == [
        ("plan", "After knee surgery"),
        ("comment", "Lower."),
    ]
    assert {one.exercise for one in found} == {recording.exercise_id}


def test_pain_is_told_of_its_exercise(patient, now):
    recording = analyzed(patient, at=now)
    SelfReportFactory(prescription=recording.prescription, pain=4, reported_at=now)
    SelfReportFactory(reported_at=now)  # of somebody else
    [exercise] = progress(patient, now).exercises
    assert [(one.pain, one.moment) for one in exercise.pains] == [(4, "before")]


def test_a_day_is_one_of_the_patients_own_clock(now):
    patient = PatientFactory(time_zone="Pacific/Auckland")  # UTC+13 in March
    late = dt.datetime(2026, 3, 1, 11, 30, tzinfo=dt.UTC)  # half past midnight there
    analyzed(patient, at=late)
    assert only_session(patient, now, days=1).on == dt.date(2026, 3, 2)


def test_a_thousand_recordings_cost_no_more_queries_than_ten(
    now, django_assert_max_num_queries
):
    therapist = TherapistFactory()
    few, many = bulk.patients(therapist, 2)
    bulk.recordings([few], 10, now=now)
    bulk.recordings([many], 1000, now=now)
    counts = []
    for patient in (few, many):
        with django_assert_max_num_queries(6) as queries:
            shown = progress(patient, now, days=4000, viewer=therapist)
        counts.append((len(queries), len(shown.exercises[0].sessions)))
    assert counts == [(counts[0][0], 10), (counts[0][0], 1000)]


def test_what_an_older_release_kept_is_filled_in(patient, now):
    analyzed(patient, at=now, measures=[rom("left", 40.0)])
    RecordingDigest.objects.update(movement=None)
    assert only_session(patient, now).movement.range is None
    assert digests.fill_missing() == 1
    assert only_session(patient, now).movement.range.value == 40.0
    assert digests.fill_missing() == 0
