"""A therapist, a patient who has agreed, and the catalog: nothing is prescribed yet."""

import json

import django

django.setup()

from django.utils import timezone  # noqa: E402

from clinic.services import exercises  # noqa: E402
from tests import factories  # noqa: E402

exercises.sync_catalog()
patient = factories.PatientFactory(full_name="Maria Lindgren")
care = factories.CareFactory(
    patient=patient, therapist__full_name="Jonas Weller", started_at=timezone.now()
)
factories.ConsentFactory(patient=patient)
print(
    json.dumps(
        {
            "patient": patient.email,
            "patient_id": str(patient.public_id),
            "therapist": care.therapist.email,
        }
    )
)
