"""Erase what nobody wants kept."""

from datetime import datetime, timedelta
from typing import Final

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet

from clinic.models import Analysis, Clinic, Finding, Recording
from clinic.models.recording import folder_of
from clinic.services import audit, playback
from clinic.services.recordings import UNDO_FOR

MONTH: Final = timedelta(days=365.25 / 12)
_VIDEO: Final = ("original", "playback", "blurred", "thumbnail")


def erase_deleted(*, now: datetime) -> int:
    """Erase recordings whose deletion can no longer be undone; return how many."""
    due = list(Recording.objects.deleted_before(now - UNDO_FOR))
    for recording in due:
        _erase(recording, now)
    return len(due)


def erase_due(*, now: datetime) -> int:
    """Erase deleted recordings and videos whose time is over; return how many."""
    return erase_deleted(now=now) + erase_old_videos(now=now)


def erase_old_videos(*, now: datetime) -> int:
    """Erase the videos and pictures that clinics keep no longer; return how many.

    What was measured stays, as do words about it; nothing can be analyzed again.
    """
    return sum(
        _erase_video(recording, now)
        for clinic in Clinic.objects.filter(keep_videos_months__isnull=False)
        for recording in _outdated(clinic, now)
    )


def _outdated(clinic: Clinic, now: datetime) -> QuerySet[Recording]:
    before = now - MONTH * (clinic.keep_videos_months or 0)
    return Recording.objects.filter(
        clinic=clinic, uploaded_at__lt=before, video_erased_at__isnull=True
    )


def _erase_video(recording: Recording, now: datetime) -> bool:
    """Say first that it is gone, then delete: after a crash no page offers it."""
    findings = Finding.objects.filter(repetition__analysis__recording=recording)
    stills = list(findings.exclude(still="").values_list("still", flat=True))
    files = [getattr(recording, name) for name in _VIDEO]
    with transaction.atomic():
        row = Recording.objects.filter(pk=recording.pk, video_erased_at__isnull=True)
        if not row.update(video_erased_at=now, **dict.fromkeys(_VIDEO, "")):
            return False
        findings.update(still="")
        audit.record(action="recording.video_erased", about=recording, by=None, now=now)
    for name in [*stills, *(str(file.name) for file in files if file)]:
        recording.original.storage.delete(name)
    return True


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
