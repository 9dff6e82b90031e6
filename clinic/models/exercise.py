"""Exercises that can be prescribed."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models.clinic import Clinic
from clinic.models.user import User


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    """Chainable questions about exercises."""

    def offered(self) -> Self:
        """Keep those that may be prescribed now."""
        return self.filter(is_offered=True)

    def visible_to(self, user: User) -> Self:
        """Keep the shared catalog and the exercises of the user's own clinic."""
        if not user.is_active:
            return self.none()
        return self.filter(
            models.Q(clinic__isnull=True) | models.Q(clinic_id=user.clinic_id)
        )

    def demonstrated_to(self, user: User) -> Self:
        """Keep those that `user` is shown: to patients what is prescribed to them."""
        visible = self.visible_to(user)
        if not user.is_patient:
            return visible
        mine = models.Q(prescriptions__plan__patient=user)
        return self.filter(pk__in=visible.filter(mine).values("pk"))


class Exercise(models.Model):
    """An exercise of the shared catalog, or of one clinic."""

    class Kind(models.TextChoices):
        """Whether repetitions are counted or a posture is kept."""

        REPETITIONS = "repetitions", _("Repetitions")
        HOLD = "hold", _("Hold")

    clinic = models.ForeignKey(
        Clinic,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="exercises",
    )
    code = models.SlugField(max_length=64)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    instructions = models.JSONField(default=list, blank=True)  # list of sentences
    advice = models.TextField(blank=True)  # where the camera stands
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REPETITIONS)
    sides = models.JSONField(default=list, blank=True)  # codes of Prescription.Side
    # What can go wrong: list of {"code", "name", "joint", "cue", "clinical"}.
    mistakes = models.JSONField(default=list, blank=True)
    # Where a prescription begins: {"sets", "repetitions", "hold_s", "rest_s",
    # "days_a_week"}.
    dosage = models.JSONField(default=dict, blank=True)
    # What it is about: {"measure", "unit", "peak", "target"} of the primary signal.
    movement = models.JSONField(default=dict, blank=True)
    # What the library is searched by: {"posture", "regions", "equipment", "views"}.
    traits = models.JSONField(default=dict, blank=True)
    # Its still figure where the catalog has no drawing: strokes, back to front, as
    # [style, width, x, y, x, y ...] in a picture of 160 x 160.
    figure = models.JSONField(default=list, blank=True)
    is_offered = models.BooleanField(default=True)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(clinic__isnull=True),
                name="one_shared_exercise_a_code",
            ),
            models.UniqueConstraint(
                fields=["clinic", "code"], name="one_clinic_exercise_a_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_own(self) -> bool:
        """Whether a clinic made it."""
        return self.clinic_id is not None


class FavoriteExercise(models.Model):
    """An exercise that a therapist wants to find at once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="favorites")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "exercise"], name="one_favorite_an_exercise"
            )
        ]

    def __str__(self) -> str:
        return f"favorite {self.pk}"
