"""Alerts on the pages: shown, acknowledged, and their rules."""

import pytest
from django.urls import reverse

from clinic.domain.alerts import DEFAULTS
from clinic.models import Alert, Clinic
from clinic.selectors import alerts as selected
from tests.factories import (
    AlertFactory,
    CareFactory,
    ClinicAdminFactory,
    PatientFactory,
    PrescriptionFactory,
    SelfReportFactory,
    TherapistFactory,
)

RULES = {
    "pain_on": "on",
    "pain": 5,
    "missed": 4,
    "range_on": "on",
    "red_flag_on": "on",
    "words": "numb, limp\nnumb,",
}


@pytest.fixture
def alert(patient):
    row = PrescriptionFactory(plan__patient=patient)
    report = SelfReportFactory(prescription=row, pain=8, comment="It stings.")
    return AlertFactory(patient=patient, self_report=report)


def rules_page(patient):
    return reverse("therapist:alerts", args=[patient.public_id])


def acknowledge(alert):
    return reverse("therapist:acknowledge", args=[alert.public_id])


class TestShown:
    @pytest.mark.parametrize("page", ["patients", "patient", "alerts"])
    def test_with_the_figures_and_what_the_patient_wrote(
        self, client, alert, patient, page
    ):
        own = [] if page == "patients" else [patient.public_id]
        text = client.get(reverse(f"therapist:{page}", args=own)).content.decode()
        assert "Pain 8 of 10; the rule says 7" in text
        assert "It stings." in text

    def test_the_queue_counts_them(self, client, alert):
        assert client.get(reverse("therapist:caseload")).context["alerts"] == 1

    @pytest.mark.parametrize(
        ("kind", "facts", "said"),
        [
            ("missed", {"days": 4, "threshold": 3}, "4 days with exercises missed"),
            ("red_flag", {"words": ["numb"]}, "Warning words: numb"),
            (
                "range",
                {
                    "exercise": "Squat",
                    "before": 100.0,
                    "after": 80.0,
                    "error": 12.0,
                    "unit": "deg",
                },
                "Squat: range went from 100° to 80°, which is more than its error",
            ),
        ],
    )
    def test_every_kind_has_words(self, client, patient, kind, facts, said):
        AlertFactory(patient=patient, kind=kind, facts=facts)
        assert said in client.get(reverse("therapist:patients")).content.decode()

    def test_queries_do_not_grow(
        self, client, alert, therapist, django_assert_max_num_queries
    ):
        for _ in range(2):
            with django_assert_max_num_queries(14):
                client.get(reverse("therapist:patients"))
            for _number in range(10):
                other = CareFactory(therapist=therapist).patient
                AlertFactory(patient=other)


class TestAcknowledge:
    def test_says_who_and_when_and_leads_back(self, client, alert, therapist, patient):
        page = client.post(
            acknowledge(alert), {"next": rules_page(patient)}, follow=True
        )
        alert.refresh_from_db()
        assert alert.acknowledged_by == therapist
        assert f"acknowledged by {therapist.full_name}" in page.content.decode()
        patients = client.get(reverse("therapist:patients"))
        assert patients.context["open_alerts"] == []

    def test_another_was_first(self, client, alert, patient):
        client.post(acknowledge(alert))
        client.force_login(CareFactory(patient=patient).therapist)
        page = client.post(acknowledge(alert), follow=True)
        assert "Somebody else" in page.content.decode()

    @pytest.mark.parametrize(
        ("person", "code"),
        [(TherapistFactory, 404), (PatientFactory, 403), (ClinicAdminFactory, 403)],
    )
    def test_is_not_there_for_others(self, client, alert, person, code):
        client.force_login(person())
        assert client.post(acknowledge(alert)).status_code == code
        assert Alert.objects.open().count() == 1


class TestRules:
    def test_of_a_patient_are_kept(self, client, patient):
        client.post(rules_page(patient), RULES)
        rules = selected.rules_of(patient)
        assert (rules["pain"].threshold, rules["missed"].is_on) == (5, False)
        assert rules["red_flag"].words == ("numb", "limp")
        assert selected.rules_of(PatientFactory()) == DEFAULTS

    def test_what_cannot_be_is_explained(self, client, patient):
        response = client.post(rules_page(patient), RULES | {"pain": 11})
        assert response.status_code == 422
        assert selected.rules_of(patient) == DEFAULTS

    def test_the_page_of_a_stranger_is_not_there(self, client, patient):
        client.force_login(TherapistFactory())
        for method in (client.get, client.post):
            assert method(rules_page(patient)).status_code == 404

    def test_of_the_clinic_are_the_admins(self, client, patient, therapist):
        address = reverse("clinic_admin:alert_rules")
        assert client.get(address).status_code == 403
        client.force_login(ClinicAdminFactory())
        client.post(address, RULES | {"escalate_after_h": 6})
        assert Clinic.objects.get().escalate_after_h == 6
        assert selected.rules_of(patient)["pain"].threshold == 5
