"""Plans that a clinic's therapists begin with."""

import uuid
from typing import Self

from django.db import models

from clinic.models.clinic import Clinic
from clinic.models.user import User


class PlanTemplateQuerySet(models.QuerySet["PlanTemplate"]):
    """Chainable questions about templates."""

    def visible_to(self, user: User) -> Self:
        """Keep those of the therapist's clinic."""
        if not user.is_active or not user.is_therapist or user.clinic_id is None:
            return self.none()
        return self.filter(clinic_id=user.clinic_id)


class PlanTemplate(models.Model):
    """Exercises with their dosage and phases, of no patient."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="plan_templates"
    )
    title = models.CharField(max_length=100)
    # {"pain_limit", "items", "phases"} as services.plan_drafts writes them.
    content = models.JSONField(default=dict)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "title"], name="one_template_a_title"
            )
        ]

    def __str__(self) -> str:
        return self.title
