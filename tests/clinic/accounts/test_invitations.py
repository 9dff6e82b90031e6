"""Joining a clinic: the mail's link leads to an account, once."""

import pytest
from django.contrib.auth import SESSION_KEY

from clinic.models import User
from clinic.services import accounts
from tests.factories import ClinicAdminFactory, ClinicFactory, TherapistFactory

pytestmark = pytest.mark.django_db
STRONG = "a long and private phrase"
ANSWERS = {
    "full_name": "Jane Doe-Smith",
    "password": STRONG,
    "language": "de",
    "time_zone": "Europe/Berlin",
    "large_text": "on",
}


@pytest.fixture
def invite(mailoutbox, django_capture_on_commit_callbacks, now, time_machine):
    """Invite Jane; returns the mail."""
    time_machine.move_to(now)

    def invite(by=None, email="jane@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            accounts.invite(
                by=by or TherapistFactory(),
                email=email,
                full_name="Jane Doe",
                role="patient",
                now=now,
            )
        return mailoutbox[-1]

    return invite


def test_the_link_leads_to_an_account_that_is_signed_in(client, invite, link_in):
    therapist = TherapistFactory()
    path = link_in(invite(by=therapist))

    page = client.get(path)
    response = client.post(path, ANSWERS)

    assert page.status_code == 200
    assert "jane@example.org" in page.content.decode()
    assert response["Location"] == "/"
    user = User.objects.get(email="jane@example.org")
    assert client.session[SESSION_KEY] == str(user.pk)
    assert (user.full_name, user.role, user.clinic) == (
        "Jane Doe-Smith",
        "patient",
        therapist.clinic,
    )
    assert (user.language, user.time_zone, user.large_text) == (
        "de",
        "Europe/Berlin",
        True,
    )
    assert list(User.objects.in_care_of(therapist)) == [user]


def test_then_the_password_signs_in(client, invite, link_in):
    client.post(link_in(invite()), ANSWERS)
    client.post("/accounts/logout/")

    client.post("/accounts/login/", {"login": "jane@example.org", "password": STRONG})

    assert SESSION_KEY in client.session


def test_the_form_begins_with_what_the_clinic_knows(client, invite, link_in):
    clinic = ClinicFactory(slug="hillside", time_zone="Europe/Madrid", language="es")
    path = link_in(invite(by=ClinicAdminFactory(clinic=clinic)))

    initial = client.get(path).context["form"].initial

    assert initial["full_name"] == "Jane Doe"
    assert initial["time_zone"] == "Europe/Madrid"
    assert initial["language"] == "es"


def test_the_link_works_once(client, invite, link_in):
    path = link_in(invite())
    client.post(path, ANSWERS)
    client.post("/accounts/logout/")

    response = client.post(path, ANSWERS)

    assert response.status_code == 410
    assert User.objects.filter(email="jane@example.org").count() == 1
    assert SESSION_KEY not in client.session


def test_the_link_works_for_a_week(client, invite, link_in, time_machine):
    path = link_in(invite())
    time_machine.shift(accounts.INVITATION_LASTS)

    response = client.get(path)

    assert response.status_code == 410
    assert "Ask your clinic for a new one" in response.content.decode()


def test_an_invented_link_leads_nowhere(client):
    assert client.get("/invitation/invented/").status_code == 410


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "jane@example.org"}, "password"),
        ({"full_name": " "}, "full_name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    client, invite, link_in, answer, field
):
    response = client.post(link_in(invite()), {**ANSWERS, **answer})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not User.objects.filter(email="jane@example.org").exists()


def test_a_second_step_can_be_switched_on_at_once(client, invite, link_in):
    client.post(link_in(invite()), ANSWERS)
    activate = "/accounts/2fa/totp/activate/"

    client.post(client.get(activate)["Location"], {"password": STRONG})

    assert "form" in client.get(activate).context


def test_the_mail_is_text_and_html_in_the_clinics_words(invite, link_in):
    clinic = ClinicFactory(slug="hillside", name="Hill & Dale")
    mail = invite(by=ClinicAdminFactory(clinic=clinic))

    [html] = mail.alternatives
    assert link_in(mail) in html.content
    assert "Hill & Dale" in mail.body
    assert "Hill & Dale" in mail.subject
    assert "Hill &amp; Dale" in html.content


def test_the_page_is_not_kept_by_the_browser(client, invite, link_in):
    assert "no-store" in client.get(link_in(invite()))["Cache-Control"]
