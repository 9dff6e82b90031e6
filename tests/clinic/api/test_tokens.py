"""A program's tokens: made by the clinic's admin, read by the interface, ended."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from knox.models import AuthToken
from rest_framework.test import APIClient

from clinic.access import Denied
from clinic.models import AuditEvent, User
from clinic.services import accounts, tokens
from tests.factories import (
    NOON,
    ClinicAdminFactory,
    ClinicFactory,
    PatientFactory,
    ServiceAccountFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/recordings/"


def answer(token):
    client = APIClient()
    return client.get(ADDRESS, headers={"Authorization": f"Bearer {token}"}).status_code


def beginning(token):
    return token[:15]


class TestIssue:
    def test_the_token_opens_the_interface(self):
        token = tokens.issue(
            by=ClinicAdminFactory(), account=ServiceAccountFactory(), now=NOON
        )
        assert answer(token) == 200

    def test_only_a_hash_of_it_is_kept(self):
        token = tokens.issue(
            by=ClinicAdminFactory(), account=ServiceAccountFactory(), now=NOON
        )
        kept = AuthToken.objects.values().get()
        assert token not in str(kept)
        assert token.startswith("repwise_")

    def test_older_tokens_stay_valid_so_that_a_program_can_change_over(self):
        admin, account = ClinicAdminFactory(), ServiceAccountFactory()
        old = tokens.issue(by=admin, account=account, now=NOON)
        tokens.issue(by=admin, account=account, now=NOON)
        assert answer(old) == 200

    def test_it_ends_by_itself(self):
        token = tokens.issue(
            by=ClinicAdminFactory(),
            account=ServiceAccountFactory(),
            now=NOON,
            lasts=dt.timedelta(seconds=-1),
        )
        assert answer(token) == 401

    @pytest.mark.parametrize(
        "make",
        [
            pytest.param(TherapistFactory, id="a therapist"),
            pytest.param(PatientFactory, id="a patient"),
            pytest.param(ServiceAccountFactory, id="another program"),
            pytest.param(
                lambda: ClinicAdminFactory(clinic=ClinicFactory(slug="hillside")),
                id="the admin of another clinic",
            ),
            pytest.param(
                lambda: ClinicAdminFactory(is_active=False), id="a former admin"
            ),
        ],
    )
    def test_nobody_else_may(self, make):
        with pytest.raises(Denied):
            tokens.issue(by=make(), account=ServiceAccountFactory(), now=NOON)

    def test_people_get_no_token(self):
        with pytest.raises(Denied):
            tokens.issue(by=ClinicAdminFactory(), account=PatientFactory(), now=NOON)

    def test_it_is_written_down_without_the_secret(self):
        admin = ClinicAdminFactory()
        token = tokens.issue(by=admin, account=ServiceAccountFactory(), now=NOON)
        event = AuditEvent.objects.get(action="token.issued")
        assert event.actor == admin
        assert event.detail == {"beginning": beginning(token)}


class TestRevoke:
    @pytest.fixture
    def two(self):
        admin, account = ClinicAdminFactory(), ServiceAccountFactory()
        old = tokens.issue(by=admin, account=account, now=NOON)
        new = tokens.issue(by=admin, account=account, now=NOON)
        return admin, account, old, new

    def test_ends_that_token_at_once_and_no_other(self, two):
        admin, account, old, new = two
        assert tokens.revoke(
            by=admin, account=account, beginning=beginning(old), now=NOON
        )
        assert (answer(old), answer(new)) == (401, 200)
        assert AuditEvent.objects.filter(action="token.revoked").count() == 1

    def test_again_does_nothing(self, two):
        admin, account, old, _ = two
        ask = {"by": admin, "account": account, "beginning": beginning(old)}
        tokens.revoke(**ask, now=NOON)
        assert not tokens.revoke(**ask, now=NOON)
        assert AuditEvent.objects.filter(action="token.revoked").count() == 1

    def test_is_for_the_clinics_admin(self, two):
        _, account, old, _ = two
        stranger = ClinicAdminFactory(clinic=ClinicFactory(slug="hillside"))
        with pytest.raises(Denied):
            tokens.revoke(
                by=stranger, account=account, beginning=beginning(old), now=NOON
            )
        assert answer(old) == 200

    def test_what_is_left_is_listed_newest_first(self, two):
        admin, account, old, new = two
        listed = tokens.listed(by=admin, account=account)
        assert [row.token_key for row in listed] == [beginning(new), beginning(old)]

    def test_a_closed_account_has_no_working_token(self, two):
        admin, account, _, new = two
        accounts.close_service_account(by=admin, account=account, now=NOON)
        assert answer(new) == 401
        with pytest.raises(Denied):
            tokens.issue(by=admin, account=account, now=NOON)


class TestCommand:
    def run(self, *arguments):
        out = StringIO()
        call_command("create_api_token", *arguments, stdout=out, stderr=StringIO())
        return out.getvalue().strip()

    def test_opens_an_account_and_prints_only_the_token(self):
        admin = ClinicAdminFactory()

        token = self.run("--by", admin.email, "--name", "Hospital record")

        assert answer(token) == 200
        account = User.objects.get(role=User.Role.SERVICE)
        assert (account.full_name, account.clinic) == ("Hospital record", admin.clinic)

    def test_gives_an_account_one_more_token(self):
        admin, account = ClinicAdminFactory(), ServiceAccountFactory()

        token = self.run("--by", admin.email, "--account", str(account.public_id))

        assert AuthToken.objects.get(token_key=beginning(token)).user == account

    def test_says_so_when_the_admin_is_of_another_clinic(self):
        account = ServiceAccountFactory()
        stranger = ClinicAdminFactory(clinic=ClinicFactory(slug="hillside"))
        with pytest.raises(CommandError, match="own clinic"):
            self.run("--by", stranger.email, "--account", str(account.public_id))

    def test_says_so_when_there_is_no_such_admin(self):
        with pytest.raises(CommandError, match="no such account"):
            self.run("--by", "nobody@example.org", "--name", "X")


class TestRevokeCommand:
    @pytest.fixture
    def admin(self):
        return ClinicAdminFactory()

    def run(self, admin, account, *token):
        out = StringIO()
        who = "--by", admin.email, "--account", str(account.public_id)
        call_command("revoke_api_token", *who, *token, stdout=out)
        return out.getvalue()

    def test_lists_tokens_by_their_beginning(self, admin):
        account = ServiceAccountFactory()
        token = tokens.issue(by=admin, account=account, now=NOON)

        listed = self.run(admin, account)

        assert beginning(token) in listed
        assert token not in listed

    @pytest.mark.parametrize("named_by", [beginning, str], ids=["beginning", "whole"])
    def test_ends_the_one_that_is_named(self, admin, named_by):
        account = ServiceAccountFactory()
        old = tokens.issue(by=admin, account=account, now=NOON)
        new = tokens.issue(by=admin, account=account, now=NOON)

        self.run(admin, account, named_by(old))

        assert (answer(old), answer(new)) == (401, 200)

    def test_says_so_when_there_is_no_such_token(self, admin):
        with pytest.raises(CommandError, match="no such token"):
            self.run(admin, ServiceAccountFactory(), "repwise_0000000")

    def test_says_so_when_the_admin_is_of_another_clinic(self):
        stranger = ClinicAdminFactory(clinic=ClinicFactory(slug="hillside"))
        with pytest.raises(CommandError, match="own clinic"):
            self.run(stranger, ServiceAccountFactory())
