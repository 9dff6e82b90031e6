"""Erase what nobody wants kept."""

from datetime import datetime

from django.core.files.storage import Storage
from django.db import transaction

from clinic.models import Analysis, Recording
from clinic.models.recording import folder_of
from clinic.services import audit, playback
from clinic.services.recordings import UNDO_FOR


def erase_deleted(*, now: datetime) -> int:
    """Erase recordings whose deletion can no longer be undone; return how many."""
    due = list(Recording.objects.deleted_before(now - UNDO_FOR))
    for recording in due:
        _erase(recording, now)
    return len(due)


def drop_originals() -> int:
    """Delete originals that are no longer needed; return how many.

    A worker does that when it has stored a result; this is for those killed between.
    """
    pending = [Analysis.Status.QUEUED, Analysis.Status.RUNNING]
    left = (
        Recording.objects.exclude(original="")
        .exclude(playback="")
        .exclude(analyses__status__in=pending)
        .select_related("clinic")
    )
    return sum(playback.drop_original(recording) for recording in left)


def _erase(recording: Recording, now: datetime) -> None:
    """Erase files, then rows: after a crash in between the next run goes on."""
    delete_folder(recording.original.storage, folder_of(recording))
    with transaction.atomic():
        audit.record(action="recording.erased", about=recording, by=None, now=now)
        recording.delete()


def delete_folder(storage: Storage, folder: str) -> None:
    """Delete `folder` with all it holds; also what a killed worker left unnamed."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in folders:
        delete_folder(storage, f"{folder}/{name}")
    for name in files:
        storage.delete(f"{folder}/{name}")
    storage.delete(folder)
