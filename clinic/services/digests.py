"""Keep what lists show of a recording in step with its analysis and reviews."""

from collections.abc import Sequence
from typing import Final

from django.db.models import F, Q, QuerySet

from clinic.models import Analysis, Recording, RecordingDigest
from clinic.selectors.digests import digest_of
from clinic.selectors.results import EffectiveResult, effective_results

_AT_ONCE: Final = 200
_SETTLED: Final = [Analysis.Status.DONE, Analysis.Status.FAILED]
_COLUMNS: Final = (
    "analysis", "has_failed", "not_prescribed", "repetitions", "score", "minor",
    "moderate", "major", "open_findings", "uncertainty", "mistakes", "movement",
)  # fmt: skip


def refresh(recording: Recording) -> None:
    """Write the digest of `recording` anew; called in the transaction of a change."""
    _write([recording])


def refresh_all(recordings: QuerySet[Recording]) -> int:
    """Write the digests of `recordings` anew; return how many there are now."""
    keys = list(recordings.order_by("pk").values_list("pk", flat=True))
    parts = [keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE)]
    return sum(_write(list(recordings.filter(pk__in=part))) for part in parts)


def fill_missing(*, limit: int = 500) -> int:
    """Write digests that are missing or of another analysis than the current one.

    Of rows that were written past the services: an import's, an older release's, which
    kept less.
    """
    current = Analysis.objects.current().filter(status__in=_SETTLED)
    is_whole = Q(recording__digest__movement__isnull=False)
    stale = current.exclude(is_whole, recording__digest__analysis=F("pk"))
    keys = stale.values_list("recording_id", flat=True)[:limit]
    return refresh_all(Recording.objects.present().filter(pk__in=list(keys)))


def _write(recordings: Sequence[Recording]) -> int:
    results = effective_results(recordings, viewer=None)
    digests = [digest_of(result) for result in results if _has_ended(result)]
    RecordingDigest.objects.bulk_create(
        digests,
        update_conflicts=True,
        unique_fields=["recording"],
        update_fields=_COLUMNS,
    )
    return len(digests)


def _has_ended(result: EffectiveResult) -> bool:
    return result.analysis is not None and result.analysis.status in _SETTLED
