"""A clinic: the tenant. Nothing crosses from one to another."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Clinic(models.Model):
    """One clinic or practice, and how it works with patients."""

    class ShowFindings(models.TextChoices):
        """When patients see what was found automatically."""

        AT_ONCE = "at_once", _("At once, marked automatic")
        AFTER_REVIEW = "after_review", _("After a therapist's review")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    show_findings = models.CharField(
        max_length=20, choices=ShowFindings, default=ShowFindings.AT_ONCE
    )
    keep_originals = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=10, default="en")
    # An alert that nobody has acknowledged for so long goes to all in charge.
    escalate_after_h = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(show_findings__in=["at_once", "after_review"]),
                name="clinic_show_findings_known",
            ),
            models.CheckConstraint(
                condition=models.Q(escalate_after_h__gte=1, escalate_after_h__lte=168),
                name="clinic_escalates_within_a_week",
            ),
        ]

    def __str__(self) -> str:
        return self.name
