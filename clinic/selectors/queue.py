"""The recordings that wait for a therapist's review, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from clinic.domain import triage
from clinic.models import Analysis, Recording, ReviewClaim, User
from clinic.selectors.digests import Listed, listed

# A therapist who is further behind needs another tool than a longer list.
_LONGEST: Final = 1000
_SETTLED: Final = [Analysis.Status.DONE, Analysis.Status.FAILED]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recording to review: why, how urgent, and who is looking at it now."""

    listed: Listed
    reasons: tuple[triage.Reason, ...]
    priority: triage.Priority
    claim: ReviewClaim | None

    @property
    def recording(self) -> Recording:
        """The recording."""
        return self.listed.recording

    def is_taken(self, viewer: User) -> bool:
        """Say whether a colleague of `viewer` is looking at it."""
        return self.claim is not None and self.claim.by_id != viewer.pk


def waiting(
    therapist: User, *, now: datetime, recordings: QuerySet[Recording] | None = None
) -> list[Waiting]:
    """Return what waits for `therapist`, the most urgent first.

    Of `recordings` if given, which must be visible to the therapist.
    """
    of = Recording.objects.visible_to(therapist) if recordings is None else recordings
    items = listed(unreviewed(of).order_by("-recorded_at", "-pk")[:_LONGEST])
    claims = _claims(therapist, now)
    found = [_waiting(item, claims.get(item.recording.pk), now) for item in items]
    return sorted(found, key=lambda one: one.priority.total, reverse=True)


def next_to_review(
    therapist: User, *, now: datetime, after: Recording
) -> Recording | None:
    """Return the most urgent recording besides `after` that no colleague looks at."""
    for item in waiting(therapist, now=now):
        if item.recording.pk != after.pk and not item.is_taken(therapist):
            return item.recording
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


def _waiting(item: Listed, claim: ReviewClaim | None, now: datetime) -> Waiting:
    digest = item.digest
    doubt = 1.0 if digest is None or digest.has_failed else digest.uncertainty
    waited = now - item.recording.uploaded_at
    reasons = item.reasons
    rank = triage.priority(reasons, uncertainty=doubt, waited=waited)
    return Waiting(item, reasons, rank, claim)
