"""Write the audit. Callers are inside the transaction of what they record."""

from datetime import datetime, timedelta
from typing import Final

from django.db import models

from clinic.models import AuditEvent, Clinic, Recording, User

# A player asks for a video in dozens of parts; that is one look at it.
ONE_LOOK: Final = timedelta(minutes=10)
VIEWED: Final = "recording.viewed"
PROGRESS_VIEWED: Final = "progress.viewed"
PATIENT_VIEWED: Final = "patient.viewed"

Detail = str | int | float | bool | None


def record(
    *,
    action: str,
    about: models.Model,
    by: User | None,
    now: datetime,
    clinic: Clinic | None = None,
    **detail: Detail,
) -> AuditEvent:
    """Add one row: `by` (None is the system) did `action` to `about`.

    `detail` holds codes and numbers only, never what a person wrote or is called.
    """
    return AuditEvent.objects.create(
        at=now,
        actor=by,
        clinic=clinic or _clinic(about) or (by.clinic if by else None),
        action=action,
        object_type=type(about).__name__.lower(),
        object_id=str(getattr(about, "public_id", about.pk)),
        detail=detail,
    )


def viewed(*, by: User, recording: Recording, now: datetime) -> None:
    """Record that `by` looked at `recording`; once for what is one look."""
    _once(VIEWED, about=recording, by=by, now=now)


def progress_viewed(*, by: User, patient: User, now: datetime) -> None:
    """Record that `by` looked at the progress of `patient`; once for one look."""
    _once(PROGRESS_VIEWED, about=patient, by=by, now=now)


def patient_viewed(*, by: User, patient: User, now: datetime) -> None:
    """Record that `by` read what `patient` told and wrote; once for one look."""
    _once(PATIENT_VIEWED, about=patient, by=by, now=now)


def _once(action: str, *, about: Recording | User, by: User, now: datetime) -> None:
    kind = type(about).__name__.lower()
    recent = AuditEvent.objects.about(kind, about.public_id).filter(
        action=action, actor=by, at__gt=now - ONE_LOOK
    )
    if not recent.exists():
        record(action=action, about=about, by=by, now=now)


def _clinic(about: models.Model) -> Clinic | None:
    if isinstance(about, Clinic):
        return about
    return getattr(about, "clinic", None)
