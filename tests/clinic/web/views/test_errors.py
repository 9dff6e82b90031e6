"""Error pages: what happened, whether anything is lost, what to do."""

import pytest
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path, reverse

from tests.factories import PASSWORD, PatientFactory

RAISED = {
    "400": SuspiciousOperation,
    "403": PermissionDenied,
    "404": Http404,
    "413": RequestDataTooBig,
    "500": RuntimeError,
}
SAID = {
    "400": "Nothing was changed.",
    "403": "ask your clinic",
    "404": "Nothing of yours was changed.",
    "413": "Record a shorter video",
    "500": "What was saved before is safe",
}


def raising(error):
    def view(request):
        raise error

    view.login_required = False
    return view


def urls():
    from clinic.config.urls import handler400, urlpatterns

    class Urls:
        pass

    Urls.handler400 = handler400
    Urls.urlpatterns = [
        *(path(f"raise/{code}/", raising(error)) for code, error in RAISED.items()),
        *urlpatterns,
    ]
    return Urls


@pytest.mark.parametrize("code", RAISED)
def test_each_error_says_what_happened_and_what_to_do(code, db):
    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=urls()):
        response = client.get(f"/raise/{code}/")
    text = response.content.decode()
    assert response.status_code == int(code)
    assert SAID[code] in text
    assert reverse("home") in text
    assert "Traceback" not in text


def test_a_form_without_its_token_is_refused_in_words(db):
    PatientFactory(email="maria@example.org")
    client = Client(enforce_csrf_checks=True)
    form = {"login": "maria@example.org", "password": PASSWORD}
    response = client.post(reverse("account_login"), form)
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()
