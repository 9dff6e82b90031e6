"""The questions on pain and effort, and why an exercise was not done."""

import pytest
from django.urls import reverse

from clinic.models import Message, SelfReport
from tests.factories import (
    AnalysisFactory,
    ConsentFactory,
    PatientFactory,
    PrescriptionFactory,
)


@pytest.fixture
def prescription(client, db):
    prescription = PrescriptionFactory()
    ConsentFactory(patient=prescription.plan.patient)
    client.force_login(prescription.plan.patient)
    return prescription


@pytest.fixture
def recording(prescription):
    analysis = AnalysisFactory(
        recording__patient=prescription.plan.patient,
        recording__prescription=prescription,
        done=True,
    )
    return analysis.recording


def at(name, one):
    return reverse(name, args=[one.public_id])


def test_before_filming_the_pain_is_asked_once_a_day(client, prescription):
    page = at("patient:upload", prescription)
    assert "How much pain do you have now?" in client.get(page).content.decode()
    response = client.post(at("telling:before", prescription), {"pain": 3})
    assert response["Location"] == page
    assert "Pain before the exercise: 3 of 10" in client.get(page).content.decode()


def test_too_much_pain_shows_the_advice_to_stop(client, prescription):
    response = client.post(at("telling:before", prescription), {"pain": 6})
    text = response.content.decode()
    assert "Please do not exercise now" in text
    assert "Your plan advises to rest above 5." in text
    assert Message.objects.get().patient == prescription.plan.patient
    page = client.get(at("patient:upload", prescription)).content.decode()
    assert "Please do not exercise now" in page
    assert "It has changed" in page


@pytest.mark.parametrize("pain", ["", "11", "-1", "much"])
def test_what_is_no_pain_is_not_kept(client, prescription, pain):
    client.post(at("telling:before", prescription), {"pain": pain})
    assert not SelfReport.objects.exists()


def test_how_it_felt_is_asked_and_shown(client, recording):
    page = at("patient:recording", recording)
    assert "How was it?" in client.get(page).content.decode()
    told = {"pain": "2", "effort": "5", "comment": "Went well"}
    client.post(at("telling:after", recording), told)
    text = client.get(page).content.decode()
    assert "Pain: 2 of 10" in text
    assert "Effort: 5 of 10" in text
    assert "Went well" in text


def test_nothing_chosen_is_said(client, recording):
    response = client.post(at("telling:after", recording), {}, follow=True)
    assert "Choose a number or write something first." in response.content.decode()


def test_why_it_was_not_done_shows_on_today_without_blame(client, prescription):
    address = at("telling:instead", prescription)
    assert client.get(address).status_code == 200
    response = client.post(address, {"reason": "too_hard", "comment": ""}, follow=True)
    text = response.content.decode()
    assert "It was too hard" in text
    assert "Nothing more for today" in text
    assert text.count("btn-primary") == 0


def test_a_reason_must_be_chosen(client, prescription):
    response = client.post(at("telling:instead", prescription), {"comment": "x"})
    assert response.status_code == 422
    assert "Choose what fits best." in response.content.decode()


@pytest.mark.parametrize("name", ["before", "instead", "after"])
def test_nobody_tells_for_another_patient(client, prescription, recording, name):
    about = recording if name == "after" else prescription
    client.force_login(PatientFactory())
    told = {"pain": 1, "reason": "too_hard"}
    assert client.post(at(f"telling:{name}", about), told).status_code == 404
    client.force_login(prescription.plan.prescribed_by)
    assert client.post(at(f"telling:{name}", about), told).status_code == 403
    assert not SelfReport.objects.exists()
