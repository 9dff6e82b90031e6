"""The database itself refuses what must never be."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from clinic.models import AuditEvent, User
from clinic.models.audit import AppendOnly
from tests.factories import (
    NOON,
    AlertFactory,
    AlertRuleFactory,
    AnalysisFactory,
    CareFactory,
    ClinicAdminFactory,
    ClinicFactory,
    ConsentFactory,
    ExerciseFactory,
    FindingFactory,
    GoalFactory,
    MessageFactory,
    PatientFactory,
    PlanFactory,
    PlanPhaseFactory,
    PrescriptionFactory,
    RecordingFactory,
    RepetitionFactory,
    SelfReportFactory,
    UploadFactory,
    UploadPartFactory,
    VerdictFactory,
)

pytestmark = pytest.mark.django_db
BEFORE = NOON - dt.timedelta(days=300)


def refused(name, factory, **fields):
    """Assert that the constraint called `name` refuses the row."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        factory(**fields)
    found = str(refusal.value)
    assert name in found or "UNIQUE" in found.upper()


@pytest.mark.parametrize(
    ("name", "factory", "fields"),
    [
        ("clinic_show_findings_known", ClinicFactory, {"show_findings": "never"}),
        ("user_has_clinic", PatientFactory, {"clinic": None}),
        ("user_role_known", PatientFactory, {"role": "king"}),
        ("care_ends_after_start", CareFactory, {"ended_at": BEFORE}),
        ("consent_withdrawn_after_given", ConsentFactory, {"withdrawn_at": BEFORE}),
        ("goal_undone_after_written", GoalFactory, {"undone_at": BEFORE}),
        ("plan_ends_after_start", PlanFactory, {"ends_on": BEFORE.date()}),
        ("prescription_sets_in_range", PrescriptionFactory, {"sets": 0}),
        ("prescription_sets_in_range", PrescriptionFactory, {"sets": 21}),
        ("prescription_says_how_much", PrescriptionFactory, {"repetitions": None}),
        ("prescription_says_how_much", PrescriptionFactory, {"repetitions": 0}),
        ("prescription_has_weekdays", PrescriptionFactory, {"weekdays": 0}),
        ("prescription_has_weekdays", PrescriptionFactory, {"weekdays": 128}),
        ("recording_not_empty", RecordingFactory, {"size_bytes": 0}),
        ("recording_duration_not_negative", RecordingFactory, {"duration_s": -1.0}),
        ("analysis_status_known", AnalysisFactory, {"status": "lost"}),
        ("analysis_running_is_claimed", AnalysisFactory, {"status": "running"}),
        (
            "analysis_claim_is_whole",
            AnalysisFactory,
            {"running": True, "lease_until": None},
        ),
        ("analysis_done_has_report", AnalysisFactory, {"done": True, "report": None}),
        (
            "analysis_failed_says_why",
            AnalysisFactory,
            {"failed": True, "failure_code": ""},
        ),
        ("analysis_percent_in_range", AnalysisFactory, {"percent": 101}),
        ("repetition_times_in_order", RepetitionFactory, {"peak_s": 0.5}),
        ("repetition_times_in_order", RepetitionFactory, {"peak_s": 3.5}),
        ("repetition_times_in_order", RepetitionFactory, {"start_s": -0.5}),
        ("repetition_score_in_range", RepetitionFactory, {"score": 100.5}),
        ("finding_source_is_clear", FindingFactory, {"source": "therapist"}),
        ("finding_severity_known", FindingFactory, {"severity": "awful"}),
        ("finding_confidence_is_probability", FindingFactory, {"confidence": 1.1}),
        ("verdict_decision_known", VerdictFactory, {"decision": "perhaps"}),
        ("verdict_undone_after_decided", VerdictFactory, {"undone_at": BEFORE}),
        ("message_not_empty", MessageFactory, {"text": ""}),
        ("plan_pain_limit_in_range", PlanFactory, {"pain_limit": 11}),
        ("clinic_escalates_within_a_week", ClinicFactory, {"escalate_after_h": 0}),
        ("alert_rule_has_threshold", AlertRuleFactory, {"threshold": None}),
        ("alert_rule_has_threshold", AlertRuleFactory, {"threshold": 11}),
        (
            "alert_rule_has_threshold",
            AlertRuleFactory,
            {"kind": "missed", "threshold": 31},
        ),
        ("alert_rule_has_threshold", AlertRuleFactory, {"kind": "gossip"}),
        ("alert_acknowledged_by_someone", AlertFactory, {"acknowledged_at": NOON}),
        ("phase_rule_in_range", PlanPhaseFactory, {"min_score": 101}),
        ("phase_rule_in_range", PlanPhaseFactory, {"max_pain": 11}),
        ("phase_rule_in_range", PlanPhaseFactory, {"sessions": 0}),
        ("prescription_tempo_in_range", PrescriptionFactory, {"rest_s": 601}),
        ("prescription_tempo_in_range", PrescriptionFactory, {"toward_s": 0}),
        ("prescription_tempo_in_range", PrescriptionFactory, {"back_s": 31}),
        ("self_report_moment_known", SelfReportFactory, {"moment": "never"}),
        ("self_report_pain_in_range", SelfReportFactory, {"pain": 11}),
        ("self_report_effort_in_range", SelfReportFactory, {"effort": 11}),
        ("self_report_tells_something", SelfReportFactory, {"pain": None}),
        ("self_report_tells_something", SelfReportFactory, {"moment": "after"}),
        ("self_report_tells_something", SelfReportFactory, {"moment": "instead"}),
        ("upload_not_empty", UploadFactory, {"size_bytes": 0}),
        ("upload_within_its_size", UploadFactory, {"offset_bytes": 1001}),
        ("upload_part_not_empty", UploadPartFactory, {"size_bytes": 0}),
        ("message_read_after_sent", MessageFactory, {"read_at": BEFORE}),
    ],
)
def test_refuses(name, factory, fields):
    refused(name, factory, **fields)


def test_an_upload_with_missing_bytes_is_no_recording():
    refused(
        "upload_stored_when_whole",
        UploadFactory,
        recording=RecordingFactory(),
        offset_bytes=999,
    )


def test_addresses_are_lower_case():
    user = PatientFactory()
    with pytest.raises(IntegrityError, match="user_email_lower_case"):
        User.objects.filter(pk=user.pk).update(email="Jane@Example.org")


def test_nobody_treats_themselves():
    person = PatientFactory()
    refused("care_of_another", CareFactory, patient=person, therapist=person)


@pytest.mark.parametrize(
    ("factory", "same"),
    [
        (CareFactory, ["therapist", "patient"]),
        (ConsentFactory, ["patient"]),
        (PrescriptionFactory, ["plan", "position"]),
        (RecordingFactory, ["patient", "sha256"]),
        (AnalysisFactory, ["recording", "pipeline_version", "options_key"]),
        (RepetitionFactory, ["analysis", "index"]),
        (VerdictFactory, ["finding"]),
        (UploadPartFactory, ["upload", "offset_bytes"]),
    ],
)
def test_there_is_only_one(factory, same):
    first = factory()
    fields = {name: getattr(first, name) for name in same}
    if factory is AnalysisFactory:
        fields["is_current"] = False
    refused("UNIQUE", factory, **fields)


def test_a_recording_has_one_current_analysis():
    first = AnalysisFactory()
    refused(
        "UNIQUE", AnalysisFactory, recording=first.recording, pipeline_version="9.9"
    )


def test_a_shared_exercise_has_one_row_a_code():
    ExerciseFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(ExerciseFactory()).objects.create(code="squat", name="Again")


@pytest.mark.parametrize(
    ("factory", "ended", "same"),
    [
        (CareFactory, {"ended_at": NOON}, ["therapist", "patient"]),
        (ConsentFactory, {"withdrawn_at": NOON}, ["patient"]),
        (RecordingFactory, {"deleted_at": NOON}, ["patient", "sha256"]),
        (VerdictFactory, {"undone_at": NOON}, ["finding"]),
    ],
)
def test_what_has_ended_makes_room(factory, ended, same):
    first = factory(**ended)
    assert factory(**{name: getattr(first, name) for name in same}).pk != first.pk


class TestAudit:
    @pytest.fixture
    def event(self):
        admin = ClinicAdminFactory()
        return AuditEvent.objects.create(
            at=NOON,
            actor=admin,
            clinic=admin.clinic,
            action="recording.viewed",
            object_type="recording",
            object_id="1",
        )

    def test_a_row_is_neither_changed_nor_deleted(self, event):
        for change in (
            event.save,
            event.delete,
            AuditEvent.objects.all().delete,
            lambda: AuditEvent.objects.update(action="nothing"),
        ):
            with pytest.raises(AppendOnly):
                change()

    def test_the_database_refuses_a_change_too(self, event):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE clinic_auditevent SET action = 'nothing'")


def test_a_plan_has_one_row_a_version():
    plan = PlanFactory()
    refused("one_plan_a_version", PlanFactory, series=plan.series)
    assert PlanFactory(series=plan.series, version=2).pk


def test_a_plan_has_one_phase_a_position():
    phase = PlanPhaseFactory()
    refused("one_phase_a_position", PlanPhaseFactory, plan=phase.plan)


def test_a_clinic_and_a_patient_have_one_alert_rule_a_kind():
    rule = AlertRuleFactory()
    refused("one_default_rule_a_kind", AlertRuleFactory, clinic=rule.clinic)
    own = AlertRuleFactory(patient=PatientFactory())
    refused("one_patient_rule_a_kind", AlertRuleFactory, patient=own.patient)


def test_an_alert_is_raised_once_for_each_occasion():
    alert = AlertFactory()
    again = {"patient": alert.patient, "occasion": alert.occasion}
    refused("one_alert_an_occasion", AlertFactory, **again)
    assert AlertFactory(**again, kind="missed").pk
