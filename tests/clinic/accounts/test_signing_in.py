"""Sign in by e-mail address, within limits; sign out; two steps for those who want."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.urls import reverse

from tests.factories import (
    PASSWORD,
    ClinicAdminFactory,
    PatientFactory,
    ServiceAccountFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def is_signed_in(client):
    return SESSION_KEY in client.session


@pytest.mark.parametrize(
    ("make", "first_page"),
    [
        (PatientFactory, "/my/today/"),
        (TherapistFactory, "/therapist/"),
        (ClinicAdminFactory, "/clinic/"),
    ],
)
def test_everyone_lands_on_their_own_first_page(client, make, first_page):
    sign_in(client, make().email)

    assert client.get(reverse("home"))["Location"] == first_page


def test_capitals_in_the_address_do_not_matter(client):
    PatientFactory(email="jane@example.org")

    sign_in(client, "Jane@Example.org")

    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_look_the_same(client):
    known = sign_in(client, PatientFactory(email="a@example.org").email, "wrong one")
    unknown = sign_in(client, "b@example.org", "wrong one")

    assert not is_signed_in(client)
    assert known.status_code == unknown.status_code == 200
    assert (
        known.context["form"].non_field_errors()
        == unknown.context["form"].non_field_errors()
    )


def test_the_right_password_too_is_refused_after_many_wrong_ones(client):
    patient = PatientFactory()
    for _ in range(5):
        sign_in(client, patient.email, "wrong one")

    response = sign_in(client, patient.email)

    assert not is_signed_in(client)
    assert "Too many" in response.content.decode()


def test_a_closed_account_stays_out(client):
    response = sign_in(client, PatientFactory(is_active=False).email)

    assert not is_signed_in(client)
    assert response["Location"] == reverse("account_inactive")


def test_a_program_cannot_sign_in(client):
    sign_in(client, ServiceAccountFactory().email, "")

    assert not is_signed_in(client)


def test_nobody_can_sign_up_uninvited(client):
    page = client.get("/accounts/signup/")
    client.post(
        "/accounts/signup/",
        {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert "invitation" in page.content.decode()
    assert not is_signed_in(client)


def test_signing_out_takes_a_click(client):
    sign_in(client, PatientFactory().email)

    client.get("/accounts/logout/")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def test_the_address_is_the_clinics_to_change(client):
    sign_in(client, PatientFactory().email)

    response = client.post("/accounts/email/", {"email": "other@example.org"})

    assert response["Location"] == reverse("account_profile")
    assert not EmailAddress.objects.filter(email="other@example.org").exists()


def code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


class TestTwoSteps:
    @pytest.fixture
    def therapist(self):
        return TherapistFactory()

    @pytest.fixture
    def secret(self, client, therapist):
        """Switch the second step on, which takes the password again; sign out."""
        sign_in(client, therapist.email)
        activate = reverse("mfa_activate_totp")
        confirm = client.get(activate)["Location"]
        client.post(confirm, {"password": PASSWORD})
        secret = client.get(activate).context["form"].secret
        done = client.post(activate, {"code": code(secret)})
        assert done["Location"] == reverse("mfa_view_recovery_codes")
        client.post("/accounts/logout/")
        cache.clear()  # a code is taken once; the clock has not moved on
        return secret

    def test_the_password_alone_does_not_open_the_account(
        self, client, therapist, secret
    ):
        response = sign_in(client, therapist.email)

        assert response["Location"] == reverse("mfa_authenticate")
        assert not is_signed_in(client)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert not is_signed_in(client)

    def test_the_code_of_the_app_opens_it(self, client, therapist, secret):
        sign_in(client, therapist.email)

        client.post(reverse("mfa_authenticate"), {"code": code(secret)})

        assert is_signed_in(client)

    @pytest.mark.parametrize(
        "page", ["mfa_index", "mfa_view_recovery_codes", "mfa_deactivate_totp"]
    )
    def test_its_pages_look_like_ours(self, client, therapist, secret, page):
        sign_in(client, therapist.email)
        client.post(reverse("mfa_authenticate"), {"code": code(secret)})
        address = reverse(page)
        response = client.get(address)
        if response.status_code == 302:
            client.post(response["Location"], {"password": PASSWORD})
            response = client.get(address)

        text = response.content.decode()
        assert response.status_code == 200
        assert "focus-card wide" in text
        assert "style=" not in text  # the policy refuses it


def test_who_signed_in_long_ago_is_asked_in_plain_words_before_that_is_changed(client):
    client.force_login(PatientFactory())
    page = client.get(reverse("mfa_activate_totp"), follow=True).content.decode()
    assert "Is it you?" in page
    assert "nobody else changes how you sign in" in page
    assert 'type="password"' in page
    assert "reauthenticate to" not in page
