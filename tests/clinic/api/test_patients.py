"""Patients by pseudonymous id; names only for who asks for them."""

import pytest

from clinic.models import AuditEvent
from tests.factories import PatientFactory, TherapistFactory

LIST = "/api/v1/patients/"


@pytest.fixture
def patient(db):
    return PatientFactory(full_name="Rosalind Nobody")


def test_no_name_by_default(api, patient):
    for address in (LIST, f"{LIST}{patient.public_id}/"):
        assert "Rosalind" not in api.get(address).content.decode()


def test_the_name_of_one_who_is_asked_for(api, patient):
    row = api.get(f"{LIST}{patient.public_id}/", {"include": "name"}).json()

    assert row["id"] == str(patient.public_id)
    assert row["name"] == "Rosalind Nobody"


def test_names_in_a_list(api, patient):
    rows = api.get(LIST, {"include": "name"}).json()["results"]

    assert [row["name"] for row in rows] == ["Rosalind Nobody"]


def test_whether_names_were_read_is_written_down(api, patient):
    api.get(LIST)
    api.get(LIST, {"include": "name"})
    api.get(f"{LIST}{patient.public_id}/", {"include": "name"})

    events = AuditEvent.objects.order_by("pk")
    assert [(event.action, event.detail) for event in events] == [
        ("patient.listed", {"rows": 1, "names": False}),
        ("patient.listed", {"rows": 1, "names": True}),
        ("patient.viewed", {"names": True}),
    ]


def test_nothing_else_can_be_included(api, patient):
    for address in (LIST, f"{LIST}{patient.public_id}/"):
        assert api.get(address, {"include": "email"}).status_code == 400


def test_colleagues_are_no_patients(api, patient):
    TherapistFactory()

    rows = api.get(LIST).json()["results"]

    assert [row["id"] for row in rows] == [str(patient.public_id)]


def test_by_whether_they_still_come(api, patient):
    former = PatientFactory(is_active=False)

    rows = api.get(LIST, {"is_active": "false"}).json()["results"]

    assert [row["id"] for row in rows] == [str(former.public_id)]


def test_the_e_mail_address_stays_here(api, patient):
    text = api.get(LIST, {"include": "name"}).content.decode()

    assert patient.email not in text
