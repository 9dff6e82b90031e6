"""Words between a patient and the therapists in charge."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models

from clinic.models.clinic import Clinic
from clinic.models.patients_own import PatientsOwn
from clinic.models.recording import Recording
from clinic.models.user import User


class MessageQuerySet(PatientsOwn["Message"]):
    """Chainable questions about messages."""

    def unread_by(self, user: User) -> Self:
        """Keep those that someone else wrote and nobody addressed has read."""
        return self.filter(read_at__isnull=True).exclude(sender=user)

    def due_by_mail(self, before: datetime, since: datetime) -> Self:
        """Keep what was sent from `since` to `before`, unread and not told by mail."""
        return self.filter(
            sent_at__gt=since,
            sent_at__lt=before,
            read_at__isnull=True,
            mailed_at__isnull=True,
        )


class Message(models.Model):
    """One message in the thread of one patient."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="messages"
    )
    patient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="thread")
    sender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recording = models.ForeignKey(
        Recording,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="messages",
    )
    text = models.TextField()
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # Since when those addressed were told by mail that something waits.
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""), name="message_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True)
                | models.Q(read_at__gte=models.F("sent_at")),
                name="message_read_after_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "sent_at"]),
            models.Index(fields=["mailed_at", "sent_at"]),
        ]

    def __str__(self) -> str:
        return f"message {self.public_id}"
