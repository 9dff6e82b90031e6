"""The language in which somebody reads the pages: chosen, kept, and written in."""

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import translation

from clinic.models import AuditEvent
from clinic.services import profiles
from tests.factories import PatientFactory

pytestmark = pytest.mark.django_db
CHOOSE = "/language/"
PASSWORD = "three words in a row"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _offered(settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("ar", "العربية")]


@pytest.fixture
def patient():
    user = PatientFactory(email="jane@example.org", language="en")
    user.set_password(PASSWORD)
    user.save()
    return user


def signs_in(client):
    return client.post(
        reverse("account_login"), {"login": "jane@example.org", "password": PASSWORD}
    )


@pytest.mark.parametrize("name", ["account_login", "home"])
def test_visitors_are_offered_every_language_in_its_own_words(client, name):
    page = client.get(reverse(name)).content.decode()

    for name in ("English", "Deutsch", "العربية"):
        assert name in page


def test_a_visitor_keeps_the_choice_in_a_cookie(client):
    answer = client.post(CHOOSE, {"language": "ar", "next": "/accounts/login/"})

    assert answer["Location"] == "/accounts/login/"
    assert answer.cookies[django_settings.LANGUAGE_COOKIE_NAME].value == "ar"
    page = client.get(reverse("account_login")).content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    assert "bootstrap.rtl.min.css" in page


def test_who_signs_in_keeps_what_was_chosen_on_the_way_in(client, patient):
    client.post(CHOOSE, {"language": "de"})
    signs_in(client)

    patient.refresh_from_db()
    assert patient.language == "de"
    assert "chosen_language" not in client.session


def test_a_cookie_of_somebody_else_changes_no_account(client, patient):
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "de"
    signs_in(client)

    patient.refresh_from_db()
    assert patient.language == "en"


def test_with_an_account_the_choice_is_stored_and_written_down(client, patient):
    client.force_login(patient, backend=BACKEND)
    client.post(CHOOSE, {"language": "de"})

    patient.refresh_from_db()
    assert patient.language == "de"
    event = AuditEvent.objects.get(action="account.profile_changed")
    assert event.detail == {"fields": "language"}


@pytest.mark.parametrize("language", ["", "fr", "de-x"])
def test_a_language_that_is_not_offered_changes_nothing(client, patient, language):
    client.force_login(patient, backend=BACKEND)
    answer = client.post(CHOOSE, {"language": language})

    patient.refresh_from_db()
    assert patient.language == "en"
    assert not answer.cookies


def test_the_service_refuses_a_language_that_is_not_offered(patient, now):
    with pytest.raises(profiles.ProfileNotValid):
        profiles.choose_language(by=patient, language="fr", now=now)


def test_the_way_back_leads_nowhere_else(client):
    answer = client.post(CHOOSE, {"language": "de", "next": "https://example.org/"})

    assert answer["Location"] == reverse("home")


def test_a_language_is_chosen_by_pressing_not_by_a_link(client):
    assert client.get(CHOOSE).status_code == 405


@pytest.mark.parametrize(("language", "says_so"), [("de", True), ("en", False)])
def test_a_translation_nobody_checked_says_so_and_leads_to_english(
    client, language, says_so
):
    client.post(CHOOSE, {"language": language})
    page = client.get(reverse("account_login")).content.decode()

    assert ("language-note" in page) is says_so
    assert ('name="language" value="en">Read in English' in page) is says_so


def test_programs_read_english_whatever_they_prefer(client):
    answer = client.get("/api/v1/recordings/", headers={"Accept-Language": "de"})

    assert answer["Content-Language"] == "en"


def test_an_invitation_opens_in_the_language_chosen_before(client, patient):
    with translation.override("en"):
        client.post(CHOOSE, {"language": "ar"})
        page = client.get(reverse("account_invitation", args=["unknown"]))

    assert 'lang="ar"' in page.content.decode()


def test_a_plain_page_says_so_without_a_button(client):
    client.post(CHOOSE, {"language": "de"})
    page = client.get(reverse("offline")).content.decode()

    assert "language-note" in page
    assert "csrfmiddlewaretoken" not in page
