"""Videos on their way: what has arrived so far, and where it is kept."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models

from clinic.models.clinic import Clinic
from clinic.models.plan import Prescription
from clinic.models.recording import Recording
from clinic.models.user import User


def folder_of(upload: "Upload") -> str:
    """Return where the parts of an upload are kept."""
    return f"uploads/{upload.public_id}"


def part_path(part: "UploadPart", _filename: str) -> str:
    """Return where a part is kept; two senders at once never share a file."""
    return f"{folder_of(part.upload)}/{part.offset_bytes:012d}-{uuid.uuid4().hex[:8]}"


class UploadQuerySet(models.QuerySet["Upload"]):
    """Chainable questions about uploads."""

    def visible_to(self, user: User) -> Self:
        """Keep those that `user` sends: nobody else has business with parts."""
        if not user.is_active or user.clinic_id is None or not user.is_patient:
            return self.none()
        return self.filter(clinic_id=user.clinic_id, patient=user)

    def unfinished(self) -> Self:
        """Keep those that are not a recording yet."""
        return self.filter(recording__isnull=True)

    def expired(self, moment: datetime) -> Self:
        """Keep those that nobody may go on with."""
        return self.filter(expires_at__lte=moment)


class Upload(models.Model):
    """One video that a patient's device sends in parts (tus 1.0)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="uploads")
    prescription = models.ForeignKey(
        Prescription, on_delete=models.CASCADE, related_name="+"
    )
    recording = models.ForeignKey(
        Recording, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    size_bytes = models.PositiveBigIntegerField()
    offset_bytes = models.PositiveBigIntegerField(default=0)
    recorded_at = models.DateTimeField()
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size_bytes__gt=0), name="upload_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(offset_bytes__lte=models.F("size_bytes")),
                name="upload_within_its_size",
            ),
            models.CheckConstraint(
                condition=models.Q(recording__isnull=True)
                | models.Q(offset_bytes=models.F("size_bytes")),
                name="upload_stored_when_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.public_id}"

    @property
    def is_whole(self) -> bool:
        """Whether every byte has arrived."""
        return self.offset_bytes == self.size_bytes


class UploadPart(models.Model):
    """A run of bytes of an upload, in a file of its own: every storage can do that."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    offset_bytes = models.PositiveBigIntegerField()
    size_bytes = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=part_path, max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "offset_bytes"], name="one_part_an_offset"
            ),
            models.CheckConstraint(
                condition=models.Q(size_bytes__gt=0), name="upload_part_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"part at {self.offset_bytes} of upload {self.upload_id}"
