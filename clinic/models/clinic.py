"""A clinic: the tenant. Nothing crosses from one to another."""

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _


def logo_path(clinic: "Clinic", filename: str) -> str:
    """Return where a clinic's logo is kept; a new one gets a new name."""
    suffix = PurePosixPath(filename).suffix.lower()
    return f"clinics/{clinic.public_id}/logo-{uuid.uuid4().hex[:8]}{suffix}"


class Clinic(models.Model):
    """One clinic or practice, and how it works with patients."""

    class ShowFindings(models.TextChoices):
        """When patients see what was found automatically."""

        AT_ONCE = "at_once", _("At once, marked automatic")
        AFTER_REVIEW = "after_review", _("After a therapist's review")

    class Accent(models.TextChoices):
        """The color of its pages; `static/css/tokens.css` says what each looks like."""

        TEAL = "teal", _("Teal")
        BLUE = "blue", _("Blue")
        INDIGO = "indigo", _("Indigo")
        PLUM = "plum", _("Plum")
        ROSE = "rose", _("Rose")
        MOSS = "moss", _("Moss")
        SLATE = "slate", _("Slate")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    show_findings = models.CharField(
        max_length=20, choices=ShowFindings, default=ShowFindings.AT_ONCE
    )
    keep_originals = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=10, default="en")
    accent = models.CharField(max_length=10, choices=Accent, default=Accent.TEAL)
    logo = models.FileField(upload_to=logo_path, max_length=200, blank=True)
    # Faces are made unrecognizable in what is shown of videos sent from now on.
    blur_faces = models.BooleanField(default=False)
    # Videos older than this are erased; None keeps them. Measurements stay.
    keep_videos_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # An alert that nobody has acknowledged for so long goes to all in charge.
    escalate_after_h = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(show_findings__in=["at_once", "after_review"]),
                name="clinic_show_findings_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    accent__in=(
                        ["teal", "blue", "indigo", "plum", "rose", "moss", "slate"]
                    )
                ),
                name="clinic_accent_known",
            ),
            models.CheckConstraint(
                condition=models.Q(keep_videos_months__isnull=True)
                | models.Q(keep_videos_months__gte=1, keep_videos_months__lte=120),
                name="clinic_keeps_videos_for_months",
            ),
            models.CheckConstraint(
                condition=models.Q(escalate_after_h__gte=1, escalate_after_h__lte=168),
                name="clinic_escalates_within_a_week",
            ),
        ]

    def __str__(self) -> str:
        return self.name
