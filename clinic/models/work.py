"""Work that a background worker does: where it stands, who holds it, why it failed."""

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

W = TypeVar("W", bound="Work")


class WorkQuerySet(models.QuerySet[W]):
    """Chainable questions about work."""

    def claimable(self, now: datetime) -> Self:
        """Keep those up for work: waiting, or left by a worker whose lease ran out."""
        return self.filter(
            Q(status=Work.Status.QUEUED)
            | Q(status=Work.Status.RUNNING, lease_until__lt=now)
        )


class Work(models.Model):
    """The columns of a row that a worker claims, works on and settles."""

    class Status(models.TextChoices):
        """queued -> running -> done | failed; running -> queued when a worker died."""

        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    class Stage(models.TextChoices):
        """What a running analysis does now."""

        QUEUED = "queued", _("Waiting for its turn")
        PREPARING = "preparing", _("Preparing your video")
        CHECKING = "checking", _("Checking the picture")
        POSE = "pose", _("Finding your movement")
        REPETITIONS = "repetitions", _("Counting repetitions")
        ASSESSMENT = "assessment", _("Looking at your form")
        DONE = "done", _("Done")

    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=200, blank=True)  # see services.workers
    attempts = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure_code = models.CharField(max_length=64, blank=True)
    failure_message = models.TextField(blank=True)
    failure_what_to_do = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["queued", "running", "done", "failed"]),
                name="%(class)s_status_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    claim__isnull=True,
                    claimed_at__isnull=True,
                    lease_until__isnull=True,
                )
                | Q(
                    claim__isnull=False,
                    claimed_at__isnull=False,
                    lease_until__isnull=False,
                ),
                name="%(class)s_claim_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="running") | Q(claim__isnull=False),
                name="%(class)s_running_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(status="failed")
                | (~Q(failure_code="") & Q(finished_at__isnull=False)),
                name="%(class)s_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="%(class)s_percent_in_range"
            ),
        ]

    @property
    def is_pending(self) -> bool:
        """Whether a result is still to come."""
        return self.status in {self.Status.QUEUED, self.Status.RUNNING}
