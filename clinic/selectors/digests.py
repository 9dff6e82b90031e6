"""The few numbers that lists show of a recording, and the lists' own rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import F, FilteredRelation, Q, QuerySet

from clinic.domain import triage
from clinic.models import Analysis, Recording, RecordingDigest
from clinic.selectors import movement
from clinic.selectors.results import (
    SEVERITIES,
    EffectiveResult,
    FindingResult,
    effective_results,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _State(TypedDict):
        current_pk: int | None
        current_status: str | None
        current_percent: int | None
        current_version: str | None
        current_review: datetime | None

    Row = WithAnnotations[Recording, _State]

Status = Analysis.Status


@dataclass(frozen=True, slots=True)
class Listed:
    """A recording as lists show it.

    Attributes:
        recording: with patient, exercise and prescription.
        status: of the current analysis; empty without one.
        percent: how far it is.
        version: of the pipeline that analyzed it.
        digest: what was found; None until the analysis has ended.
        reviewed_at: when a therapist finished with it.
    """

    recording: Recording
    status: str
    percent: int
    version: str
    digest: RecordingDigest | None
    reviewed_at: datetime | None

    @property
    def is_pending(self) -> bool:
        """Whether a result is still to come."""
        return self.status not in {Status.DONE, Status.FAILED}

    @property
    def is_reviewed(self) -> bool:
        """Whether a therapist has finished with it."""
        return self.reviewed_at is not None

    @property
    def reasons(self) -> tuple[triage.Reason, ...]:
        """Why it is worth a look, gravest first."""
        return triage.reasons(_facts(self)) if self.digest else ()


def listed(recordings: QuerySet[Recording]) -> list[Listed]:
    """Return `recordings` as lists show them, in their order.

    One query, where every digest is there; a fixed number of them otherwise.
    """
    rows = list(_with_state(recordings))
    missing = [row for row in rows if _lacks_digest(row)]
    made = {
        result.recording.pk: digest_of(result)
        for result in (effective_results(missing, viewer=None) if missing else ())
    }
    return [_listed(row, made.get(row.pk)) for row in rows]


def digest_of(result: EffectiveResult) -> RecordingDigest:
    """Return the digest of an analyzed recording, not stored yet."""
    assert result.analysis is not None  # noqa: S101  for mypy; callers have looked
    worst = [item.worst for item in result.repetitions]
    to_judge = [
        found.finding
        for item in result.repetitions
        for found in item.findings
        if found.is_automatic
    ]
    return RecordingDigest(
        recording=result.recording,
        analysis=result.analysis,
        has_failed=not result.is_done,
        not_prescribed=result.not_prescribed,
        repetitions=result.count,
        score=result.score,
        minor=worst.count("minor"),
        moderate=worst.count("moderate"),
        major=worst.count("major"),
        open_findings=len(to_judge),
        uncertainty=triage.uncertainty(one.confidence for one in to_judge),
        mistakes=_mistakes(result.standing),
        movement=movement.stored(movement.movement_of(result)),
    )


def _mistakes(standing: Iterable[FindingResult]) -> list[dict[str, str]]:
    """Return each mistake once, with its gravest severity, gravest first."""
    ordered = sorted(standing, key=lambda one: -SEVERITIES.index(one.severity))
    named: dict[str, dict[str, str]] = {}
    for one in ordered:
        words = {"mistake": one.mistake, "name": one.name, "severity": one.severity}
        named.setdefault(one.mistake, words)
    return list(named.values())


def _with_state(recordings: QuerySet[Recording]) -> QuerySet[Any]:
    current = FilteredRelation("analyses", condition=Q(analyses__is_current=True))
    return recordings.select_related(
        "patient", "exercise", "prescription", "digest"
    ).annotate(
        current=current,
        current_pk=F("current__pk"),
        current_status=F("current__status"),
        current_percent=F("current__percent"),
        current_version=F("current__pipeline_version"),
        current_review=F("review__reviewed_at"),
    )


def _lacks_digest(row: "Row") -> bool:
    digest = getattr(row, "digest", None)
    is_settled = row.current_status in {Status.DONE, Status.FAILED}
    return is_settled and (digest is None or digest.analysis_id != row.current_pk)


def _listed(row: "Row", made: RecordingDigest | None) -> Listed:
    is_settled = row.current_status in {Status.DONE, Status.FAILED}
    return Listed(
        recording=row,
        status=row.current_status or "",
        percent=row.current_percent or 0,
        version=row.current_version or "",
        digest=(made or getattr(row, "digest", None)) if is_settled else None,
        reviewed_at=row.current_review,
    )


def _facts(item: Listed) -> triage.Facts:
    assert item.digest is not None  # noqa: S101  for mypy; `reasons` has looked
    prescription = item.recording.prescription
    return triage.Facts(
        has_failed=item.digest.has_failed,
        not_prescribed=item.digest.not_prescribed,
        repetitions=item.digest.repetitions,
        prescribed=prescription.repetitions if prescription else None,
        major=item.digest.major,
        moderate=item.digest.moderate,
        patient_asks=item.recording.asked_at is not None,
    )
