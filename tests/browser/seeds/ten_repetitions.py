"""A recording of ten repetitions with findings to judge, and another to go on with.

Argument: a JSON file of `length_s`, `curves`, where there is a video `playback`, and
where a therapist has commented `comments_s`.
"""

import gzip
import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.utils import timezone  # noqa: E402

from clinic.models import Exercise  # noqa: E402
from clinic.services import digests, exercises  # noqa: E402
from tests import factories  # noqa: E402

clip = json.loads(Path(sys.argv[1]).read_text())
# Repetition: severity and confidence of its finding.
FOUND = {1: ("moderate", 0.8), 3: ("minor", 0.6), 4: ("major", 0.9),
         7: ("moderate", 0.55), 8: ("moderate", 0.7), 10: ("minor", 0.6)}  # fmt: skip
LENGTH_S = clip["length_s"] / 10

now = timezone.now()
exercises.sync_catalog()
squat = Exercise.objects.get(code="squat")
patient = factories.PatientFactory(full_name="Maria Lindgren")
care = factories.CareFactory(
    patient=patient, therapist__full_name="Jonas Weller", started_at=now
)
colleague = factories.CareFactory(
    patient=patient, therapist__full_name="Aylin Demir", started_at=now
)
factories.ConsentFactory(patient=patient)
prescription = factories.PrescriptionFactory(
    plan__patient=patient, exercise=squat, sets=1, repetitions=10
)
mistake = squat.mistakes[0]
pages = []
for _ in range(2):
    recording = factories.RecordingFactory(
        patient=patient, prescription=prescription, recorded_at=now, uploaded_at=now
    )
    if "playback" in clip:
        film = ContentFile(Path(clip["playback"]).read_bytes())
        recording.playback.save("playback.mp4", film)
    parts = {"range": 80.0, "control": 90.0, "form": 80.0, "symmetry": None}
    report = {
        "schema": 1,
        "video": {"duration_s": clip["length_s"], "width": 640, "height": 360},
        "view": {"name": "left"},
        "summary": {"score": 82.0, "parts": parts},
        "attempts": [],
        "warnings": [],
    }
    analysis = factories.AnalysisFactory(recording=recording, done=True, report=report)
    content = gzip.compress(json.dumps(clip["curves"]).encode())
    analysis.curves.save("curves.json.gz", ContentFile(content))
    for index in range(1, 11):
        start = (index - 1) * LENGTH_S
        repetition = factories.RepetitionFactory(
            analysis=analysis, index=index, parts=parts, score=82.0,
            start_s=start, peak_s=start + LENGTH_S / 2, end_s=start + 0.95 * LENGTH_S,
        )  # fmt: skip
        if index in FOUND:
            severity, confidence = FOUND[index]
            factories.FindingFactory(
                repetition=repetition, severity=severity, confidence=confidence,
                mistake=mistake["code"], name=mistake["name"],
                time_s=start + LENGTH_S / 2,
            )  # fmt: skip
    for time_s in clip.get("comments_s", ()):
        factories.CommentFactory(recording=recording, by=care.therapist, time_s=time_s)
    digests.refresh(recording)
    pages.append(str(recording.public_id))
print(
    json.dumps(
        {
            "pages": pages,
            "patient": patient.email,
            "therapist": care.therapist.email,
            "colleague": colleague.therapist.email,
        }
    )
)
