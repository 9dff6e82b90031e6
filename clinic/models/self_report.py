"""What patients tell of an exercise: pain, effort, or why it was not done."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models.clinic import Clinic
from clinic.models.patients_own import PatientsOwn
from clinic.models.plan import Prescription
from clinic.models.recording import Recording
from clinic.models.user import User


class SelfReportQuerySet(PatientsOwn["SelfReport"]):
    """Chainable questions about what patients told."""


class SelfReport(models.Model):
    """One thing told about one exercise.

    Pain is on the numeric rating scale, 0 to 10; effort on Borg's category-ratio scale
    CR10, 0 to 10 (Borg 1982, Med. Sci. Sports Exerc. 14:377-381).
    """

    class Moment(models.TextChoices):
        """When it is told, seen from the exercise."""

        BEFORE = "before", _("Before the exercise")
        AFTER = "after", _("After the exercise")
        INSTEAD = "instead", _("Instead of the exercise")

    class Reason(models.TextChoices):
        """Why the exercise was not done as prescribed."""

        COULD_NOT = "could_not", _("I could not do it")
        TOO_HARD = "too_hard", _("It was too hard")
        SOMETHING_ELSE = "something_else", _("I did something else")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="self_reports"
    )
    prescription = models.ForeignKey(
        Prescription, on_delete=models.CASCADE, related_name="self_reports"
    )
    recording = models.OneToOneField(
        Recording,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="self_report",
    )
    moment = models.CharField(max_length=10, choices=Moment)
    pain = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    comment = models.TextField(blank=True)
    reported_at = models.DateTimeField()

    objects = SelfReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(moment__in=["before", "after", "instead"]),
                name="self_report_moment_known",
            ),
            models.CheckConstraint(
                condition=models.Q(pain__isnull=True) | models.Q(pain__lte=10),
                name="self_report_pain_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(effort__isnull=True) | models.Q(effort__lte=10),
                name="self_report_effort_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(moment="before", pain__isnull=False)
                | models.Q(moment="after", recording__isnull=False)
                | models.Q(moment="instead") & ~models.Q(reason=""),
                name="self_report_tells_something",
            ),
        ]
        indexes = [models.Index(fields=["patient", "reported_at"])]

    def __str__(self) -> str:
        return f"self-report {self.public_id}"

    @property
    def is_above_limit(self) -> bool:
        """Whether more pain was told than the plan allows."""
        return (
            self.pain is not None
            and self.pain_limit is not None
            and self.pain > self.pain_limit
        )
