"""Alerts are raised once by rules, acknowledged by one, escalated when by none."""

import datetime as dt

import pytest
from django.core import mail

from clinic.access import Denied
from clinic.domain.alerts import DEFAULTS, Setting
from clinic.models import Alert, AlertRule, AuditEvent, Clinic, RecordingDigest
from clinic.selectors import alerts as selected
from clinic.services import alerts, messages, self_reports
from tests.factories import (
    NOON,
    AlertFactory,
    AnalysisFactory,
    CareFactory,
    ClinicAdminFactory,
    ClinicFactory,
    PrescriptionFactory,
    RecordingFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def care():
    return CareFactory(patient__full_name="Maria Lindgren")


@pytest.fixture
def prescription(care):
    return PrescriptionFactory(plan__patient=care.patient)


def raised(kind):
    return Alert.objects.filter(kind=kind)


class TestOfMessage:
    def test_warning_words_of_the_patient_raise_one_alert(self, care):
        message = messages.send(
            by=care.patient, patient=care.patient, text="I fell, dizzy", now=NOON
        )
        alert = raised("red_flag").get()
        assert (alert.message, alert.facts) == (message, {"words": ["fell", "dizzy"]})
        alerts.of_message(message, now=NOON + DAY)
        assert raised("red_flag").count() == 1

    def test_words_of_therapists_and_of_the_system_do_not(self, care):
        messages.send(
            by=care.therapist, patient=care.patient, text="Are you dizzy?", now=NOON
        )
        messages.send(
            by=care.patient,
            patient=care.patient,
            text="calf",
            now=NOON,
            is_automatic=True,
        )
        assert not Alert.objects.exists()


class TestOfReport:
    def told(self, prescription, *, pain=0, comment="", at=NOON, recording=None):
        patient = prescription.plan.patient
        recording = recording or RecordingFactory(
            patient=patient, prescription=prescription
        )
        return self_reports.after(
            by=patient,
            recording=recording,
            pain=pain,
            effort=None,
            comment=comment,
            now=at,
        )

    def test_pain_from_the_clinics_usual_threshold_on(self, prescription):
        self.told(prescription, pain=6)
        assert not Alert.objects.exists()
        report = self.told(prescription, pain=7)
        alert = raised("pain").get()
        assert alert.facts == {"pain": 7, "threshold": 7}
        assert alert.self_report == report

    def test_before_the_exercise_as_well(self, prescription, care):
        self_reports.before(
            by=care.patient, prescription=prescription, pain=9, now=NOON
        )
        assert raised("pain").count() == 1

    def test_the_patients_own_rule_goes_before_the_clinics(self, prescription, care):
        clinic = {**DEFAULTS, "pain": Setting(threshold=9)}
        alerts.set_defaults(
            by=ClinicAdminFactory(),
            clinic=care.patient.clinic,
            wanted=clinic,
            escalate_after_h=24,
            now=NOON,
        )
        self.told(prescription, pain=8)
        assert not Alert.objects.exists()
        own = {**clinic, "pain": Setting(threshold=4)}
        alerts.set_rules(by=care.therapist, patient=care.patient, wanted=own, now=NOON)
        self.told(prescription, pain=4)
        assert raised("pain").get().facts["threshold"] == 4

    def test_warning_words_in_a_comment(self, prescription):
        self.told(prescription, comment="My foot feels numb.")
        assert raised("red_flag").get().facts == {"words": ["numb"]}

    def test_correcting_a_report_raises_none_twice_and_takes_none_back(
        self, prescription
    ):
        report = self.told(prescription, pain=8)
        again = self.told(prescription, pain=8, recording=report.recording)
        self.told(prescription, pain=1, recording=again.recording)
        assert raised("pain").count() == 1

    def test_the_audit_says_the_kind_and_no_words(self, prescription):
        self.told(prescription, comment="My foot feels numb.")
        event = AuditEvent.objects.get(action="alert.raised")
        assert event.detail == {"kind": "red_flag"}


class TestLook:
    def test_days_missed_in_a_row(self, prescription):
        assert alerts.look(now=NOON) == 1
        alert = raised("missed").get()
        assert alert.facts == {"days": 14, "threshold": 3}

    def test_the_same_is_raised_once_and_again_after_a_return(self, prescription, care):
        alerts.look(now=NOON)
        assert alerts.look(now=NOON + DAY) == 0
        RecordingFactory(
            patient=care.patient,
            prescription=prescription,
            recorded_at=NOON + DAY,
        )
        assert alerts.look(now=NOON + 2 * DAY) == 0
        assert alerts.look(now=NOON + 6 * DAY) == 1

    def test_two_missed_days_are_life(self, prescription, care):
        RecordingFactory(
            patient=care.patient,
            prescription=prescription,
            recorded_at=NOON - 3 * DAY,
        )
        assert alerts.look(now=NOON) == 0

    def test_a_patient_whom_nobody_treats_is_not_looked_after(self):
        PrescriptionFactory()
        assert alerts.look(now=NOON) == 0

    def test_a_range_that_went_down_by_more_than_the_error(self, prescription, care):
        for days, value in enumerate((100, 101, 99, 80, 81, 79)):
            recording = RecordingFactory(
                patient=care.patient,
                prescription=prescription,
                recorded_at=NOON - (6 - days) * DAY,
            )
            kept = {"range": {"value": value, "half_width": 5.0, "unit": "deg"}}
            RecordingDigest.objects.create(
                recording=recording,
                analysis=AnalysisFactory(recording=recording, done=True),
                movement=kept,
            )
        assert alerts.look(now=NOON) == 1
        facts = raised("range").get().facts
        assert (facts["before"], facts["after"], facts["unit"]) == (100, 80, "deg")
        assert 0 < facts["error"] < 20

    def test_queries_do_not_grow(self, prescription, care, django_assert_num_queries):
        alerts.look(now=NOON)
        with django_assert_num_queries(4):
            list(selected.occasions(care.patient.clinic, now=NOON))
        for _ in range(5):
            other = CareFactory(therapist=care.therapist).patient
            item = PrescriptionFactory(plan__patient=other)
            RecordingFactory(patient=other, prescription=item)
        with django_assert_num_queries(4):
            list(selected.occasions(care.patient.clinic, now=NOON))


class TestAcknowledge:
    def test_keeps_who_was_first_and_when(self, care):
        alert = AlertFactory(patient=care.patient)
        colleague = CareFactory(patient=care.patient).therapist
        assert alerts.acknowledge(by=care.therapist, alert=alert, now=NOON)
        assert not alerts.acknowledge(by=colleague, alert=alert, now=NOON + DAY)
        alert.refresh_from_db()
        assert alert.acknowledged_by == care.therapist
        assert alert.acknowledged_at == NOON

    @pytest.mark.parametrize("who", ["colleague", "patient", "admin", "elsewhere"])
    def test_is_for_therapists_in_charge(self, care, who):
        elsewhere = ClinicFactory(slug="hillside")
        people = {
            "colleague": TherapistFactory(),
            "patient": care.patient,
            "admin": ClinicAdminFactory(),
            "elsewhere": TherapistFactory(clinic=elsewhere),
        }
        alert = AlertFactory(patient=care.patient)
        with pytest.raises(Denied):
            alerts.acknowledge(by=people[who], alert=alert, now=NOON)
        assert not Alert.objects.visible_to(people[who]).exists()
        assert Alert.objects.visible_to(care.therapist).exists()


class TestEscalate:
    def test_after_the_clinics_time_all_in_charge_are_written_to_once(self, care):
        CareFactory(patient=care.patient)
        Clinic.objects.update(escalate_after_h=6)
        alert = AlertFactory(patient=care.patient)
        almost = NOON + dt.timedelta(hours=5, minutes=59)
        assert alerts.escalate(now=almost) == 0
        assert alerts.escalate(now=NOON + dt.timedelta(hours=6)) == 1
        assert alerts.escalate(now=NOON + DAY) == 0
        alert.refresh_from_db()
        assert alert.escalated_at == NOON + dt.timedelta(hours=6)
        assert len(mail.outbox) == 2

    def test_the_mail_names_neither_patient_nor_reason(self, care):
        AlertFactory(patient=care.patient)
        alerts.escalate(now=NOON + DAY)
        (letter,) = mail.outbox
        said = (letter.subject + letter.body).lower()
        assert letter.to == [care.therapist.email]
        for secret in ("maria", "lindgren", "pain"):
            assert secret not in said

    def test_several_alerts_are_one_mail_a_person(self, care):
        for _ in range(3):
            AlertFactory(patient=care.patient)
        assert alerts.escalate(now=NOON + DAY) == 3
        assert len(mail.outbox) == 1

    def test_what_was_acknowledged_is_not(self, care):
        alert = AlertFactory(patient=care.patient)
        alerts.acknowledge(by=care.therapist, alert=alert, now=NOON)
        assert alerts.escalate(now=NOON + DAY) == 0

    def test_without_anybody_in_charge_the_admin_is_told(self):
        admin = ClinicAdminFactory()
        AlertFactory()
        alerts.escalate(now=NOON + DAY)
        assert mail.outbox[0].to == [admin.email]


class TestRules:
    def test_what_is_as_usual_is_not_stored(self, care):
        own = {**DEFAULTS, "missed": Setting(threshold=5)}
        alerts.set_rules(by=care.therapist, patient=care.patient, wanted=own, now=NOON)
        assert AlertRule.objects.get().kind == "missed"
        assert selected.rules_of(care.patient) == own

    @pytest.mark.parametrize("threshold", [0, 11, None])
    def test_a_threshold_beyond_the_scale_is_refused(self, care, threshold):
        own = {**DEFAULTS, "pain": Setting(threshold=threshold)}
        with pytest.raises(alerts.RuleNotValid):
            alerts.set_rules(
                by=care.therapist, patient=care.patient, wanted=own, now=NOON
            )

    def test_rules_of_a_patient_need_care_and_defaults_the_admin(self, care):
        with pytest.raises(Denied):
            alerts.set_rules(
                by=TherapistFactory(), patient=care.patient, wanted=DEFAULTS, now=NOON
            )
        with pytest.raises(Denied):
            alerts.set_defaults(
                by=care.therapist,
                clinic=care.patient.clinic,
                wanted=DEFAULTS,
                escalate_after_h=12,
                now=NOON,
            )
