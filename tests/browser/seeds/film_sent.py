"""A patient who teaches the recognition, her therapist, and the film she sent."""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.utils import timezone  # noqa: E402

from clinic.models import Exercise  # noqa: E402
from clinic.services import exercises, recordings  # noqa: E402
from tests import factories  # noqa: E402

now = timezone.now()
exercises.sync_catalog()
patient = factories.PatientFactory(full_name="Maria Lindgren")
care = factories.CareFactory(
    patient=patient, therapist__full_name="Jonas Weller", started_at=now
)
factories.ConsentFactory(patient=patient, poses_shared=True)
recording = recordings.upload(
    by=patient,
    prescription=factories.PrescriptionFactory(
        plan__patient=patient,
        plan__prescribed_by=care.therapist,
        exercise=Exercise.objects.get(code="squat"),
        sets=1,
        repetitions=4,
    ),
    file=SimpleUploadedFile("film.mp4", Path(sys.argv[1]).read_bytes()),
    now=now,
)
print(
    json.dumps(
        {"therapist": care.therapist.email, "recording": str(recording.public_id)}
    )
)
