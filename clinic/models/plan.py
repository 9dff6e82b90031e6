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

    def newest(self) -> Self:
        """Keep the last version of each plan: what can be changed."""
        return self.filter(replaced_by__isnull=True, ended_at__isnull=True)

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
    """A set of exercises for one patient, for a time: one version of it.

    A version is not changed once it is written. A change makes the next version of
    the same `series`, which begins where this one ends: so every day has its plan.
    """

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
    # The last day as it was written; `ends_on` moves when a version is replaced.
    meant_until = models.DateField(null=True, blank=True)
    series = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaced_by",
    )
    # The version that was brought back by undoing a change.
    brings_back = models.PositiveSmallIntegerField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    phase = models.PositiveSmallIntegerField(default=1)
    phase_title = models.CharField(max_length=100, blank=True)
    phase_since = models.DateField(null=True, blank=True)

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
            models.UniqueConstraint(
                fields=["series", "version"], name="one_plan_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.public_id}"


class PlanPhase(models.Model):
    """What a plan becomes later, and when that is proposed.

    It is proposed once the last `sessions` sessions, each, had a score of at least
    `min_score` and pain of at most `max_pain`; a therapist decides.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()  # the next one is 1
    title = models.CharField(max_length=100)
    items = models.JSONField(default=list)  # as services.plan_drafts writes them
    min_score = models.PositiveSmallIntegerField(default=80)
    max_pain = models.PositiveSmallIntegerField(default=3)
    sessions = models.PositiveSmallIntegerField(default=3)
    # A therapist said "not yet": asked again when a later session meets the rule.
    put_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="one_phase_a_position"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    min_score__lte=100,
                    max_pain__lte=10,
                    sessions__gte=1,
                    sessions__lte=30,
                ),
                name="phase_rule_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"phase {self.pk}"


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
    rest_s = models.PositiveSmallIntegerField(null=True, blank=True)  # between sets
    # Tempo of one repetition: to the peak posture, and back.
    toward_s = models.PositiveSmallIntegerField(null=True, blank=True)
    back_s = models.PositiveSmallIntegerField(null=True, blank=True)
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
                condition=(models.Q(rest_s__isnull=True) | models.Q(rest_s__lte=600))
                & (models.Q(toward_s__isnull=True) | models.Q(toward_s__range=(1, 30)))
                & (models.Q(back_s__isnull=True) | models.Q(back_s__range=(1, 30))),
                name="prescription_tempo_in_range",
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
