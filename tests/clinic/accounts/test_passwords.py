"""A forgotten password: the mail's link leads to a new one, once."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from tests.factories import NOON, PASSWORD, PatientFactory

pytestmark = pytest.mark.django_db
NEW = "another long and private phrase"
RESET = "/accounts/password/reset/"


@pytest.fixture
def patient():
    return PatientFactory(email="jane@example.org", language="en")


def sign_in(client, password):
    client.post("/accounts/login/", {"login": "jane@example.org", "password": password})
    return SESSION_KEY in client.session


def choose(client, path, password=NEW):
    """Open the link as a browser does, and send the form of the page it leads to."""
    page = client.get(path, follow=True)
    if "form" not in (page.context or {}) or page.context.get("token_fail"):
        return page
    address = page.redirect_chain[-1][0]
    return client.post(address, {"password1": password, "password2": password})


def test_the_link_leads_to_a_new_password(client, patient, mailoutbox, link_in):
    client.post(RESET, {"email": "jane@example.org"})
    [mail] = mailoutbox

    choose(client, link_in(mail))

    assert mail.to == ["jane@example.org"]
    assert not sign_in(client, PASSWORD)
    assert sign_in(client, NEW)


def test_the_link_works_once(client, patient, mailoutbox, link_in):
    client.post(RESET, {"email": "jane@example.org"})
    path = link_in(mailoutbox[0])
    choose(client, path)

    again = choose(client, path, "a third long and private phrase")

    assert "does not work any more" in again.content.decode()
    assert sign_in(client, NEW)


def test_the_link_works_for_one_day(client, patient, mailoutbox, link_in, time_machine):
    time_machine.move_to(NOON)
    client.post(RESET, {"email": "jane@example.org"})

    time_machine.shift(24 * 3600 + 60)
    page = client.get(link_in(mailoutbox[0]), follow=True)

    assert "does not work any more" in page.content.decode()


def test_a_weak_password_is_refused_with_the_reason(
    client, patient, mailoutbox, link_in
):
    client.post(RESET, {"email": "jane@example.org"})

    page = choose(client, link_in(mailoutbox[0]), "short")

    assert "too short" in page.content.decode()
    assert sign_in(client, PASSWORD)


def test_nobody_learns_whether_an_address_has_an_account(client, patient, mailoutbox):
    known = client.post(RESET, {"email": "jane@example.org"}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert [mail.to for mail in mailoutbox] == [["jane@example.org"]]


def test_the_mail_is_text_and_html_and_both_hold_the_link(
    client, patient, mailoutbox, link_in
):
    client.post(RESET, {"email": "jane@example.org"})
    [mail] = mailoutbox

    [html] = mail.alternatives
    assert html.mimetype == "text/html"
    assert link_in(mail) in html.content
    assert "password" in mail.subject


def test_asking_over_and_over_sends_few_mails(client, patient, mailoutbox):
    for _ in range(12):
        client.post(RESET, {"email": "jane@example.org"})

    assert 1 <= len(mailoutbox) <= 5


def test_people_are_told_when_their_password_has_changed(client, patient, mailoutbox):
    sign_in(client, PASSWORD)

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    [mail] = mailoutbox
    assert mail.to == ["jane@example.org"]
    assert "at once" in mail.body
    assert timezone.now().strftime("%Y") in mail.body
