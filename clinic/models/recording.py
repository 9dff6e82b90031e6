"""Videos that patients uploaded."""

import uuid
from datetime import datetime
from pathlib import PurePosixPath
from typing import Self

from django.db import models
from django.db.models.fields.files import FieldFile

from clinic.models.clinic import Clinic
from clinic.models.exercise import Exercise
from clinic.models.plan import Prescription
from clinic.models.user import User


def folder_of(recording: "Recording") -> str:
    """Return where all files of a recording are kept, those of its analyses too."""
    return f"recordings/{recording.public_id}"


def original_path(recording: "Recording", filename: str) -> str:
    """Return where an upload is kept; the sender's file name may hold a name."""
    suffix = PurePosixPath(filename).suffix.lower()
    return f"{folder_of(recording)}/original{suffix}"


def playback_path(recording: "Recording", _filename: str) -> str:
    """Return where the video for the browser is kept."""
    return f"{folder_of(recording)}/playback-{uuid.uuid4().hex[:8]}.mp4"


def blurred_path(recording: "Recording", _filename: str) -> str:
    """Return where the video with blurred faces is kept."""
    return f"{folder_of(recording)}/blurred-{uuid.uuid4().hex[:8]}.mp4"


def thumbnail_path(recording: "Recording", _filename: str) -> str:
    """Return where the still picture is kept."""
    return f"{folder_of(recording)}/still-{uuid.uuid4().hex[:8]}.jpg"


class RecordingQuerySet(models.QuerySet["Recording"]):
    """Chainable questions about recordings."""

    def present(self) -> Self:
        """Keep those that were not deleted."""
        return self.filter(deleted_at__isnull=True)

    def deleted_before(self, moment: datetime) -> Self:
        """Keep those deleted before `moment`."""
        return self.filter(deleted_at__lt=moment)

    def visible_to(self, user: User) -> Self:
        """Keep the recordings that `user` may watch.

        Their patient, the therapists in charge now, and the clinic's service
        accounts. A clinic admin runs accounts and does not watch patients.
        """
        if not user.is_active or user.clinic_id is None:
            return self.none()
        own_clinic = self.present().filter(clinic_id=user.clinic_id)
        match user.role:
            case User.Role.PATIENT:
                return own_clinic.filter(patient=user)
            case User.Role.THERAPIST:
                return own_clinic.filter(
                    patient__in=User.objects.in_care_of(user).values("pk")
                )
            case User.Role.SERVICE:
                return own_clinic
            case _:
                return self.none()


class Recording(models.Model):
    """One uploaded video of one exercise."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="recordings"
    )
    patient = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="recordings"
    )
    prescription = models.ForeignKey(
        Prescription,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="recordings",
    )
    exercise = models.ForeignKey(
        Exercise, on_delete=models.PROTECT, related_name="recordings"
    )
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    original = models.FileField(upload_to=original_path, max_length=200, blank=True)
    playback = models.FileField(upload_to=playback_path, max_length=200, blank=True)
    # With `blurs_faces` this is shown instead of `playback`, which stays unseen and
    # serves further analyses alone.
    blurs_faces = models.BooleanField(default=False)
    blurred = models.FileField(upload_to=blurred_path, max_length=200, blank=True)
    thumbnail = models.FileField(upload_to=thumbnail_path, max_length=200, blank=True)
    content_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    duration_s = models.FloatField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    uploaded_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Since when its video is gone, because the clinic keeps videos for a time only.
    video_erased_at = models.DateTimeField(null=True, blank=True)
    # Since when its patient wants a therapist to look at it.
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "sha256"],
                condition=models.Q(deleted_at__isnull=True),
                name="one_recording_a_file",
            ),
            models.CheckConstraint(
                condition=models.Q(size_bytes__gt=0), name="recording_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(duration_s__isnull=True)
                | models.Q(duration_s__gte=0),
                name="recording_duration_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["patient", "-recorded_at"])]

    def __str__(self) -> str:
        return f"recording {self.public_id}"

    @property
    def shown(self) -> FieldFile:
        """The video that people may watch; empty where there is none (yet)."""
        return self.blurred if self.blurs_faces else self.playback

    @property
    def is_deleted(self) -> bool:
        """Whether the patient deleted it (and may still undo that)."""
        return self.deleted_at is not None
