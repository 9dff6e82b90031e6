"""What patients have agreed to."""

from typing import Self

from django.db import models

from clinic.models.user import User


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Chainable questions about consent."""

    def active(self) -> Self:
        """Keep those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """A patient's agreement to one version of the text."""

    patient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    version = models.CharField(max_length=20)
    # What the text said then: a clinic's later change does not widen an agreement.
    originals_kept = models.BooleanField(default=False)
    # Whether the movement, without picture and name, may teach the recognition.
    poses_shared = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "version"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_active_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk} to {self.version}"
