"""How far patients are toward their next phase, in few queries."""

import datetime as dt

import pytest

from clinic.models import Plan, RecordingDigest
from clinic.selectors.phases import phases_ahead
from clinic.selectors.plans import current_plans, whole
from tests.factories import (
    NOON,
    AnalysisFactory,
    CareFactory,
    PlanFactory,
    PlanPhaseFactory,
    PrescriptionFactory,
    RecordingFactory,
    SelfReportFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = PlanFactory()
    PlanPhaseFactory(plan=plan)
    return plan


def recorded(prescription, at, score):
    recording = RecordingFactory(
        patient=prescription.plan.patient, prescription=prescription, recorded_at=at
    )
    analysis = AnalysisFactory(recording=recording, done=True)
    RecordingDigest.objects.create(recording=recording, analysis=analysis, score=score)


def ahead(plan):
    return phases_ahead(list(whole(Plan.objects.filter(pk=plan.pk))))[plan.pk]


def test_a_session_is_a_day_with_its_mean_score_and_worst_pain(plan):
    row = PrescriptionFactory(plan=plan)
    for hours, score in ((0, 70), (2, 90)):
        recorded(row, NOON + dt.timedelta(hours=hours), score)
    for pain in (1, 4):
        SelfReportFactory(prescription=row, pain=pain, reported_at=NOON)
    (session,) = ahead(plan).sessions
    assert (session.score, session.pain) == (80, 4)


def test_sessions_before_the_phase_do_not_count(plan):
    row = PrescriptionFactory(plan=plan)
    recorded(row, NOON - dt.timedelta(days=2), 90)
    recorded(row, NOON, 90)
    Plan.objects.filter(pk=plan.pk).update(phase_since=NOON.date())
    assert [one.on for one in ahead(plan).sessions] == [NOON.date()]


def test_sessions_of_earlier_versions_of_the_phase_count(plan):
    recorded(PrescriptionFactory(plan=plan), NOON - dt.timedelta(days=2), 90)
    newest = PlanFactory(
        patient=plan.patient, series=plan.series, version=2, replaces=plan
    )
    PlanPhaseFactory(plan=newest)
    assert len(ahead(newest).sessions) == 1


def test_queries_do_not_grow(plan, django_assert_num_queries):
    care = CareFactory(patient=plan.patient)
    row = PrescriptionFactory(plan=plan)
    for days in range(6):
        for number in range(1 + days):
            if number:
                other = PlanFactory(patient=plan.patient)
                PlanPhaseFactory(plan=other)
            recorded(row, NOON - dt.timedelta(days=days, hours=number), 80)
    with django_assert_num_queries(3):
        plans = current_plans(care.therapist, plan.patient, on=NOON.date())
    with django_assert_num_queries(2):
        phases_ahead(plans)
    assert len(plans) > 5
