"""Take and withdraw a patient's consent to being recorded."""

from datetime import datetime

from django.db import transaction

from clinic import access
from clinic.domain.consent import CURRENT_VERSION
from clinic.models import Consent, User
from clinic.services import audit


@transaction.atomic
def give(
    *,
    by: User,
    now: datetime,
    version: str = CURRENT_VERSION,
    shares_poses: bool = False,
) -> Consent:
    """Record that the patient `by` agrees to the text of `version`.

    With `shares_poses` the movement may teach the recognition: a separate question.

    What the text said about keeping originals is recorded with it. Agreement to an
    older text ends with the new one.
    """
    access.require(by.is_active and by.is_patient and by.clinic is not None)
    older = Consent.objects.active().filter(patient=by).exclude(version=version)
    older.update(withdrawn_at=now)
    kept = bool(by.clinic and by.clinic.keep_originals)
    consent, created = Consent.objects.get_or_create(
        patient=by,
        version=version,
        withdrawn_at=None,
        defaults={
            "originals_kept": kept,
            "poses_shared": shares_poses,
            "given_at": now,
        },
    )
    if created:
        audit.record(
            action="consent.given", about=consent, by=by, now=now, version=version
        )
    return consent


@transaction.atomic
def share_poses(*, by: User, shares: bool, now: datetime) -> bool:
    """Let the movement of the patient `by` teach the recognition, or no longer.

    Say whether anything changed. What was exported before cannot be called back: the
    page says so.
    """
    access.require(by.is_active and by.is_patient and by.clinic is not None)
    active = Consent.objects.active().filter(patient=by).exclude(poses_shared=shares)
    changed = list(active)
    active.update(poses_shared=shares)
    for consent in changed:
        audit.record(
            action="consent.poses_shared" if shares else "consent.poses_not_shared",
            about=consent,
            by=by,
            now=now,
        )
    return bool(changed)


@transaction.atomic
def withdraw(*, by: User, now: datetime) -> bool:
    """End the agreement of the patient `by`; say whether there was one.

    No further recording is taken. What was recorded stays until the patient deletes
    it: withdrawal acts on the future (GDPR, article 7(3)).
    """
    for consent in Consent.objects.active().filter(patient=by):
        audit.record(
            action="consent.withdrawn",
            about=consent,
            by=by,
            now=now,
            version=consent.version,
        )
    return bool(Consent.objects.active().filter(patient=by).update(withdrawn_at=now))
