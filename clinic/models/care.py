"""Who treats whom."""

from typing import Self

from django.db import models

from clinic.models.user import User


class CareRelationshipQuerySet(models.QuerySet["CareRelationship"]):
    """Chainable questions about care."""

    def active(self) -> Self:
        """Keep those that have not ended."""
        return self.filter(ended_at__isnull=True)


class CareRelationship(models.Model):
    """A therapist in charge of a patient, for a time."""

    therapist = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="care_given"
    )
    patient = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="care_received"
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CareRelationshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["therapist", "patient"],
                condition=models.Q(ended_at__isnull=True),
                name="one_active_care",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("started_at")),
                name="care_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(therapist=models.F("patient")),
                name="care_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"care {self.pk}"
