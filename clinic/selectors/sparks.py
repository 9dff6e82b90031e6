"""The last scores of an exercise, for the small lines in lists."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from clinic.models import RecordingDigest
from clinic.selectors.digests import Listed

Key = tuple[int, int, str]


def recent_scores(items: Sequence[Listed]) -> dict[int, tuple[float, ...]]:
    """Return the scores up to each recording, oldest first, by its key.

    Of the same patient, exercise and version of the pipeline: scores of different
    versions do not make one line. One query.
    """
    series = _series({item.recording.patient_id for item in items})
    return {
        item.recording.pk: tuple(
            score
            for moment, score in series[_key(item)]
            if moment <= item.recording.recorded_at
        )
        for item in items
    }


def _key(item: Listed) -> Key:
    return item.recording.patient_id, item.recording.exercise_id, item.version


def _series(patients: set[int]) -> dict[Key, list[tuple[datetime, float]]]:
    found: dict[Key, list[tuple[datetime, float]]] = defaultdict(list)
    rows = (
        RecordingDigest.objects.filter(
            recording__patient__in=patients,
            recording__deleted_at__isnull=True,
        )
        .order_by("recording__recorded_at", "recording_id")
        .values_list(
            "recording__patient_id",
            "recording__exercise_id",
            "analysis__pipeline_version",
            "recording__recorded_at",
            "score",
        )
    )
    for patient, exercise, version, moment, score in rows:
        if score is not None:
            found[patient, exercise, version].append((moment, score))
    return found
