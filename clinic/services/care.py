"""Begin and end care: which therapist treats which patient."""

from datetime import datetime

from django.db import transaction

from clinic import access
from clinic.models import CareRelationship, User
from clinic.services import audit


@transaction.atomic
def assign(
    *, by: User, therapist: User, patient: User, now: datetime
) -> CareRelationship:
    """Put `therapist` in charge of `patient`; again is the same relationship."""
    access.require(access.can_assign_care(by, therapist, patient))
    return begin(therapist=therapist, patient=patient, by=by, now=now)


def begin(
    *, therapist: User, patient: User, by: User, now: datetime
) -> CareRelationship:
    """Begin care without asking who may: for services that have checked."""
    relationship, created = CareRelationship.objects.get_or_create(
        therapist=therapist,
        patient=patient,
        ended_at=None,
        defaults={"started_at": now},
    )
    if created:
        audit.record(
            action="care.assigned",
            about=patient,
            by=by,
            now=now,
            therapist=str(therapist.public_id),
        )
    return relationship


@transaction.atomic
def end(*, by: User, therapist: User, patient: User, now: datetime) -> None:
    """End the care of `patient` by `therapist`; nothing happens where there is none."""
    access.require(access.can_assign_care(by, therapist, patient))
    ended = (
        CareRelationship.objects.active()
        .filter(therapist=therapist, patient=patient)
        .update(ended_at=now)
    )
    if ended:
        audit.record(
            action="care.ended",
            about=patient,
            by=by,
            now=now,
            therapist=str(therapist.public_id),
        )
