"""Runs of the recognizer on recordings, and what they found. Written once."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.models.plan import Prescription
from clinic.models.recording import Recording, folder_of
from clinic.models.user import User
from clinic.models.work import Work, WorkQuerySet


def poses_path(analysis: "Analysis", _filename: str) -> str:
    """Return where the pose arrays are kept."""
    return _path(analysis, "poses.npz")


def curves_path(analysis: "Analysis", _filename: str) -> str:
    """Return where the player's curves are kept."""
    return _path(analysis, "curves.json.gz")


def moment_path(finding: "Finding", filename: str) -> str:
    """Return where the still picture of a finding is kept."""
    return _path(finding.repetition.analysis, filename)


def _path(analysis: "Analysis", name: str) -> str:
    # Named after the claim: a worker that lost its lease cannot overwrite files.
    folder = folder_of(analysis.recording)
    return f"{folder}/{analysis.public_id}/{analysis.claim}/{name}"


class AnalysisQuerySet(WorkQuerySet["Analysis"]):
    """Chainable questions about analyses."""

    def current(self) -> Self:
        """Keep the one that counts for each recording."""
        return self.filter(is_current=True)

    def of_present_recordings(self) -> Self:
        """Keep those whose recording was not deleted.

        Without a join: an UPDATE with one asks for ids first, and PostgreSQL does not
        ask again once it has waited for a row. Two workers would then claim it.
        """
        return self.filter(recording__in=Recording.objects.present())

    def ahead_of(self, analysis: "Analysis") -> Self:
        """Keep those that workers take before `analysis`, which waits for its turn."""
        waiting = self.of_present_recordings().filter(status=Analysis.Status.QUEUED)
        return waiting.filter(
            models.Q(queued_at__lt=analysis.queued_at)
            | models.Q(queued_at=analysis.queued_at, pk__lt=analysis.pk)
        )

    def visible_to(self, user: User) -> Self:
        """Keep those whose recording `user` may watch."""
        return self.filter(recording__in=Recording.objects.visible_to(user))


class Analysis(Work):
    """One run of one version of the pipeline, with one set of options."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recording = models.ForeignKey(
        Recording, on_delete=models.CASCADE, related_name="analyses"
    )
    pipeline_version = models.CharField(max_length=40)
    options = models.JSONField(default=dict, blank=True)
    options_key = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)
    report = models.JSONField(null=True, blank=True)
    poses = models.FileField(upload_to=poses_path, max_length=250, blank=True)
    curves = models.FileField(upload_to=curves_path, max_length=250, blank=True)

    objects = AnalysisQuerySet.as_manager()

    class Meta(Work.Meta):
        verbose_name_plural = "analyses"
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(
                fields=["recording", "pipeline_version", "options_key"],
                name="one_analysis_a_version_and_options",
            ),
            models.UniqueConstraint(
                fields=["recording"],
                condition=Q(is_current=True),
                name="one_current_analysis",
            ),
            models.CheckConstraint(
                condition=~Q(status="done")
                | Q(report__isnull=False, finished_at__isnull=False),
                name="analysis_done_has_report",
            ),
        ]
        indexes = [models.Index(fields=["status", "lease_until"])]

    def __str__(self) -> str:
        return f"analysis {self.public_id}"


class Repetition(models.Model):
    """One repetition as an analysis found it, or as a therapist added it.

    Rows that a therapist added count only where a correction names them.
    """

    class Source(models.TextChoices):
        """Who found it."""

        AUTOMATIC = "automatic", _("Automatic")
        THERAPIST = "therapist", _("Therapist")

    analysis = models.ForeignKey(
        Analysis, on_delete=models.CASCADE, related_name="repetitions"
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.AUTOMATIC)
    index = models.PositiveSmallIntegerField()
    start_s = models.FloatField()
    peak_s = models.FloatField()
    end_s = models.FloatField()
    side = models.CharField(max_length=12, choices=Prescription.Side)
    score = models.FloatField(null=True, blank=True)
    # The parts of the score: {"range", "control", "form", "symmetry"}.
    parts = models.JSONField(default=dict, blank=True)
    measures = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "index"], name="one_repetition_an_index"
            ),
            models.CheckConstraint(
                condition=Q(start_s__gte=0, start_s__lte=F("peak_s"))
                & Q(peak_s__lte=F("end_s")),
                name="repetition_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="repetition_score_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"repetition {self.index} of analysis {self.analysis_id}"


class FindingQuerySet(models.QuerySet["Finding"]):
    """Chainable questions about findings."""

    def visible_to(self, user: User) -> Self:
        """Keep those of recordings that `user` may watch."""
        return self.filter(
            repetition__analysis__recording__in=Recording.objects.visible_to(user)
        )


class Finding(models.Model):
    """One mistake in one repetition, with its evidence."""

    class Severity(models.TextChoices):
        """How much a mistake matters."""

        MINOR = "minor", _("Minor")
        MODERATE = "moderate", _("Moderate")
        MAJOR = "major", _("Major")

    class Source(models.TextChoices):
        """Who found it."""

        AUTOMATIC = "automatic", _("Automatic")
        THERAPIST = "therapist", _("Therapist")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    repetition = models.ForeignKey(
        Repetition, on_delete=models.CASCADE, related_name="findings"
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.AUTOMATIC)
    added_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mistake = models.SlugField(max_length=64)
    name = models.CharField(max_length=200, blank=True)  # the mistake in words
    severity = models.CharField(max_length=10, choices=Severity)
    confidence = models.FloatField(null=True, blank=True)
    joint = models.CharField(max_length=40, blank=True)
    side = models.CharField(max_length=12, blank=True)
    phase = models.CharField(max_length=40, blank=True)
    time_s = models.FloatField()
    value = models.FloatField(null=True, blank=True)
    uncertainty = models.FloatField(null=True, blank=True)
    penalty = models.FloatField(null=True, blank=True)  # points of the form part
    expected = models.CharField(max_length=200, blank=True)  # in words
    expected_low = models.FloatField(null=True, blank=True)
    expected_high = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    message = models.TextField(blank=True)  # for the patient, in plain words
    clinical = models.TextField(blank=True)  # for the therapist
    # The moment with the joint marked; one finding of each mistake has it.
    still = models.FileField(upload_to=moment_path, max_length=250, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source="automatic", added_by__isnull=True)
                | Q(source="therapist", added_by__isnull=False),
                name="finding_source_is_clear",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["minor", "moderate", "major"]),
                name="finding_severity_known",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True)
                | Q(confidence__gte=0, confidence__lte=1),
                name="finding_confidence_is_probability",
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.public_id}"
