"""What therapists corrected of a whole analysis: laid over it, never into it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.models.analysis import Analysis
from clinic.models.recording import Recording
from clinic.models.user import User


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Chainable questions about corrections."""

    def standing(self) -> Self:
        """Keep those that were not undone."""
        return self.filter(undone_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Keep those of recordings that `user` may watch."""
        return self.filter(recording__in=Recording.objects.visible_to(user))


class Correction(models.Model):
    """A therapist's correction. The newest standing one of its kind counts.

    `content` says what holds instead:

    * repetitions: {"repetitions": [{"repetition", "start_s", "peak_s", "end_s"}]}, all
      of them in order of time, `repetition` being the key of the row;
    * exercise: {"exercise": code of what was done, or "" for something else};
    * person: {"x", "y", "time_s"}, where the patient is in the picture.
    """

    class Kind(models.TextChoices):
        """What was corrected."""

        REPETITIONS = "repetitions", _("Repetitions")
        EXERCISE = "exercise", _("Exercise")
        PERSON = "person", _("Person")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recording = models.ForeignKey(
        Recording, on_delete=models.CASCADE, related_name="corrections"
    )
    analysis = models.ForeignKey(
        Analysis, on_delete=models.CASCADE, related_name="corrections"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    pipeline_version = models.CharField(max_length=40)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["repetitions", "exercise", "person"]),
                name="correction_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True)
                | Q(undone_at__gte=models.F("made_at")),
                name="correction_undone_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.public_id}"
