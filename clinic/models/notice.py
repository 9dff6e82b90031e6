"""What is new about a recording and has not been looked at by its patient."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.models.recording import Recording
from clinic.models.user import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Chainable questions about notices."""

    def visible_to(self, user: User) -> Self:
        """Keep those of the patient's own recordings that were not deleted."""
        own = Recording.objects.visible_to(user).filter(patient=user)
        return self.filter(recording__in=own)

    def due_by_mail(self, before: datetime) -> Self:
        """Keep those older than `before` whose patient wants mails and got none."""
        return self.filter(
            at__lt=before,
            mailed_at__isnull=True,
            recording__deleted_at__isnull=True,
            recording__patient__is_active=True,
            recording__patient__result_mails=True,
        )

    def due_by_push(self, before: datetime) -> Self:
        """Keep those older than `before` for whose patients a browser waits."""
        return self.filter(
            at__lt=before,
            pushed_at__isnull=True,
            recording__deleted_at__isnull=True,
            recording__patient__is_active=True,
            recording__patient__push_subscriptions__isnull=False,
        ).distinct()


class Notice(models.Model):
    """One recording with something new; the row goes when its patient has seen it."""

    class Kind(models.TextChoices):
        """What is new."""

        RESULT = "result", _("A result")
        FAILED = "failed", _("It could not be looked at")
        ANSWER = "answer", _("Your therapist has answered")

    recording = models.OneToOneField(
        Recording, on_delete=models.CASCADE, primary_key=True, related_name="notice"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["result", "failed", "answer"]),
                name="notice_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(mailed_at__gte=models.F("at")),
                name="notice_mailed_after_news",
            ),
        ]
        indexes = [models.Index(fields=["mailed_at", "at"])]

    def __str__(self) -> str:
        return f"notice about recording {self.recording_id}"
