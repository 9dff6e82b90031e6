"""Pages of clinic admins."""

from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from clinic.models import CareRelationship, Clinic, Invitation, User
from clinic.services import accounts
from tests.factories import (
    CareFactory,
    ClinicFactory,
    PatientFactory,
    TherapistFactory,
)


def test_people_are_listed_with_who_treats_them(client, admin):
    care = CareFactory()
    PatientFactory(clinic=ClinicFactory(slug="hillside"), full_name="Stranger")
    response = client.get(reverse("clinic_admin:people"))
    treated = {one.name: one.care for one in response.context["people"]}
    (shown,) = treated[care.patient.full_name]
    assert shown.therapist == care.therapist.full_name
    assert shown.end == reverse("clinic_admin:end_care", args=[care.pk])
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


class TestTransfer:
    def hand_over(self, client, care, successor):
        said = {
            "patient": care.patient.pk,
            "therapist": care.therapist.pk,
            "successor": successor.pk,
        }
        return client.post(reverse("clinic_admin:transfer"), said, follow=True)

    def in_charge(self, patient):
        active = CareRelationship.objects.active().filter(patient=patient)
        return {one.therapist for one in active}

    def test_the_next_therapist_treats_and_the_one_before_does_not(self, client, admin):
        care, other = CareFactory(), CareFactory()
        self.hand_over(client, care, other.therapist)
        assert self.in_charge(care.patient) == {other.therapist}
        assert self.in_charge(other.patient) == {other.therapist}

    def test_who_does_not_treat_hands_nobody_over(self, client, admin):
        care, other = CareFactory(), TherapistFactory()
        care.therapist = other
        answer = self.hand_over(client, care, TherapistFactory())
        assert answer.status_code == 422
        assert "Choose who treats the patient now" in answer.content.decode()

    def test_nobody_is_handed_to_the_same(self, client, admin):
        care = CareFactory()
        assert self.hand_over(client, care, care.therapist).status_code == 422
        assert self.in_charge(care.patient) == {care.therapist}

    def test_not_across_clinics(self, client, admin):
        care = CareFactory()
        stranger = TherapistFactory(clinic=ClinicFactory(slug="hillside"))
        assert self.hand_over(client, care, stranger).status_code == 422
        assert self.in_charge(care.patient) == {care.therapist}


class TestAccounts:
    def change(self, client, person, act="close"):
        address = reverse("clinic_admin:change_account", args=[person.public_id])
        return client.post(address, {"act": act}, follow=True)

    def test_a_closed_account_is_signed_out_and_can_be_opened(self, client, admin):
        therapist, theirs = TherapistFactory(), Client()
        theirs.force_login(therapist)
        assert theirs.get(reverse("therapist:patients")).status_code == 200
        page = self.change(client, therapist)
        assert page.context["closed"] == [therapist]
        assert theirs.get(reverse("therapist:patients")).status_code == 302
        self.change(client, therapist, act="open")
        therapist.refresh_from_db()
        assert therapist.is_active

    def test_nobody_closes_their_own_or_a_strangers(self, client, admin):
        assert self.change(client, admin).status_code == 403
        stranger = PatientFactory(clinic=ClinicFactory(slug="hillside"))
        assert self.change(client, stranger).status_code == 404

    def test_an_invitation_that_is_taken_back_opens_nothing(self, client, admin, now):
        invited = accounts.invite(
            by=admin,
            email="new@example.org",
            full_name="New",
            role="patient",
            now=timezone.now(),
        )
        address = reverse(
            "clinic_admin:withdraw_invitation", args=[invited.invitation.public_id]
        )
        page = client.post(address, follow=True)
        assert page.context["invitations"] == []
        with pytest.raises(accounts.InvitationNotValid):
            accounts.open_invitation(token=invited.token, now=timezone.now())


class TestSettings:
    FORM = {
        "name": "Riverside",
        "show_findings": "after_review",
        "time_zone": "Europe/Berlin",
        "language": "en",
        "keep_originals": "on",
        "accent": "plum",
        "blur_faces": "on",
        "keep_videos_months": "12",
    }

    def test_are_changed(self, client, admin):
        client.post(reverse("clinic_admin:settings"), self.FORM)
        clinic = Clinic.objects.get()
        assert (clinic.show_findings, clinic.time_zone) == (
            "after_review",
            "Europe/Berlin",
        )
        assert clinic.keep_originals
        assert (clinic.accent, clinic.blur_faces) == ("plum", True)
        assert clinic.keep_videos_months == 12

    def test_the_color_is_on_every_page(self, client, admin):
        client.post(reverse("clinic_admin:settings"), self.FORM)
        text = client.get(reverse("clinic_admin:people")).content.decode()
        assert 'data-accent="plum"' in text
        assert "Riverside" in text

    def test_an_unknown_time_zone_is_explained(self, client, admin):
        form = self.FORM | {"time_zone": "Middle/Earth"}
        response = client.post(reverse("clinic_admin:settings"), form)
        assert response.status_code == 422
        assert "Write it like Europe/Berlin" in response.content.decode()
        assert Clinic.objects.get().time_zone == "UTC"


class TestLogo:
    def picture(self, name="logo.png", kind="PNG", size=(900, 300)):
        content = BytesIO()
        Image.new("RGB", size, "teal").save(content, format=kind)
        return SimpleUploadedFile(name, content.getvalue())

    def send(self, client, **files):
        return client.post(reverse("clinic_admin:change_logo"), files, follow=True)

    def logo_of(self, clinic):
        return reverse("media:logo", args=[clinic.public_id])

    def test_is_shown_to_those_of_the_clinic_and_nobody_else(self, client, admin):
        self.send(client, logo=self.picture(kind="JPEG"))
        clinic = Clinic.objects.get()
        address = self.logo_of(clinic)
        shown = client.get(address)
        with Image.open(BytesIO(b"".join(shown.streaming_content))) as picture:
            assert (picture.format, picture.size) == ("PNG", (512, 171))
        assert address in client.get(reverse("clinic_admin:people")).content.decode()
        client.force_login(PatientFactory(clinic=ClinicFactory(slug="hillside")))
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize(
        "file",
        [
            SimpleUploadedFile("logo.png", b"<svg onload='alert(1)'/>"),
            SimpleUploadedFile("logo.png", b"0" * (2 * 1024**2 + 1)),
            SimpleUploadedFile("logo.png", b""),
        ],
        ids=["no picture", "too large", "empty"],
    )
    def test_what_is_no_picture_is_refused(self, client, admin, file):
        self.send(client, logo=file)
        assert not Clinic.objects.get().logo

    def test_is_taken_away(self, client, admin):
        self.send(client, logo=self.picture())
        name = Clinic.objects.get().logo.name
        self.send(client)  # no file chosen
        assert Clinic.objects.get().logo.name == name
        self.send(client, act="remove")
        assert not Clinic.objects.get().logo
        assert client.get(self.logo_of(Clinic.objects.get())).status_code == 404

    def test_only_admins_change_it(self, client, db):
        client.force_login(PatientFactory())
        assert self.send(client, logo=self.picture()).status_code == 403
