"""People are invited by mail; a link works once; programs get a token."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from knox.models import AuthToken

from clinic.access import Denied
from clinic.models import AuditEvent, CareRelationship, Invitation, User
from clinic.services import accounts, profiles
from tests.factories import (
    ClinicAdminFactory,
    ClinicFactory,
    PatientFactory,
    ServiceAccountFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db
STRONG = "a long and private phrase"


@pytest.fixture
def invite(now):
    def invite(by, role="patient", email="Jane@Example.org", **more):
        return accounts.invite(
            by=by, email=email, full_name="Jane Doe", role=role, now=now, **more
        )

    return invite


def accept(invited, now, password=STRONG):
    return accounts.accept_invitation(token=invited.token, password=password, now=now)


class TestInvite:
    def test_sends_the_link_and_keeps_only_a_hash_of_its_token(
        self, invite, mailoutbox, django_capture_on_commit_callbacks, settings
    ):
        settings.PUBLIC_URL = "https://clinic.example"
        with django_capture_on_commit_callbacks(execute=True):
            invited = invite(ClinicAdminFactory())
        [mail] = mailoutbox
        assert mail.to == ["jane@example.org"]
        [link] = re.findall(r"https://clinic\.example\S+", mail.body)
        assert invited.token in link
        assert invited.token not in invited.invitation.token_hash

    def test_asking_again_ends_the_first_link(self, invite, now):
        admin = ClinicAdminFactory()
        first, second = invite(admin), invite(admin)
        assert Invitation.objects.count() == 1
        with pytest.raises(accounts.InvitationNotValid):
            accept(first, now)
        assert accept(second, now).email == "jane@example.org"

    def test_an_address_with_an_account_is_refused(self, invite):
        PatientFactory(email="jane@example.org")
        with pytest.raises(accounts.AlreadyMember):
            invite(ClinicAdminFactory())

    def test_a_therapist_invites_patients_only(self, invite):
        with pytest.raises(Denied):
            invite(TherapistFactory(), role="therapist")

    def test_care_by_a_therapist_of_another_clinic_is_refused(self, invite):
        elsewhere = TherapistFactory(clinic=ClinicFactory(slug="hillside"))
        with pytest.raises(Denied):
            invite(ClinicAdminFactory(), therapist=elsewhere)


class TestAccept:
    def test_opens_the_account_in_the_clinic_that_invited(self, invite, now, settings):
        settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
        clinic = ClinicFactory(language="de", time_zone="Europe/Berlin")
        user = accept(invite(ClinicAdminFactory(clinic=clinic), role="therapist"), now)
        assert (user.clinic, user.role) == (clinic, "therapist")
        assert (user.language, user.time_zone) == ("de", "Europe/Berlin")
        assert user.check_password(STRONG)

    def test_the_inviting_therapist_is_in_charge(self, invite, now):
        therapist = TherapistFactory()
        patient = accept(invite(therapist), now)
        care = CareRelationship.objects.get()
        assert (care.therapist, care.patient) == (therapist, patient)

    def test_works_once(self, invite, now):
        invited = invite(ClinicAdminFactory())
        accept(invited, now)
        with pytest.raises(accounts.InvitationNotValid):
            accept(invited, now)
        assert User.objects.patients().count() == 1

    def test_expires(self, invite, now):
        invited = invite(ClinicAdminFactory())
        later = now + accounts.INVITATION_LASTS
        with pytest.raises(accounts.InvitationNotValid):
            accept(invited, later)
        assert accept(invited, later - dt.timedelta(seconds=1))

    def test_a_weak_password_leaves_the_link_usable(self, invite, now):
        invited = invite(ClinicAdminFactory())
        with pytest.raises(ValidationError):
            accept(invited, now, password="password1")
        assert accept(invited, now)

    def test_a_profile_with_an_unknown_setting_leaves_the_link_usable(
        self, invite, now
    ):
        invited = invite(ClinicAdminFactory())
        nowhere = profiles.Profile("Jane Doe", "en", "Europe/Atlantis")
        with pytest.raises(profiles.ProfileNotValid):
            accounts.accept_invitation(
                token=invited.token, password=STRONG, now=now, profile=nowhere
            )
        assert accept(invited, now)

    def test_the_address_counts_as_verified_and_the_audit_knows_of_it(
        self, invite, now
    ):
        user = accept(invite(ClinicAdminFactory()), now)
        address = EmailAddress.objects.get(user=user)
        assert (address.email, address.verified, address.primary) == (
            "jane@example.org",
            True,
            True,
        )
        assert AuditEvent.objects.get(action="account.opened").actor == user

    def test_a_made_up_token_opens_nothing(self, now):
        with pytest.raises(accounts.InvitationNotValid):
            accounts.open_invitation(token="", now=now)


class TestServiceAccount:
    def test_has_a_token_and_no_password(self, now):
        admin = ClinicAdminFactory()
        account, token = accounts.open_service_account(
            by=admin, name="Records", now=now
        )
        assert (account.role, account.clinic) == ("service", admin.clinic)
        assert not account.has_usable_password()
        assert token
        assert token not in AuthToken.objects.get().digest

    def test_only_an_admin_opens_one(self, now):
        with pytest.raises(Denied):
            accounts.open_service_account(by=TherapistFactory(), name="x", now=now)

    def test_closing_ends_its_tokens(self, now):
        admin = ClinicAdminFactory()
        account, _ = accounts.open_service_account(by=admin, name="x", now=now)
        accounts.close_service_account(by=admin, account=account, now=now)
        assert not AuthToken.objects.exists()
        assert not User.objects.get(pk=account.pk).is_active
        assert AuditEvent.objects.get(action="account.service_closed").actor == admin

    def test_who_runs_the_whole_site_opens_none_without_a_clinic(self, now):
        nobody = User.objects.create_superuser(email="root@example.org", password="x")
        with pytest.raises(Denied):
            accounts.open_service_account(by=nobody, name="x", now=now)

    def test_another_clinics_program_and_a_person_cannot_be_closed(self, now):
        admin = ClinicAdminFactory()
        elsewhere = ServiceAccountFactory(clinic=ClinicFactory(slug="hillside"))
        for account in (elsewhere, PatientFactory()):
            with pytest.raises(Denied):
                accounts.close_service_account(by=admin, account=account, now=now)
