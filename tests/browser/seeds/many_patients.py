"""Patients with the catalog's squat each, signed in. Argument: how many."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402

from clinic.models import Exercise  # noqa: E402
from clinic.services.exercises import sync_catalog  # noqa: E402
from tests import factories  # noqa: E402
from tests.browser.sessions import signed_in  # noqa: E402

sync_catalog()
squat = Exercise.objects.get(code="squat", clinic=None)
people = []
for _ in range(int(sys.argv[1])):
    prescription = factories.PrescriptionFactory(exercise=squat)
    patient = prescription.plan.patient
    factories.ConsentFactory(patient=patient)
    people.append(
        {
            "session": signed_in(patient),
            "prescription": str(prescription.public_id),
            "patient": patient.pk,
        }
    )
print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "people": people}))
