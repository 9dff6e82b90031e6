"""Django's admin, for operators: accounts and settings, no patients' content."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from clinic.models import Analysis, AuditEvent, Clinic, Exercise, User

if TYPE_CHECKING:  # generic for mypy only: Django's class takes no parameter
    Rows = admin.ModelAdmin[Model]
    ClinicRows = admin.ModelAdmin[Clinic]
    UserRows = admin.ModelAdmin[User]
else:
    Rows = ClinicRows = UserRows = admin.ModelAdmin


class ReadOnly(Rows):
    """Rows that only services write."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(
        self, _request: HttpRequest, _obj: Model | None = None
    ) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(
        self, _request: HttpRequest, _obj: Model | None = None
    ) -> bool:
        """Refuse."""
        return False


@admin.register(Clinic)
class ClinicAdmin(ClinicRows):
    """Clinics are opened here."""

    list_display = ["name", "slug", "show_findings", "keep_originals"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(User)
class UserAdmin(UserRows):
    """Accounts: role, clinic, whether they may sign in. Passwords are not set here."""

    list_display = ["public_id", "role", "clinic", "is_active"]
    list_filter = ["role", "clinic", "is_active"]
    search_fields = ["email"]
    fields = ["email", "full_name", "role", "clinic", "is_active", "is_staff"]
    readonly_fields = ["email", "role", "clinic"]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Refuse: people are invited."""
        return False

    def has_delete_permission(
        self, _request: HttpRequest, _obj: Model | None = None
    ) -> bool:
        """Refuse: accounts are closed, their traces stay."""
        return False


@admin.register(Exercise)
class ExerciseAdmin(ReadOnly):
    """The catalog, as `sync_catalog` wrote it."""

    list_display = ["code", "name", "clinic", "is_offered"]


@admin.register(Analysis)
class AnalysisAdmin(ReadOnly):
    """The queue, without what was found."""

    list_display = ["public_id", "status", "stage", "percent", "attempts", "queued_at"]
    list_filter = ["status", "pipeline_version"]
    fields = [
        "public_id",
        "status",
        "stage",
        "percent",
        "attempts",
        "pipeline_version",
        "queued_at",
        "started_at",
        "finished_at",
        "failure_code",
    ]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    """Who did what."""

    list_display = ["at", "actor_id", "clinic", "action", "object_type", "object_id"]
    list_filter = ["action", "clinic"]
