"""What lists show of a recording, so that no list has to read whole analyses."""

from django.db import models
from django.db.models import Q

from clinic.models.analysis import Analysis
from clinic.models.recording import Recording


class RecordingDigest(models.Model):
    """The effective result of a recording in a few numbers.

    Written by the services whenever an analysis ends or a therapist says something,
    in the same transaction; `manage.py refresh_digests` writes all anew. It holds
    nothing that could not be computed again.
    """

    recording = models.OneToOneField(
        Recording, on_delete=models.CASCADE, primary_key=True, related_name="digest"
    )
    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="+")
    has_failed = models.BooleanField(default=False)
    not_prescribed = models.BooleanField(default=False)
    repetitions = models.PositiveSmallIntegerField(default=0)
    score = models.FloatField(null=True, blank=True)
    # Repetitions by the gravest mistake that stands in them.
    minor = models.PositiveSmallIntegerField(default=0)
    moderate = models.PositiveSmallIntegerField(default=0)
    major = models.PositiveSmallIntegerField(default=0)
    open_findings = models.PositiveSmallIntegerField(default=0)
    uncertainty = models.FloatField(default=0.0)
    # Gravest first: [{"mistake", "name", "severity"}].
    mistakes = models.JSONField(default=list, blank=True)
    # What was measured, by name: {"value", "half_width", "unit"}; see
    # `selectors.movement`. Null: written by a release that did not keep it.
    movement = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(uncertainty__gte=0, uncertainty__lte=1),
                name="digest_uncertainty_is_share",
            )
        ]

    def __str__(self) -> str:
        return f"digest of recording {self.recording_id}"
