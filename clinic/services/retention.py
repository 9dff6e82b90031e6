"""Erase what nobody wants kept."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models.fields.files import FieldFile

from clinic.models import Analysis, Recording
from clinic.services import audit
from clinic.services.recordings import UNDO_FOR

logger = logging.getLogger(__name__)


def erase_deleted(*, now: datetime) -> int:
    """Erase recordings whose deletion can no longer be undone; return how many."""
    due = Recording.objects.deleted_before(now - UNDO_FOR)
    return sum(_erase(recording, now) for recording in due.iterator())


def _erase(recording: Recording, now: datetime) -> bool:
    """Erase rows, then files. Files of a crash in between are found again by name."""
    files = [*_files(recording)]
    with transaction.atomic():
        # The patient may have undone it this very moment.
        locked = Recording.objects.deleted_before(now - UNDO_FOR).select_for_update()
        if not locked.filter(pk=recording.pk).exists():
            return False
        audit.record(action="recording.erased", about=recording, by=None, now=now)
        recording.delete()
    for file in files:
        file.storage.delete(str(file.name))
    return True


def _files(recording: Recording) -> list[FieldFile]:
    files = [recording.original, recording.playback, recording.thumbnail]
    for analysis in Analysis.objects.filter(recording=recording):
        files += [analysis.poses, analysis.curves]
    return [file for file in files if file]
