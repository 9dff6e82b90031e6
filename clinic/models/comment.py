"""Therapists' words at a moment of a recording, and phrases they use again."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from clinic.models.analysis import Repetition
from clinic.models.clinic import Clinic
from clinic.models.exercise import Exercise
from clinic.models.recording import Recording
from clinic.models.user import User


class CommentQuerySet(models.QuerySet["Comment"]):
    """Chainable questions about comments."""

    def standing(self) -> Self:
        """Keep those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Keep those of recordings that `user` may watch."""
        return self.filter(recording__in=Recording.objects.visible_to(user))


class Comment(models.Model):
    """A therapist's words to the patient, at a moment of the video."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recording = models.ForeignKey(
        Recording, on_delete=models.CASCADE, related_name="comments"
    )
    repetition = models.ForeignKey(
        Repetition, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    time_s = models.FloatField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_not_empty"),
            models.CheckConstraint(
                condition=Q(time_s__gte=0), name="comment_time_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.public_id}"


class PhraseQuerySet(models.QuerySet["Phrase"]):
    """Chainable questions about phrases."""

    def visible_to(self, user: User) -> Self:
        """Keep those of the user's own clinic."""
        if not user.is_active or user.clinic_id is None or not user.is_therapist:
            return self.none()
        return self.filter(clinic_id=user.clinic_id)


class Phrase(models.Model):
    """Words that a clinic's therapists write again and again."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="phrases")
    exercise = models.ForeignKey(
        Exercise, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    text = models.CharField(max_length=300)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = PhraseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "text"], name="one_phrase_a_clinic"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="phrase_not_empty"),
        ]

    def __str__(self) -> str:
        return f"phrase {self.public_id}"
