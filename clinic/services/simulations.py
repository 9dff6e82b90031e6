"""Recordings of simulated patients, for the demo: stored as a worker stores results.

The audit names each of them as simulated.
"""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Final

from django.core.files import File
from django.db import transaction

from clinic import recognizer
from clinic.models import Prescription, Recording, User
from clinic.services import analyses, audit, recordings

KIND: Final = "application/x-npz"  # poses; a film may be added


def fingerprint(session: recognizer.Session) -> str:
    """Return what tells a session from all others: the hash of its description."""
    text = json.dumps(session.describe(), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def find(*, patient: User, session: recognizer.Session) -> Recording | None:
    """Return the patient's recording of `session`, if there is one."""
    present = Recording.objects.present().filter(patient=patient)
    return present.filter(sha256=fingerprint(session)).first()


@transaction.atomic
def add(
    *,
    by: User,
    prescription: Prescription,
    session: recognizer.Session,
    made: recognizer.Simulated,
    now: datetime,
) -> Recording:
    """Keep a simulated session as a recording of its patient, analyzed and all.

    Raises:
        Denied, ConsentMissing, PlanEnded: as for a video of the patient's own.
    """
    recordings.check_sender(by=by, prescription=prescription)
    recording = Recording.objects.create(
        clinic=prescription.plan.clinic,
        patient=by,
        prescription=prescription,
        exercise=prescription.exercise,
        uploaded_by=by,
        content_type=KIND,
        size_bytes=made.analyzed.poses.stat().st_size,
        sha256=fingerprint(session),
        recorded_at=now,
        uploaded_at=now,
    )
    audit.record(
        action="recording.simulated", about=recording, by=by, now=now, demo=True
    )
    analyses.settle_at_once(
        by=by,
        recording=recording,
        analyzed=made.analyzed,
        still=made.still,
        now=now,
    )
    return recording


def show(*, recording: Recording, film: Path) -> bool:
    """Give a simulated recording its film; say whether it still lacked one."""
    field = recording.playback
    with film.open("rb") as content:
        path = field.field.generate_filename(recording, film.name)
        name = field.storage.save(path, File(content))
    shown = Recording.objects.filter(pk=recording.pk, playback="", content_type=KIND)
    if shown.update(playback=name, size_bytes=film.stat().st_size):
        return True
    field.storage.delete(name)
    return False
