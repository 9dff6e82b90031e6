"""What a person is in a clinic, and who may change it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from knox.models import AuthToken

from clinic.access import Denied
from clinic.models import AuditEvent, CareRelationship, Invitation, ReviewClaim, User
from clinic.services import accounts, review_claims, roles
from tests.factories import (
    CareFactory,
    ClinicAdminFactory,
    ClinicFactory,
    PatientFactory,
    PlanFactory,
    RecordingFactory,
    TherapistFactory,
)

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
ADMIN, THERAPIST, PATIENT = (
    User.Role.CLINIC_ADMIN,
    User.Role.THERAPIST,
    User.Role.PATIENT,
)


@pytest.fixture
def admin(db):
    return ClinicAdminFactory()


def change(admin, person, role):
    roles.change(by=admin, person=person, role=role, now=NOW)
    person.refresh_from_db()


def test_a_change_is_written_down_with_both_roles(admin):
    person = TherapistFactory()
    change(admin, person, ADMIN)
    assert person.role == ADMIN
    event = AuditEvent.objects.about("user", person.public_id).get()
    assert (event.action, event.actor) == ("account.role_changed", admin)
    assert event.detail == {"before": "therapist", "after": "clinic_admin"}


def test_the_same_role_again_changes_nothing(admin):
    care = CareFactory()
    change(admin, care.therapist, THERAPIST)
    assert CareRelationship.objects.active().exists()
    assert not AuditEvent.objects.exists()


def test_care_that_a_therapist_gives_ends_and_is_written_down(admin):
    care, other = CareFactory(), CareFactory()
    change(admin, care.therapist, ADMIN)
    assert list(CareRelationship.objects.active()) == [other]
    care.refresh_from_db()
    assert care.ended_at == NOW
    ended = AuditEvent.objects.get(action="care.ended")
    assert ended.object_id == str(care.patient.public_id)


def test_what_only_therapists_have_ends(admin, django_capture_on_commit_callbacks):
    care = CareFactory()
    recording = RecordingFactory(patient=care.patient)
    review_claims.hold(by=care.therapist, recording=recording, now=NOW)
    invited = accounts.invite(
        by=care.therapist, email="new@example.org", full_name="New",
        role=PATIENT, now=NOW,
    )  # fmt: skip
    change(admin, care.therapist, ADMIN)
    assert not ReviewClaim.objects.exists()
    assert Invitation.objects.get(pk=invited.invitation.pk).therapist is None


def test_sessions_and_tokens_of_the_earlier_role_end(admin):
    person = TherapistFactory()
    AuthToken.objects.create(person)
    client = Client()
    client.force_login(person)
    page = reverse("therapist:patients")
    assert client.get(page).status_code == 200
    change(admin, person, ADMIN)
    assert client.get(reverse("clinic_admin:people")).status_code == 302
    assert not AuthToken.objects.exists()


@pytest.mark.parametrize("record", [PlanFactory, RecordingFactory])
def test_a_patient_with_a_record_stays_one(admin, record):
    person = record(patient=PatientFactory()).patient
    with pytest.raises(roles.HasRecord):
        change(admin, person, THERAPIST)
    person.refresh_from_db()
    assert person.role == PATIENT


def test_somebody_invited_as_a_patient_by_mistake_becomes_a_therapist(admin):
    care = CareFactory()
    change(admin, care.patient, THERAPIST)
    assert care.patient.role == THERAPIST
    assert not CareRelationship.objects.active().exists()


def test_nobody_changes_the_own_role_so_that_an_admin_is_left(admin):
    ClinicAdminFactory()
    with pytest.raises(Denied):
        change(admin, admin, THERAPIST)


def test_an_admin_who_has_just_been_made_something_else_changes_nobody(admin):
    other = ClinicAdminFactory()
    stale = User.objects.get(pk=admin.pk)
    change(other, admin, THERAPIST)
    with pytest.raises(Denied):
        change(stale, other, THERAPIST)


@pytest.mark.parametrize("role", ["service", "owner", ""])
def test_there_are_no_other_roles_to_give(admin, role):
    with pytest.raises(Denied):
        change(admin, TherapistFactory(), role)


def test_strangers_programs_and_closed_accounts_keep_their_role(admin):
    stranger = TherapistFactory(clinic=ClinicFactory(slug="hillside"))
    closed = TherapistFactory(is_active=False)
    program, _token = accounts.open_service_account(by=admin, name="P", now=NOW)
    for person in (stranger, closed, program):
        with pytest.raises(Denied):
            change(admin, person, ADMIN)


@pytest.mark.parametrize("who", [TherapistFactory, PatientFactory])
def test_only_admins_change_roles(db, who):
    with pytest.raises(Denied):
        change(who(), TherapistFactory(), ADMIN)
