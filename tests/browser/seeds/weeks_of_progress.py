"""Six weeks of one patient: better range, two versions of the measurement, pain."""

import datetime as dt
import json

import django

django.setup()

from django.utils import timezone  # noqa: E402

from clinic.models import Exercise, Recording  # noqa: E402
from clinic.services import digests, exercises  # noqa: E402
from tests import factories  # noqa: E402

now = timezone.now()
exercises.sync_catalog()
patient = factories.PatientFactory(full_name="Maria Lindgren")
care = factories.CareFactory(patient=patient, started_at=now)
factories.ConsentFactory(patient=patient)
prescription = factories.PrescriptionFactory(
    plan__patient=patient,
    plan__starts_on=(now - dt.timedelta(days=40)).date(),
    exercise=Exercise.objects.get(code="squat"),
    repetitions=1,
    sets=1,
)


def measured(side, value):
    return {
        "name": "range_of_motion", "label": "Range of motion", "side": side,
        "value": value, "unit": "deg", "uncertainty": 9.0,
    }  # fmt: skip


def recorded(days, version):
    moment = now - dt.timedelta(days=days)
    recording = factories.RecordingFactory(
        patient=patient,
        prescription=prescription,
        recorded_at=moment,
        uploaded_at=moment,
    )
    analysis = factories.AnalysisFactory(
        recording=recording,
        done=True,
        pipeline_version=version,
        report={"schema": 1, "summary": {"score": 98.0 - days}},
    )
    sides = [measured("left", 100.0 - 1.5 * days), measured("right", 96.0 - days)]
    factories.RepetitionFactory(analysis=analysis, index=1, measures=sides)
    factories.SelfReportFactory(
        prescription=prescription, pain=2 + days // 10, reported_at=moment
    )
    return recording


made = [recorded(days, "0.0.9" if days > 30 else "0.1.0") for days in range(39, 0, -3)]
factories.CommentFactory(recording=made[-1], written_at=now, text="A little lower.")
digests.refresh_all(Recording.objects.all())
print(
    json.dumps(
        {
            "patient": patient.email,
            "patient_id": str(patient.public_id),
            "therapist": care.therapist.email,
        }
    )
)
