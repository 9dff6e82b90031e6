"""Pages of clinic admins."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse

from clinic.models import CareRelationship, Clinic, Invitation, User
from tests.factories import (
    CareFactory,
    ClinicAdminFactory,
    ClinicFactory,
    PatientFactory,
    TherapistFactory,
)


@pytest.fixture
def admin(client, db):
    admin = ClinicAdminFactory()
    client.force_login(admin)
    return admin


def test_people_are_listed_with_who_treats_them(client, admin):
    care = CareFactory()
    PatientFactory(clinic=ClinicFactory(slug="hillside"), full_name="Stranger")
    response = client.get(reverse("clinic_admin:people"))
    treated = {member.person: member.care for member in response.context["people"]}
    assert treated[care.patient] == (care,)
    assert "Stranger" not in response.content.decode()


class TestInvitation:
    FORM = {"full_name": "Tomas Berg", "email": "tomas@example.org", "role": "patient"}

    def invite(self, client, **changes):
        return client.post(reverse("clinic_admin:invite"), self.FORM | changes)

    def test_is_sent(self, client, admin, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            response = self.invite(client)
        assert Invitation.objects.get().email == "tomas@example.org"
        [notice] = get_messages(response.wsgi_request)
        assert "tomas@example.org" in notice.message
        assert mail.outbox[0].to == ["tomas@example.org"]

    def test_to_a_member_is_refused_beside_the_field(self, client, admin):
        PatientFactory(email="tomas@example.org")
        response = self.invite(client)
        assert response.status_code == 422
        assert "email" in response.context["invite_form"].errors

    def test_as_a_service_account_is_not_offered(self, client, admin):
        assert self.invite(client, role="service").status_code == 422
        assert not Invitation.objects.exists()

    def test_names_no_therapist_of_another_clinic(self, client, admin):
        stranger = TherapistFactory(clinic=ClinicFactory(slug="hillside"))
        assert self.invite(client, therapist=stranger.pk).status_code == 422


class TestCare:
    def test_is_assigned_and_ended(self, client, admin):
        therapist, patient = TherapistFactory(), PatientFactory()
        form = {"therapist": therapist.pk, "patient": patient.pk}
        response = client.post(reverse("clinic_admin:assign_care"), form)
        [notice] = get_messages(response.wsgi_request)
        assert patient.full_name in notice.message
        care = CareRelationship.objects.active().get()
        assert (care.therapist, care.patient) == (therapist, patient)
        client.post(reverse("clinic_admin:end_care", args=[care.pk]))
        assert not CareRelationship.objects.active().exists()

    def test_of_another_clinic_cannot_be_ended(self, client, admin):
        elsewhere = ClinicFactory(slug="hillside")
        care = CareFactory(
            therapist=TherapistFactory(clinic=elsewhere),
            patient=PatientFactory(clinic=elsewhere),
        )
        response = client.post(reverse("clinic_admin:end_care", args=[care.pk]))
        assert response.status_code == 404
        assert CareRelationship.objects.active().exists()


class TestServiceAccount:
    def test_shows_its_token_once(self, client, admin):
        response = client.post(
            reverse("clinic_admin:open_account"), {"name": "Practice software"}
        )
        token = response.context["token"]
        assert token in response.content.decode()
        assert response["Cache-Control"] == "no-store"
        again = client.get(reverse("clinic_admin:people")).content.decode()
        assert token not in again
        assert "Practice software" in again

    def test_can_be_closed(self, client, admin):
        client.post(reverse("clinic_admin:open_account"), {"name": "Practice software"})
        account = User.objects.get(role=User.Role.SERVICE)
        client.post(reverse("clinic_admin:close_account", args=[account.public_id]))
        account.refresh_from_db()
        assert not account.is_active


class TestSettings:
    FORM = {
        "name": "Riverside",
        "show_findings": "after_review",
        "time_zone": "Europe/Berlin",
        "language": "en",
        "keep_originals": "on",
    }

    def test_are_changed(self, client, admin):
        client.post(reverse("clinic_admin:settings"), self.FORM)
        clinic = Clinic.objects.get()
        assert (clinic.show_findings, clinic.time_zone) == (
            "after_review",
            "Europe/Berlin",
        )
        assert clinic.keep_originals

    def test_an_unknown_time_zone_is_explained(self, client, admin):
        form = self.FORM | {"time_zone": "Middle/Earth"}
        response = client.post(reverse("clinic_admin:settings"), form)
        assert response.status_code == 422
        assert "Write it like Europe/Berlin" in response.content.decode()
        assert Clinic.objects.get().time_zone == "UTC"
