"""Recordings whose curves follow a mark in the picture. Argument: a JSON list.

Each entry names `playback` (a file) and `curves` (the content of curves.json).
"""

import gzip
import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402

from tests import factories  # noqa: E402

patient = factories.PatientFactory(full_name="Maria Lindgren")
care = factories.CareFactory(patient=patient)
pages = {}
for clip in json.loads(Path(sys.argv[1]).read_text()):
    recording = factories.RecordingFactory(patient=patient)
    recording.playback.save(
        "playback.mp4", ContentFile(Path(clip["playback"]).read_bytes())
    )
    analysis = factories.AnalysisFactory(recording=recording, done=True)
    content = gzip.compress(json.dumps(clip["curves"]).encode())
    analysis.curves.save("curves.json.gz", ContentFile(content))
    pages[clip["name"]] = f"/my/recordings/{recording.public_id}/"
emails = {"patient": patient.email, "therapist": care.therapist.email}
print(json.dumps({"pages": pages, **emails}))
