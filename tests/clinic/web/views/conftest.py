"""Who is signed in: a therapist, with a patient in their care, or an admin."""

import pytest

from tests.factories import (
    CareFactory,
    ClinicAdminFactory,
    ExerciseFactory,
    PatientFactory,
    TherapistFactory,
)

TRAITS = {"posture": "standing", "regions": ["knee"], "views": ["left"]}


@pytest.fixture
def therapist(client, db):
    therapist = TherapistFactory()
    client.force_login(therapist)
    return therapist


@pytest.fixture
def admin(client, db):
    admin = ClinicAdminFactory()
    client.force_login(admin)
    return admin


@pytest.fixture
def patient(therapist):
    patient = PatientFactory(full_name="Maria Lindgren")
    CareFactory(therapist=therapist, patient=patient)
    return patient


@pytest.fixture
def squat(db):
    return ExerciseFactory(traits=TRAITS, sides=["both"])


@pytest.fixture
def lunge(db):
    return ExerciseFactory(
        code="lunge",
        name="Lunge",
        traits={"posture": "standing", "regions": ["hip"], "equipment": ["mat"]},
        dosage={"sets": 3, "repetitions": 8, "rest_s": 45, "days_a_week": 3},
        movement={},
        sides=["left", "right"],
        mistakes=[],
    )
