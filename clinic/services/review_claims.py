"""Soft claims: who is looking at a recording, so that two do not judge it at once."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from clinic import access
from clinic.models import Recording, ReviewClaim, User
from clinic.services import audit

# The open page renews it every minute; a closed laptop lets go soon.
CLAIM_FOR: Final = timedelta(minutes=3)


@transaction.atomic
def hold(*, by: User, recording: Recording, now: datetime) -> ReviewClaim:
    """Claim `recording` for `by`, or renew that; return the claim in force.

    It is a colleague's where one holds it: nothing is taken from anybody.
    """
    access.require(access.can_review_recording(by, recording))
    claims = ReviewClaim.objects.filter(recording=recording)
    if not _renew(claims.filter(by=by, expires_at__gt=now), now):
        fresh = {"by": by, "claimed_at": now, "expires_at": now + CLAIM_FOR}
        if not claims.filter(expires_at__lte=now).update(**fresh):
            ReviewClaim.objects.get_or_create(recording=recording, defaults=fresh)
    return claims.select_related("by").get()


@transaction.atomic
def take_over(*, by: User, recording: Recording, now: datetime) -> ReviewClaim:
    """Claim `recording` for `by` although a colleague may be looking at it."""
    access.require(access.can_review_recording(by, recording))
    claim, _created = ReviewClaim.objects.update_or_create(
        recording=recording,
        defaults={"by": by, "claimed_at": now, "expires_at": now + CLAIM_FOR},
    )
    audit.record(action="review.taken_over", about=recording, by=by, now=now)
    return claim


def release(*, by: User, recording: Recording) -> bool:
    """Let go of `recording`; say whether `by` held it."""
    deleted, _each = ReviewClaim.objects.filter(by=by, recording=recording).delete()
    return bool(deleted)


def _renew(claims: QuerySet[ReviewClaim], now: datetime) -> bool:
    return bool(claims.update(expires_at=now + CLAIM_FOR))
