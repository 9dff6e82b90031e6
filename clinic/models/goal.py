"""What patients want to be able to do again, in their own words."""

import uuid
from typing import Self

from django.db import models

from clinic.models.clinic import Clinic
from clinic.models.patients_own import PatientsOwn
from clinic.models.user import User


class GoalQuerySet(PatientsOwn["Goal"]):
    """Chainable questions about goals."""

    def newest_first(self) -> Self:
        """Keep what was not undone; the first is what holds, even if it is empty."""
        return self.filter(undone_at__isnull=True).order_by("-written_at", "-pk")


class Goal(models.Model):
    """One wording of a patient's goal; a later one replaces it, undoing brings it back.

    An empty text takes the goal away.
    """

    LONGEST = 200

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="goals")
    text = models.CharField(max_length=LONGEST, blank=True)
    written_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True)
                | models.Q(undone_at__gte=models.F("written_at")),
                name="goal_undone_after_written",
            ),
        ]
        indexes = [models.Index(fields=["patient", "written_at"])]

    def __str__(self) -> str:
        return f"goal {self.public_id}"
