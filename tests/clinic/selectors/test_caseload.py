"""The figures behind each patient of a therapist."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic import selectors
from clinic.domain.attention import Concern
from clinic.models import Alert, Recording, SelfReport
from clinic.services import digests
from tests.clinic import bulk
from tests.factories import (
    AlertFactory,
    AnalysisFactory,
    CareFactory,
    FindingFactory,
    PlanPhaseFactory,
    PrescriptionFactory,
    RecordingFactory,
    SelfReportFactory,
    TherapistFactory,
    UploadFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def care():
    return CareFactory()


@pytest.fixture
def prescription(care, now):
    return PrescriptionFactory(plan__patient=care.patient)


@pytest.fixture
def recorded(care, prescription, now):
    def make(*, days=0, score=None, severity=None, version="0.1.0", **analysis):
        recording = RecordingFactory(
            patient=care.patient,
            prescription=prescription,
            recorded_at=now - dt.timedelta(days=days),
        )
        report = {"schema": 1, "summary": {"score": score}}
        how = analysis or {"done": True, "report": report}
        made = AnalysisFactory(recording=recording, pipeline_version=version, **how)
        if severity:
            FindingFactory(repetition__analysis=made, severity=severity)
        digests.refresh(recording)
        return recording

    return make


def only(care, now):
    (row,) = selectors.caseload(care.therapist, now=now)
    return row


def test_counts_what_was_missed_in_the_last_week(care, now, recorded):
    for days in (0, 1, 3):
        recorded(days=days)
    row = only(care, now)
    # Due on each of seven days before today, done on two of them.
    assert (row.weeks.missed, row.weeks.idle_days) == (5, 0)
    assert (row.exercises, row.waiting) == (1, 3)


def test_who_has_stopped_is_inactive(care, now, recorded):
    recorded(days=9)
    assert only(care, now).weeks.idle_days == 9
    assert Concern.INACTIVE in only(care, now).concerns


def test_nobody_is_inactive_without_a_plan(care, now):
    row = only(care, now)
    assert (row.weeks.idle_days, row.concerns, row.latest) == (None, (), None)


def test_findings_count_until_they_are_reviewed(care, now, recorded):
    recorded(severity="major")
    recorded(days=1, severity="moderate")
    recorded(days=2, failed=True)
    weeks = only(care, now).weeks
    assert (weeks.major, weeks.moderate, weeks.failed) == (1, 1, 1)
    from clinic.services import reviews

    for recording in Recording.objects.all():
        reviews.mark_reviewed(by=care.therapist, recording=recording, now=now)
    weeks = only(care, now).weeks
    assert (weeks.major, weeks.moderate, weeks.failed) == (0, 0, 0)


def test_scores_of_different_versions_make_no_course(care, now, recorded):
    for days, score in [(9, 40.0), (8, 41.0), (7, 39.0), (6, 40.0)]:
        recorded(days=days, score=score)
    for days, score in [(3, 80.0), (2, 81.0)]:
        recorded(days=days, score=score, version="9")
    row = only(care, now)
    assert row.scores == (80.0, 81.0)
    assert row.weeks.course.direction == "unknown"


def test_pain_is_read_oldest_first(care, now, prescription):
    for days, pain in [(1, 6), (3, 2), (2, 2)]:
        SelfReport.objects.create(
            clinic=care.patient.clinic, patient=care.patient,
            prescription=prescription, moment="before", pain=pain,
            reported_at=now - dt.timedelta(days=days),
        )  # fmt: skip
    row = only(care, now)
    assert list(row.weeks.pains) == [2, 2, 6]
    assert Concern.PAIN_JUMP in row.concerns


@pytest.mark.parametrize(
    ("hours", "changes", "is_trouble"),
    [
        (7, {}, True),
        (5, {}, False),  # a slow line
        (7, {"expires_at": dt.timedelta(hours=-1)}, False),  # nobody waits for it
        (7, {"is_there": True}, False),
    ],
)
def test_a_video_that_a_device_cannot_send_is_trouble(
    care, prescription, recorded, now, hours, changes, is_trouble
):
    is_there = changes.get("is_there", False)
    UploadFactory(
        prescription=prescription,
        begun_at=now - dt.timedelta(hours=hours),
        expires_at=now + changes.get("expires_at", dt.timedelta(days=6)),
        recording=recorded(score=80) if is_there else None,
        offset_bytes=1000 if is_there else 10,
    )
    assert (Concern.TROUBLE in only(care, now).concerns) is is_trouble


def test_what_wants_attention_comes_first(now):
    therapist = TherapistFactory()
    calm, grave = (
        CareFactory(therapist=therapist, patient__full_name=name).patient
        for name in ("Ann", "Zoe")
    )
    analysis = AnalysisFactory(done=True, recording__patient=grave)
    FindingFactory(repetition__analysis=analysis, severity="major")
    digests.refresh(analysis.recording)
    found = [row.patient for row in selectors.caseload(therapist, now=now)]
    assert found == [grave, calm]


@pytest.mark.slow
def test_ten_thousand_recordings_take_as_many_queries_as_ten(
    now, django_assert_num_queries
):
    therapist = TherapistFactory()
    few = bulk.patients(therapist, 5)
    PlanPhaseFactory(plan=few[0].plans.get())
    bulk.recordings(few, 10, now=now)
    with django_assert_num_queries(12):
        selectors.caseload(therapist, now=now)
    more = bulk.patients(therapist, 95)
    for patient in more[:10]:
        PlanPhaseFactory(plan=patient.plans.get())
    bulk.recordings([*few, *more], 9_990, now=now)
    with django_assert_num_queries(12):
        rows = selectors.caseload(therapist, now=now)
    assert len(rows) == 100


def test_lost_range_shows_until_its_alert_is_acknowledged(care, now):
    facts = {"before": 95.0, "after": 80.0, "unit": "deg"}
    alert = AlertFactory(patient=care.patient, kind="range", facts=facts)
    row = only(care, now)
    assert (row.range_down, Concern.RANGE_DOWN in row.concerns) == (facts, True)
    Alert.objects.filter(pk=alert.pk).update(
        acknowledged_by=care.therapist, acknowledged_at=now
    )
    assert only(care, now).range_down is None


def test_a_phase_is_named_once_its_rule_is_met(care, prescription, now, recorded):
    PlanPhaseFactory(plan=prescription.plan, title="Stronger", sessions=1)
    assert only(care, now).proposed == ()
    recording = recorded(score=90.0)
    SelfReportFactory(
        patient=care.patient,
        prescription=prescription,
        recording=recording,
        pain=1,
        reported_at=now,
    )
    assert only(care, now).proposed == ("Stronger",)


def test_phases_of_many_patients_cost_no_more_queries_than_of_one(now):
    def asked(number):
        therapist = TherapistFactory()
        people = bulk.patients(therapist, number)
        bulk.recordings(people, 2 * number, now=now)
        for patient in people:
            PlanPhaseFactory(plan=patient.plans.get(), sessions=1)
        with CaptureQueriesContext(connection) as queries:
            selectors.caseload(therapist, now=now)
        return len(queries)

    assert asked(1) == asked(4)


def test_digests_that_are_missing_are_written_once(now):
    therapist = TherapistFactory()
    bulk.recordings(bulk.patients(therapist, 2), 4, now=now)
    from clinic.models import RecordingDigest

    RecordingDigest.objects.all().delete()
    assert digests.fill_missing() == 4
    assert digests.fill_missing() == 0
