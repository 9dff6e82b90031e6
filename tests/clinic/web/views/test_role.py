"""The page on which an admin changes a role."""

import pytest
from django.urls import reverse

from clinic.models import User
from tests.factories import (
    CareFactory,
    ClinicFactory,
    PatientFactory,
    RecordingFactory,
    TherapistFactory,
)


def page(person):
    return reverse("clinic_admin:role", args=[person.public_id])


def test_the_people_lead_to_it_but_not_for_oneself(client, admin):
    other = TherapistFactory()
    shown = client.get(reverse("clinic_admin:people")).content.decode()
    assert page(other) in shown
    assert page(admin) not in shown


def test_it_says_what_a_change_would_end(client, admin):
    care = CareFactory()
    CareFactory(therapist=care.therapist, patient=CareFactory().patient)
    text = client.get(page(care.therapist)).content.decode()
    assert "The care of 2 patients ends." in text
    assert "1 of them is then treated by nobody" in text


def test_a_change_is_made_and_said(client, admin):
    person = TherapistFactory()
    response = client.post(page(person), {"role": "clinic_admin"}, follow=True)
    assert "has another role now" in response.content.decode()
    person.refresh_from_db()
    assert person.role == User.Role.CLINIC_ADMIN


@pytest.mark.parametrize("role", ["", "service", "therapist"])
def test_what_is_no_other_role_is_refused_beside_the_field(client, admin, role):
    person = TherapistFactory()
    assert client.post(page(person), {"role": role}).status_code == 422
    person.refresh_from_db()
    assert person.role == User.Role.THERAPIST


def test_a_patient_with_recordings_is_told_why_not(client, admin):
    patient = RecordingFactory().patient
    text = client.get(page(patient)).content.decode()
    assert "stays a patient" in text
    assert client.post(page(patient), {"role": "therapist"}).status_code == 422


def test_strangers_and_oneself_have_no_such_page(client, admin):
    stranger = TherapistFactory(clinic=ClinicFactory(slug="hillside"))
    assert client.get(page(stranger)).status_code == 404
    assert client.get(page(admin)).status_code == 403


@pytest.mark.parametrize("who", [TherapistFactory, PatientFactory])
def test_nobody_but_admins_sees_it(client, db, who):
    client.force_login(who())
    assert client.get(page(TherapistFactory())).status_code == 403
