"""Words between a patient and the therapists in charge."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import Message, Recording, User
from clinic.services import alerts, audit
from clinic.services.errors import Refused


class MessageEmpty(Refused):
    """Nothing was written."""

    code = "message_empty"


@transaction.atomic
def send(
    *,
    by: User,
    patient: User,
    text: str,
    now: datetime,
    recording: Recording | None = None,
    is_automatic: bool = False,
) -> Message:
    """Write `text` into the thread of `patient`, about `recording` if given.

    Warning words that a patient writes raise an alert; those of a text that was
    written automatically in their name do not.

    Raises:
        Denied: `by` may not write there, or `recording` is of another patient.
        MessageEmpty.
    """
    access.require(access.can_message(by, patient))
    if recording is not None:
        access.require(
            recording.patient_id == patient.pk
            and access.can_view_recording(by, recording)
        )
    if not text.strip():
        raise MessageEmpty(_("Write something first."))
    assert patient.clinic is not None  # noqa: S101  for mypy; `can_message` holds it
    message = Message.objects.create(
        clinic=patient.clinic,
        patient=patient,
        sender=by,
        recording=recording,
        text=text.strip(),
        sent_at=now,
    )
    audit.record(action="message.sent", about=message, by=by, now=now)
    if not is_automatic:
        alerts.of_message(message, now=now)
    return message


def mark_read(*, by: User, patient: User, now: datetime) -> int:
    """Mark what others wrote in the thread of `patient` as read by `by`'s side.

    A patient reads what therapists wrote; a therapist reads what the patient wrote.
    """
    access.require(access.can_message(by, patient))
    thread = Message.objects.filter(patient=patient).unread_by(by)
    if by.is_therapist:
        thread = thread.filter(sender=patient)
    # What arrived since the page was made was not on it.
    return thread.filter(sent_at__lte=now).update(read_at=now)
