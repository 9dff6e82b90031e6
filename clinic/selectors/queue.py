"""The recordings that wait for a therapist's review, the most urgent first."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from clinic.domain import triage
from clinic.models import Analysis, Recording, ReviewClaim, User
from clinic.selectors.digests import Listed, listed

# A therapist who is further behind needs another tool than a longer list.
_LONGEST: Final = 1000
_SETTLED: Final = [Analysis.Status.DONE, Analysis.Status.FAILED]


_WEIGHED: Final = (
    "has_failed",
    "not_prescribed",
    "repetitions",
    "major",
    "moderate",
    "uncertainty",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recording to review: why, how urgent, and who is looking at it now."""

    pk: int
    public_id: uuid.UUID
    patient_id: int
    has_failed: bool
    reasons: tuple[triage.Reason, ...]
    priority: triage.Priority
    claim: ReviewClaim | None

    def is_taken(self, viewer: User) -> bool:
        """Say whether a colleague of `viewer` is looking at it."""
        return self.claim is not None and self.claim.by_id != viewer.pk


class _Seen(NamedTuple):
    """A recording to review, as few columns as its place in the queue needs.

    What was found is None where no digest of the current analysis is stored.
    """

    pk: int
    public_id: uuid.UUID
    patient: int
    uploaded_at: datetime
    asked_at: datetime | None
    prescribed: int | None
    current: int
    digested: int | None
    has_failed: bool | None
    not_prescribed: bool | None
    repetitions: int | None
    major: int | None
    moderate: int | None
    uncertainty: float | None


def waiting(
    therapist: User, *, now: datetime, recordings: QuerySet[Recording] | None = None
) -> list[Waiting]:
    """Return what waits for `therapist`, the most urgent first.

    Of `recordings` if given, which must be visible to the therapist. Their rows are
    `in_full`, for the few that a page shows.
    """
    of = Recording.objects.visible_to(therapist) if recordings is None else recordings
    seen = _seen(unreviewed(of).order_by("-recorded_at", "-pk")[:_LONGEST])
    claims = _claims(therapist, now)
    found = [_waiting(item, claims.get(item.pk), now) for item in seen]
    return sorted(found, key=lambda one: one.priority.total, reverse=True)


def in_full(items: Sequence[Waiting]) -> list[tuple[Waiting, Listed]]:
    """Return `items` with what lists show of them, in their order."""
    recordings = Recording.objects.filter(pk__in=[item.pk for item in items])
    rows = {row.recording.pk: row for row in listed(recordings)}
    return [(item, rows[item.pk]) for item in items if item.pk in rows]


def next_to_review(
    therapist: User, *, now: datetime, after: Recording
) -> Waiting | None:
    """Return the most urgent recording besides `after` that no colleague looks at."""
    for item in waiting(therapist, now=now):
        if item.pk != after.pk and not item.is_taken(therapist):
            return item
    return None


def unreviewed(recordings: QuerySet[Recording]) -> QuerySet[Recording]:
    """Keep those whose analysis has ended and that nobody has finished with."""
    is_reviewed = Q(review__reviewed_at__isnull=False)
    return recordings.filter(
        analyses__is_current=True, analyses__status__in=_SETTLED
    ).exclude(is_reviewed)


def claim_on(recording: Recording, *, now: datetime) -> ReviewClaim | None:
    """Return who is looking at `recording` now."""
    claims = ReviewClaim.objects.filter(recording=recording, expires_at__gt=now)
    return claims.select_related("by").first()


def _claims(therapist: User, now: datetime) -> dict[int, ReviewClaim]:
    claims = ReviewClaim.objects.filter(
        expires_at__gt=now, recording__clinic=therapist.clinic_id
    )
    return {claim.recording_id: claim for claim in claims.select_related("by")}


def _seen(recordings: QuerySet[Recording]) -> list[_Seen]:
    columns = recordings.values_list(
        "pk",
        "public_id",
        "patient_id",
        "uploaded_at",
        "asked_at",
        "prescription__repetitions",
        "analyses__pk",  # the current one: `unreviewed` has joined no other
        "digest__analysis_id",
        *(f"digest__{name}" for name in _WEIGHED),
    )
    return _digested([_Seen(*row) for row in columns])


def _digested(seen: list[_Seen]) -> list[_Seen]:
    """Find out what digests would say where none of the current analysis is stored."""
    stale = [item.pk for item in seen if item.digested != item.current]
    if not stale:
        return seen
    found = {
        row.recording.pk: {name: getattr(row.digest, name) for name in _WEIGHED}
        for row in listed(Recording.objects.filter(pk__in=stale))
    }
    return [item._replace(**found.get(item.pk, {})) for item in seen]


def _waiting(item: _Seen, claim: ReviewClaim | None, now: datetime) -> Waiting:
    doubt = None if item.has_failed else item.uncertainty
    reasons = () if item.has_failed is None else triage.reasons(_facts(item))
    return Waiting(
        pk=item.pk,
        public_id=item.public_id,
        patient_id=item.patient,
        has_failed=bool(item.has_failed),
        reasons=reasons,
        priority=triage.priority(
            reasons,
            uncertainty=1.0 if doubt is None else doubt,
            waited=now - item.uploaded_at,
        ),
        claim=claim,
    )


def _facts(item: _Seen) -> triage.Facts:
    return triage.Facts(
        has_failed=bool(item.has_failed),
        not_prescribed=bool(item.not_prescribed),
        repetitions=item.repetitions or 0,
        prescribed=item.prescribed,
        major=item.major or 0,
        moderate=item.moderate or 0,
        patient_asks=item.asked_at is not None,
    )
