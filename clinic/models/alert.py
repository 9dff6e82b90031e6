"""What a therapist is told at once, by which rule, and who has taken note."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models.clinic import Clinic
from clinic.models.message import Message
from clinic.models.self_report import SelfReport
from clinic.models.user import User


class AlertKind(models.TextChoices):
    """What an alert is about."""

    PAIN = "pain", _("Pain")
    MISSED = "missed", _("Days without exercise")
    RANGE = "range", _("Range of motion went down")
    RED_FLAG = "red_flag", _("Warning words in a comment")


class AlertRule(models.Model):
    """When one kind of alert is raised: for a patient, or as the clinic's default.

    `threshold` is the least pain (0 to 10) or the least number of missed days in a
    row; the other kinds have none. `words` are those of red flags.
    """

    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="alert_rules"
    )
    patient = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="alert_rules",
    )
    kind = models.CharField(max_length=10, choices=AlertKind)
    is_on = models.BooleanField(default=True)
    threshold = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "kind"],
                condition=models.Q(patient__isnull=True),
                name="one_default_rule_a_kind",
            ),
            models.UniqueConstraint(
                fields=["patient", "kind"], name="one_patient_rule_a_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["range", "red_flag"])
                | models.Q(
                    kind="pain",
                    threshold__isnull=False,
                    threshold__gte=1,
                    threshold__lte=10,
                )
                | models.Q(
                    kind="missed",
                    threshold__isnull=False,
                    threshold__gte=1,
                    threshold__lte=30,
                ),
                name="alert_rule_has_threshold",
            ),
        ]

    def __str__(self) -> str:
        return f"alert rule {self.pk}"


class AlertQuerySet(models.QuerySet["Alert"]):
    """Chainable questions about alerts."""

    def open(self) -> Self:
        """Keep those that nobody has acknowledged."""
        return self.filter(acknowledged_at__isnull=True)

    def waiting_since(self, moment: datetime) -> Self:
        """Keep the open ones raised before `moment` and not escalated yet."""
        return self.open().filter(raised_at__lte=moment, escalated_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Keep those of the patients whom the therapist treats now."""
        if not user.is_active or not user.is_therapist or user.clinic_id is None:
            return self.none()
        return self.filter(
            clinic_id=user.clinic_id,
            patient__in=User.objects.in_care_of(user).values("pk"),
        )


class Alert(models.Model):
    """One thing that wants a therapist soon."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=10, choices=AlertKind)
    self_report = models.ForeignKey(
        SelfReport,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,  # a corrected report takes no alert back
        related_name="alerts",
    )
    message = models.ForeignKey(
        Message,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="alerts",
    )
    # What it was raised by: once for each, however often it is looked at.
    occasion = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)  # the figures behind it
    raised_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "kind", "occasion"], name="one_alert_an_occasion"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    acknowledged_by__isnull=True, acknowledged_at__isnull=True
                )
                | models.Q(
                    acknowledged_by__isnull=False, acknowledged_at__isnull=False
                ),
                name="alert_acknowledged_by_someone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["patient"],
                condition=models.Q(acknowledged_at__isnull=True),
                name="open_alerts",
            )
        ]

    def __str__(self) -> str:
        return f"alert {self.public_id}"
