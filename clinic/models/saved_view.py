"""Ways in which therapists look at their patients, kept under a name."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from clinic.models.user import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Chainable questions about saved views."""

    def kept(self) -> Self:
        """Keep those that were not deleted."""
        return self.filter(deleted_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Keep the therapist's own, the deleted ones too."""
        if not user.is_active or not user.is_therapist or user.clinic_id is None:
            return self.none()
        return self.filter(therapist=user)


class SavedView(models.Model):
    """A filter, an order and a search of the patients page; one may be the default."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    therapist = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    # Codes of `web.presentation.caseload`; one that is no longer known is the usual.
    show = models.CharField(max_length=20)
    sort = models.CharField(max_length=20)
    search = models.CharField(max_length=100, blank=True)
    is_default = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["therapist", "name"],
                condition=Q(deleted_at__isnull=True),
                name="one_saved_view_a_name",
            ),
            models.UniqueConstraint(
                fields=["therapist"],
                condition=Q(is_default=True, deleted_at__isnull=True),
                name="one_default_view",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_name"),
        ]

    def __str__(self) -> str:
        return f"saved view {self.public_id}"
