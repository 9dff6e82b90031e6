"""What was prescribed to a patient."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.domain import weekdays
from clinic.models.clinic import Clinic
from clinic.models.exercise import Exercise
from clinic.models.user import User


class PlanQuerySet(models.QuerySet["Plan"]):
    """Chainable questions about plans."""

    def running_on(self, day: date) -> Self:
        """Keep the plans in force on `day`."""
        return self.filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day),
            starts_on__lte=day,
            ended_at__isnull=True,
        )

    def visible_to(self, user: User) -> Self:
        """Keep the plans that `user` may see."""
        if not user.is_active or user.clinic_id is None:
            return self.none()
        own_clinic = self.filter(clinic_id=user.clinic_id)
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


class Plan(models.Model):
    """A set of exercises for one patient, for a time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="plans")
    patient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plans")
    prescribed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # With more pain than this, 0 to 10, the patient is advised not to exercise. Up to 5
    # is held acceptable in Thomee's pain monitoring (1997, Phys. Ther. 77:1690-1703).
    pain_limit = models.PositiveSmallIntegerField(default=5)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pain_limit__lte=10), name="plan_pain_limit_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="plan_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.public_id}"


class Prescription(models.Model):
    """One exercise of a plan: how much, how often, which side."""

    class Side(models.TextChoices):
        """Which side of the body does the exercise."""

        LEFT = "left", _("Left")
        RIGHT = "right", _("Right")
        BOTH = "both", _("Both sides")
        ALTERNATING = "alternating", _("Alternating")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="prescriptions"
    )
    exercise = models.ForeignKey(
        Exercise, on_delete=models.PROTECT, related_name="prescriptions"
    )
    position = models.PositiveSmallIntegerField()
    sets = models.PositiveSmallIntegerField(default=1)
    repetitions = models.PositiveSmallIntegerField(null=True, blank=True)
    hold_s = models.PositiveSmallIntegerField(null=True, blank=True)
    side = models.CharField(max_length=12, choices=Side, default=Side.BOTH)
    weekdays = models.PositiveSmallIntegerField(default=weekdays.EVERY_DAY)
    note = models.TextField(blank=True)
    # Over the rules of the catalog: {"targets": {measure: value}, "limits": {measure:
    # value}, "tolerances": {mistake: value}}, in the units of the measures.
    rules = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="one_prescription_a_position"
            ),
            models.CheckConstraint(
                condition=models.Q(sets__gte=1, sets__lte=20),
                name="prescription_sets_in_range",
            ),
            models.CheckConstraint(
                # SQL takes "unknown" for a pass: so the nulls are spelled out.
                condition=models.Q(
                    repetitions__isnull=False, repetitions__gte=1, repetitions__lte=200
                )
                | models.Q(
                    repetitions__isnull=True, hold_s__isnull=False, hold_s__gte=1
                ),
                name="prescription_says_how_much",
            ),
            models.CheckConstraint(
                condition=models.Q(weekdays__gte=1, weekdays__lte=weekdays.EVERY_DAY),
                name="prescription_has_weekdays",
            ),
        ]

    def __str__(self) -> str:
        return f"prescription {self.public_id}"

    @property
    def days(self) -> tuple[int, ...]:
        """ISO weekdays on which the exercise is due (Monday is 1)."""
        return weekdays.unpack(self.weekdays)
