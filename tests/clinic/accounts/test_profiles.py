"""One's own settings: name, language, time zone, size of text."""

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from clinic.access import Denied
from clinic.models import AuditEvent
from clinic.services import profiles
from clinic.services.profiles import Profile
from clinic.web.middleware import personal_settings
from tests.factories import PatientFactory, ServiceAccountFactory, TherapistFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
ANSWERS = {"full_name": "Jane Roe", "language": "en", "time_zone": "Asia/Tokyo"}


@pytest.fixture
def patient(client):
    patient = PatientFactory(full_name="Jane Doe")
    client.force_login(patient, backend=BACKEND)
    return patient


def test_what_is_saved_is_in_force_on_the_next_page(client, patient):
    response = client.post(
        reverse("account_profile"), {**ANSWERS, "language": "de", "large_text": "on"}
    )
    page = client.get(response["Location"])

    patient.refresh_from_db()
    assert (patient.full_name, patient.language) == ("Jane Roe", "de")
    assert (patient.time_zone, patient.large_text) == ("Asia/Tokyo", True)
    assert '<html lang="de"' in page.content.decode()
    assert "data-large-text" in page.content.decode()


def test_times_are_shown_in_ones_own_zone(rf):
    seen = []

    def page(request):
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    request = rf.get("/")
    request.user = PatientFactory(time_zone="Asia/Tokyo")
    personal_settings(page)(request)

    assert seen == ["Asia/Tokyo"]
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.parametrize(
    "answer", [{"full_name": ""}, {"language": "xx"}, {"time_zone": "Mars/Olympus"}]
)
def test_what_cannot_be_is_refused(client, patient, answer):
    response = client.post(reverse("account_profile"), {**ANSWERS, **answer})

    assert response.status_code == 422
    patient.refresh_from_db()
    assert patient.full_name == "Jane Doe"


def test_a_zone_that_is_gone_does_not_lock_anybody_out(client, patient):
    type(patient).objects.update(time_zone="Mars/Olympus")

    assert client.get(reverse("account_profile")).status_code == 200


def test_the_page_leads_to_the_consent_and_its_withdrawal(client, patient):
    page = client.get(reverse("account_profile")).content.decode()

    assert reverse("patient:consent") in page


def test_visitors_have_no_settings(client):
    assert client.get(reverse("account_profile")).status_code == 302


def test_the_audit_names_what_changed_and_not_to_what(now):
    patient = PatientFactory(language="en")
    wanted = Profile("Jane Roe", "en", patient.time_zone, large_text=True)

    profiles.change(by=patient, profile=wanted, now=now)
    profiles.change(by=patient, profile=wanted, now=now)

    event = AuditEvent.objects.get()
    assert event.detail == {"fields": "full_name,large_text"}


@pytest.mark.parametrize(
    "profile",
    [
        Profile(" ", "en", "UTC"),
        Profile("Jane", "xx", "UTC"),
        Profile("Jane", "en", "Mars/Olympus"),
    ],
    ids=["name", "language", "zone"],
)
def test_the_service_refuses_values_that_there_are_not(now, profile):
    with pytest.raises(profiles.ProfileNotValid):
        profiles.change(by=PatientFactory(), profile=profile, now=now)


@pytest.mark.parametrize(
    "make", [ServiceAccountFactory, lambda: PatientFactory(is_active=False)]
)
def test_programs_and_closed_accounts_change_nothing(now, make):
    with pytest.raises(Denied):
        profiles.change(by=make(), profile=Profile("Jane", "en", "UTC"), now=now)


def test_a_patient_switches_the_mails_about_results_off(client, patient):
    client.post(reverse("account_profile"), ANSWERS)
    patient.refresh_from_db()
    assert patient.result_mails is False


def test_staff_are_not_asked_about_mails_they_never_get(client):
    therapist = TherapistFactory()
    client.force_login(therapist, backend=BACKEND)
    text = client.get(reverse("account_profile")).content.decode()
    assert "result_mails" not in text
    client.post(reverse("account_profile"), ANSWERS)
    therapist.refresh_from_db()
    assert therapist.result_mails is True
