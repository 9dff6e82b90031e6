"""Therapists' judgments, laid over an analysis that never changes."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.models.analysis import Finding
from clinic.models.recording import Recording
from clinic.models.user import User


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Chainable questions about verdicts."""

    def standing(self) -> Self:
        """Keep those that were not undone."""
        return self.filter(undone_at__isnull=True)


class Verdict(models.Model):
    """A therapist's word on one finding. Undone verdicts stay on record."""

    class Decision(models.TextChoices):
        """What the therapist says."""

        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")
        CHANGED = "changed", _("Changed")
        NOT_VISIBLE = "not_visible", _("Not visible")

    finding = models.ForeignKey(
        Finding, on_delete=models.CASCADE, related_name="verdicts"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=12, choices=Decision)
    reason = models.TextField(blank=True)
    # What holds instead, of a finding that was changed; empty: as it was found.
    severity = models.CharField(
        max_length=10, choices=Finding.Severity, blank=True, default=""
    )
    mistake = models.SlugField(max_length=64, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    message = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    pipeline_version = models.CharField(max_length=40)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(undone_at__isnull=True),
                name="one_standing_verdict",
            ),
            models.CheckConstraint(
                condition=Q(
                    decision__in=["confirmed", "dismissed", "changed", "not_visible"]
                ),
                name="verdict_decision_known",
            ),
            models.CheckConstraint(
                condition=Q(decision="changed") & (~Q(severity="") | ~Q(mistake=""))
                | ~Q(decision="changed") & Q(severity="", mistake=""),
                name="verdict_says_what_changed",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True)
                | Q(undone_at__gte=models.F("decided_at")),
                name="verdict_undone_after_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"verdict {self.pk}: {self.decision}"


class Review(models.Model):
    """A therapist's look at one recording: the note, and whether it is done."""

    recording = models.OneToOneField(
        Recording, on_delete=models.CASCADE, related_name="review"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    note_written_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(note="") | Q(note_written_at__isnull=False),
                name="review_note_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"review of recording {self.recording_id}"

    @property
    def is_reviewed(self) -> bool:
        """Whether a therapist has finished with the recording."""
        return self.reviewed_at is not None


class ReviewClaim(models.Model):
    """Who is looking at a recording now, so that two do not judge it at once.

    A soft claim: it is shown to colleagues, runs out on its own, and stops nobody.
    """

    recording = models.OneToOneField(
        Recording, on_delete=models.CASCADE, related_name="review_claim"
    )
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("claimed_at")),
                name="review_claim_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"claim on recording {self.recording_id}"
