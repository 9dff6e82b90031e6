"""A therapist who is signed in, and a patient in their care."""

import pytest

from tests.factories import CareFactory, PatientFactory, TherapistFactory


@pytest.fixture
def therapist(client, db):
    therapist = TherapistFactory()
    client.force_login(therapist)
    return therapist


@pytest.fixture
def patient(therapist):
    patient = PatientFactory(full_name="Maria Lindgren")
    CareFactory(therapist=therapist, patient=patient)
    return patient
