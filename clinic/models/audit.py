"""Who did what, and who looked at what. Rows are added and never changed."""

from typing import Any, NoReturn, Self

from django.db import models

from clinic.models.clinic import Clinic
from clinic.models.user import User


class AppendOnly(Exception):
    """Someone tried to change or delete a row of the audit."""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Chainable questions about the audit; no writes."""

    def about(self, object_type: str, object_id: object) -> Self:
        """Keep what happened to one object."""
        return self.filter(object_type=object_type, object_id=str(object_id))

    def update(self, **_fields: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class AuditEvent(models.Model):
    """One action of one person, or of the system itself (no actor)."""

    at = models.DateTimeField()
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    clinic = models.ForeignKey(
        Clinic, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    detail = models.JSONField(default=dict, blank=True)  # codes and numbers only

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "at"]),
            models.Index(fields=["clinic", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one."""
        if self.pk is not None:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly
