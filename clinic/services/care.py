"""Begin and end care: which therapist treats which patient."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import CareRelationship, User
from clinic.services import audit
from clinic.services.errors import Refused


class NotInCharge(Refused):
    """A patient cannot be handed over by someone who does not treat them."""

    code = "not_in_charge"


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


@transaction.atomic
def transfer(
    *, by: User, patient: User, therapist: User, successor: User, now: datetime
) -> None:
    """Hand `patient` from `therapist` to `successor`, who sees all from then on.

    Plans, recordings, open alerts and unread messages are the patient's and stay.

    Raises:
        Denied: `by` does not run the clinic of all three.
        NotInCharge: `therapist` does not treat `patient`, or is the successor.
    """
    access.require(access.can_assign_care(by, successor, patient))
    access.require(access.can_assign_care(by, therapist, patient))
    active = CareRelationship.objects.active()
    treats = active.filter(therapist=therapist, patient=patient).exists()
    if not treats or therapist.pk == successor.pk:
        raise NotInCharge(
            _("Choose who treats the patient now, and another to follow.")
        )
    begin(therapist=successor, patient=patient, by=by, now=now)
    end(by=by, therapist=therapist, patient=patient, now=now)


def close_all(*, person: User, by: User, now: datetime) -> None:
    """End all care that `person` gives or gets, without asking who may."""
    either = models.Q(therapist=person) | models.Q(patient=person)
    active = CareRelationship.objects.active().filter(either)
    ended = list(active.select_related("therapist", "patient"))
    active.update(ended_at=now)
    for one in ended:
        therapist = str(one.therapist.public_id)
        audit.record(
            action="care.ended", about=one.patient, by=by, now=now, therapist=therapist
        )
