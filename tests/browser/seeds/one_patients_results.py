"""A result with a marked mistake, one that failed, one that runs. Argument: a clip."""

import datetime as dt
import gzip
import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.utils import timezone  # noqa: E402

from clinic.models import Exercise, Notice  # noqa: E402
from clinic.services import digests, exercises  # noqa: E402
from tests import factories  # noqa: E402

clip = json.loads(Path(sys.argv[1]).read_text())
PARTS = {"range": 92.0, "control": 74.0, "form": 60.0, "symmetry": None}
REPORT = {
    "schema": 1,
    "video": {"duration_s": clip["length_s"], "width": 360, "height": 640},
    "view": {"name": "left", "yaw_deg": 88.0},
    "summary": {"score": 76.0, "parts": PARTS},
    "attempts": [],
    "warnings": [],
}

now = timezone.now()
exercises.sync_catalog()
squat = Exercise.objects.get(code="squat")
patient = factories.PatientFactory(full_name="Maria Lindgren")
care = factories.CareFactory(
    patient=patient, therapist__full_name="Jonas Weller", started_at=now
)
factories.ConsentFactory(patient=patient)
prescription = factories.PrescriptionFactory(
    plan__patient=patient, exercise=squat, sets=1, repetitions=2
)


def recorded(hours: int, **analysis: object) -> object:
    moment = now - dt.timedelta(hours=hours)
    recording = factories.RecordingFactory(
        patient=patient,
        prescription=prescription,
        recorded_at=moment,
        uploaded_at=moment,
    )
    made = factories.AnalysisFactory(recording=recording, **analysis)
    if not analysis.get("running"):
        content = ContentFile(Path(clip["playback"]).read_bytes())
        recording.playback.save("playback.mp4", content)
    return made


def measured(analysis: object, depth: float) -> None:
    measure = {"name": "range_of_motion", "unit": "deg", "value": depth}
    for index, start in ((1, 0.2), (2, 2.0)):
        repetition = factories.RepetitionFactory(
            analysis=analysis, index=index, score=76.0, parts=PARTS,
            start_s=start, peak_s=start + 0.8, end_s=start + 1.6,
            measures=[{**measure, "uncertainty": 6.0}],
        )  # fmt: skip
        if index == 2:
            finding = factories.FindingFactory(
                repetition=repetition, time_s=start + 0.8, joint="knee", side="both"
            )
            finding.still.save(
                "moment.jpg", ContentFile(Path(clip["still"]).read_bytes())
            )
    analysis.curves.save(
        "curves.json.gz",
        ContentFile(gzip.compress(json.dumps(clip["curves"]).encode())),
    )
    digests.refresh(analysis.recording)


measured(recorded(50, done=True, report=REPORT), depth=88.0)
done = recorded(2, done=True, report=REPORT)
measured(done, depth=90.0)
failed = recorded(1, failed=True)
digests.refresh(failed.recording)
Notice.objects.create(recording=failed.recording, kind="failed", at=now)
running = recorded(0, running=True, stage="pose", percent=47)
print(
    json.dumps(
        {
            "patient": patient.email,
            "therapist": care.therapist.email,
            "done": f"/my/recordings/{done.recording.public_id}/",
            "failed": f"/my/recordings/{failed.recording.public_id}/",
            "running": f"/my/recordings/{running.recording.public_id}/",
            "exercise": f"/my/exercises/{prescription.public_id}/",
        }
    )
)
