"""The copy of a recording in which faces cannot be recognized, for all who watch.

Where the clinic wants it, nothing else is shown: neither the copy for the browser nor
pictures taken from it. That copy stays unseen and serves further analyses alone.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from django.core.files import File
from django.db import transaction

from clinic import recognizer
from clinic.models import Analysis, Recording
from clinic.recognizer import Analyzed
from clinic.services.leases import Lease

NAME: Final = "blurred.mp4"


def watchable(
    analysis: Analysis, video: Path, found: Analyzed, folder: Path, lease: Lease
) -> Path:
    """Return what pictures may be taken from: `video`, or its copy without faces.

    What was blurred before stays blurred: where another person is followed now, both
    are unrecognizable.

    Raises:
        Unanalyzable, LostLease.
    """
    recording = analysis.recording
    if not recording.blurs_faces:
        return video
    target = folder / NAME
    stage = Analysis.Stage.ASSESSMENT
    recognizer.hide_faces(
        _earlier(recording, folder) or video,
        target,
        found=found,
        on_progress=lambda share: lease.progress(stage, share),
    )
    return target


def store(recording: Recording, path: Path) -> str:
    """Store the file of `watchable`; empty where that is the video itself."""
    if not recording.blurs_faces:
        return ""
    field = recording.blurred
    with path.open("rb") as content:
        name = field.field.generate_filename(recording, NAME)
        return str(field.storage.save(name, File(content)))


def replace(recording: Recording, name: str) -> Mapping[str, str]:
    """Return the columns by which `name` is shown; the earlier file goes on commit."""
    if not name:
        return {}
    earlier, storage = recording.blurred.name, recording.blurred.storage
    if earlier:
        transaction.on_commit(partial(storage.delete, earlier), robust=False)
    return {"blurred": name}


def _earlier(recording: Recording, folder: Path) -> Path | None:
    """Return the copy that is shown by now, on this machine; None without one."""
    recording.refresh_from_db(fields=["blurred"])
    if not recording.blurred:
        return None
    copy = folder / "earlier.mp4"
    with recording.blurred.open("rb") as stored, copy.open("wb") as target:
        for chunk in stored.chunks():
            target.write(chunk)
    return copy
