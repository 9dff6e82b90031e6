"""A patient with a lunge to do, her therapist, and a program of the clinic."""

import json

import django

django.setup()

from django.utils import timezone  # noqa: E402

from clinic.models import Exercise  # noqa: E402
from clinic.services import accounts, exercises  # noqa: E402
from tests import factories  # noqa: E402

exercises.sync_catalog()
admin = factories.ClinicAdminFactory()
patient = factories.PatientFactory(full_name="Maria Lindgren")
care = factories.CareFactory(
    patient=patient, therapist__full_name="Jonas Weller", started_at=timezone.now()
)
factories.PrescriptionFactory(
    plan__patient=patient,
    plan__prescribed_by=care.therapist,
    exercise=Exercise.objects.get(code="lunge"),
    sets=1,
    repetitions=12,
)
_, token = accounts.open_service_account(
    by=admin, name="Practice software", now=timezone.now()
)
print(
    json.dumps(
        {"patient": patient.email, "therapist": care.therapist.email, "token": token}
    )
)
