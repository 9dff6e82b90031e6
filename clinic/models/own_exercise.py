"""Exercises that a clinic made itself: the reference video, and their versions."""

import uuid
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Self, TypedDict

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.models.exercise import Exercise
from clinic.models.user import User
from clinic.models.work import Work, WorkQuerySet


def folder_of(reference: "Reference") -> str:
    """Return where all files of a reference are kept, those of its versions too."""
    return f"references/{reference.public_id}"


def original_path(reference: "Reference", filename: str) -> str:
    """Return where an upload is kept; the sender's file name may hold a name."""
    return f"{folder_of(reference)}/original{PurePosixPath(filename).suffix.lower()}"


def learned_path(reference: "Reference", filename: str) -> str:
    """Return where what a worker made of the video is kept."""
    path = PurePosixPath(filename)
    return f"{folder_of(reference)}/{path.stem}-{uuid.uuid4().hex[:8]}{path.suffix}"


def curves_path(version: "ExerciseVersion", _filename: str) -> str:
    """Return where the player's curves are kept, named after the claim."""
    return f"{folder_of(version.reference)}/{version.claim}/curves.json.gz"


class Taught(TypedDict):
    """What was learned of a reference, its repetitions cut by one measure.

    The exercise's file, its curves with the repetitions that made them, and the figure
    that moves like the median repetition.
    """

    definition: str
    takes: list[dict[str, Any]]
    motion: dict[str, Any]


class ReferenceQuerySet(models.QuerySet["Reference"]):
    """Chainable questions about reference videos."""

    def visible_to(self, user: User) -> Self:
        """Keep those whose video `user` may watch.

        Therapists who may open a version that was learned from it. Patients see a
        figure drawn from it, never the video.
        """
        versions = ExerciseVersion.objects.visible_to(user)
        return self.filter(pk__in=versions.values("reference"))


class Reference(models.Model):
    """The video that an exercise was learned from, and what was learned."""

    class Shown(models.TextChoices):
        """Who is in the picture."""

        SELF = "self", _("It shows me")
        AGREED = "agreed", _("It shows someone who agreed to this")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exercise = models.ForeignKey(
        Exercise, on_delete=models.CASCADE, related_name="references"
    )
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    shown = models.CharField(max_length=10, choices=Shown)
    original = models.FileField(upload_to=original_path, max_length=200, blank=True)
    playback = models.FileField(upload_to=learned_path, max_length=200, blank=True)
    still = models.FileField(upload_to=learned_path, max_length=200, blank=True)
    poses = models.FileField(upload_to=learned_path, max_length=200, blank=True)
    content_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    duration_s = models.FloatField(null=True, blank=True)
    # What the library learned: the exercise's file, its curves with the repetitions
    # that made them, and the figure that moves like the median repetition.
    learned = models.TextField(blank=True)
    takes = models.JSONField(default=list, blank=True)
    motion = models.JSONField(default=dict, blank=True)
    # What it could be cut by instead, as `recognition.learning.choices`.
    signals = models.JSONField(default=list, blank=True)
    # Since when the video is deleted; what was learned from it stays.
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size_bytes__gt=0), name="reference_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(shown__in=["self", "agreed"]),
                name="reference_says_who_is_shown",
            ),
            models.CheckConstraint(
                condition=Q(learned="") | ~Q(poses=""),
                name="reference_learned_of_poses",
            ),
        ]

    def __str__(self) -> str:
        return f"reference {self.public_id}"

    @property
    def has_video(self) -> bool:
        """Whether the video can be watched."""
        return bool(self.playback) and self.deleted_at is None

    def taught(self, signal: str) -> Taught:
        """Return what was learned, cut by `signal`; by what tells it best if empty."""
        for one in self.signals:
            if one["key"] == signal and one["definition"]:
                return Taught(
                    definition=one["definition"],
                    takes=one["takes"],
                    motion=one["motion"],
                )
        return Taught(definition=self.learned, takes=self.takes, motion=self.motion)


class ExerciseVersionQuerySet(WorkQuerySet["ExerciseVersion"]):
    """Chainable questions about versions of own exercises."""

    def visible_to(self, user: User) -> Self:
        """Keep those that `user` may open: a therapist of the clinic.

        An exercise that was never published is its author's alone.
        """
        if not user.is_active or user.clinic_id is None or not user.is_therapist:
            return self.none()
        of_clinic = self.filter(exercise__clinic_id=user.clinic_id)
        known = ExerciseVersion.objects.published().values("exercise")
        return of_clinic.filter(Q(exercise__in=known) | Q(drafted_by=user))

    def published(self) -> Self:
        """Keep those that patients are judged by."""
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        """Keep those that are still being adjusted."""
        return self.filter(published_at__isnull=True)

    def in_force(
        self, exercise: Exercise, moment: datetime
    ) -> "ExerciseVersion | None":
        """Return the version of `exercise` that held at `moment`, else its first.

        A phone whose clock is wrong must not leave a recording without one.
        """
        published = self.published().filter(exercise=exercise)
        held = published.filter(published_at__lte=moment).order_by("-number").first()
        return held or published.order_by("number").first()


class ExerciseVersion(Work):
    """How an own exercise was judged from one moment to the next.

    A draft until it is published, and never changed after that. The work is to learn
    from the reference, where that was not done, and to judge the reference by what a
    therapist set.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exercise = models.ForeignKey(
        Exercise, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    reference = models.ForeignKey(
        Reference, on_delete=models.CASCADE, related_name="versions"
    )
    # What repetitions are cut by, a key of `Reference.signals`; empty: as learned.
    signal = models.CharField(max_length=60, blank=True)
    # What the therapist set, as `recognition.learning.Adjustments`; empty: as learned.
    adjustments = models.JSONField(default=dict, blank=True)
    definition = models.TextField(blank=True)  # the exercise's file, with them
    report = models.JSONField(null=True, blank=True)  # of the reference, judged by it
    curves = models.FileField(upload_to=curves_path, max_length=250, blank=True)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ExerciseVersionQuerySet.as_manager()

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(
                fields=["exercise", "number"], name="one_version_a_number"
            ),
            models.UniqueConstraint(
                fields=["exercise"],
                condition=Q(published_at__isnull=True),
                name="one_draft_an_exercise",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="version_publication_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (Q(status="done") & ~Q(definition="")),
                name="version_published_was_tried",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(report__isnull=False),
                name="version_done_has_report",
            ),
        ]
        indexes = [models.Index(fields=["status", "lease_until"])]

    def __str__(self) -> str:
        return f"version {self.public_id}"

    @property
    def is_published(self) -> bool:
        """Whether patients may be judged by it, so that it never changes."""
        return self.published_at is not None

    @property
    def taught(self) -> Taught:
        """What its reference taught, cut by what the therapist chose."""
        return self.reference.taught(self.signal)
