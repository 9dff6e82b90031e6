"""Simulated squats of four patients who teach the recognition, all to be judged.

Each leans forward in the first and in the last of three repetitions, and the real
assessment finds it. `patients` names whose each recording is.
"""

import json
import tempfile
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402

from clinic import recognizer  # noqa: E402
from clinic.models import Exercise  # noqa: E402
from clinic.recognizer import Lapse, Session  # noqa: E402
from clinic.services import digests, exercises, simulations  # noqa: E402
from tests import factories  # noqa: E402

PATIENTS = 4
LEANING = tuple(Lapse("forward_lean", 3.0, number, number) for number in (1, 3))

now = timezone.now()
exercises.sync_catalog()
therapist = factories.TherapistFactory(full_name="Jonas Weller")
patients = {}
for person in range(1, PATIENTS + 1):
    patient = factories.PatientFactory(full_name=f"Patient {person}")
    factories.CareFactory(patient=patient, therapist=therapist, started_at=now)
    factories.ConsentFactory(patient=patient, poses_shared=True)
    prescription = factories.PrescriptionFactory(
        plan__patient=patient,
        exercise=Exercise.objects.get(code="squat"),
        sets=1,
        repetitions=3,
    )
    session = Session(
        "squat", person, seed=person, repetitions=3, yaw_deg=90.0, lapses=LEANING
    )
    with tempfile.TemporaryDirectory() as folder:
        recording = simulations.add(
            by=patient,
            prescription=prescription,
            session=session,
            made=recognizer.simulate(session, Path(folder)),
            now=now,
        )
    digests.refresh(recording)
    patients[str(recording.public_id)] = patient.email
print(json.dumps({"therapist": therapist.email, "patients": patients}))
