"""Who gets in: truth tables of caller by endpoint. Lists and objects agree."""

import itertools

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient

from clinic.access import can_view_recording
from clinic.models import Recording
from clinic.services import accounts
from tests.factories import (
    NOON,
    AnalysisFactory,
    CareFactory,
    ClinicAdminFactory,
    ClinicFactory,
    ServiceAccountFactory,
)

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def recording(db):
    return AnalysisFactory(done=True).recording


@pytest.fixture
def addresses(recording):
    analysis = recording.analyses.get()
    return {
        "recordings": "/api/v1/recordings/",
        "a recording": f"/api/v1/recordings/{recording.public_id}/",
        "its report": f"/api/v1/recordings/{recording.public_id}/report/",
        "analyses": "/api/v1/analyses/",
        "an analysis": f"/api/v1/analyses/{analysis.public_id}/",
        "patients": "/api/v1/patients/",
        "a patient": f"/api/v1/patients/{recording.patient.public_id}/",
    }


def bearer(token):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def with_token(user):
    return bearer(AuthToken.objects.create(user)[1])


def with_session(user):
    client = APIClient()
    client.force_login(user, backend=BACKEND)
    return client


def revoked():
    account = ServiceAccountFactory()
    client = with_token(account)
    AuthToken.objects.all().delete()
    return client


def closed():
    account = ServiceAccountFactory()
    client = with_token(account)
    accounts.close_service_account(by=ClinicAdminFactory(), account=account, now=NOON)
    return client


@pytest.fixture
def callers(recording):
    """Make a caller by name, once its rows are needed."""
    elsewhere = ClinicFactory(slug="hillside")
    care = CareFactory(patient=recording.patient)
    return {
        "the clinic's program": lambda: with_token(ServiceAccountFactory()),
        "a program elsewhere": lambda: with_token(
            ServiceAccountFactory(clinic=elsewhere)
        ),
        "nobody": APIClient,
        "an invented token": lambda: bearer("repwise_" + "0" * 64),
        "a token that is no text": lambda: bearer("ü"),
        "a revoked token": revoked,
        "a closed account": closed,
        "the patient's session": lambda: with_session(recording.patient),
        "the therapist's session": lambda: with_session(care.therapist),
        "a patient's token": lambda: with_token(recording.patient),
        "a therapist's token": lambda: with_token(care.therapist),
        "an admin's token": lambda: with_token(ClinicAdminFactory()),
    }


@pytest.mark.parametrize(
    ("caller", "lists", "one"),
    [
        ("the clinic's program", 200, 200),
        ("a program elsewhere", 200, 404),
        ("nobody", 401, 401),
        ("an invented token", 401, 401),
        ("a token that is no text", 401, 401),
        ("a revoked token", 401, 401),
        ("a closed account", 401, 401),
        ("the patient's session", 401, 401),
        ("the therapist's session", 401, 401),
        ("a patient's token", 403, 403),
        ("a therapist's token", 403, 403),
        ("an admin's token", 403, 403),
    ],
)
def test_who_may_read_what(callers, addresses, caller, lists, one):
    client = callers[caller]()

    found = {name: client.get(address) for name, address in addresses.items()}

    plural = {"recordings", "analyses", "patients"}
    expected = {name: lists if name in plural else one for name in addresses}
    assert {name: answer.status_code for name, answer in found.items()} == expected
    if caller == "a program elsewhere":
        assert not any(found[name].json()["results"] for name in plural)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(callers, addresses, method):
    client = callers["the clinic's program"]()
    for address in addresses.values():
        assert getattr(client, method)(address).status_code == 405


def test_lists_and_objects_agree(recording):
    elsewhere = ClinicFactory(slug="hillside")
    deleted = AnalysisFactory(recording__deleted_at=NOON).recording
    programs = ServiceAccountFactory(), ServiceAccountFactory(clinic=elsewhere)
    for program, row in itertools.product(programs, (recording, deleted)):
        listed = Recording.objects.visible_to(program).contains(row)
        assert listed is can_view_recording(program, row)


def test_the_object_is_checked_even_if_the_list_let_it_through(
    monkeypatch, callers, recording
):
    from clinic.models.recording import RecordingQuerySet

    def everything(self, _user):
        return self.all()

    monkeypatch.setattr(RecordingQuerySet, "visible_to", everything)
    stranger = callers["a program elsewhere"]()

    address = f"/api/v1/recordings/{recording.public_id}/"

    assert stranger.get(address).status_code == 403
    assert stranger.get(f"{address}report/").status_code == 403


@pytest.mark.parametrize("address", ["/api/v1/nothing/", "/api/v1/recordings/7/"])
def test_an_address_with_nothing_answers_like_every_other_error(address):
    response = APIClient().get(address)

    assert response.status_code == 404
    assert response.json()["errors"][0]["code"] == "not_found"


def test_an_address_without_its_slash_leads_on(callers):
    response = callers["the clinic's program"]().get("/api/v1/recordings", follow=True)

    assert response.redirect_chain == [("/api/v1/recordings/", 301)]
    assert response.status_code == 200
