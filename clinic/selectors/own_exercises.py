"""A clinic's own exercises, as its therapists find them in the library."""

from dataclasses import dataclass

from clinic.models import ExerciseVersion, User


@dataclass(frozen=True, slots=True)
class OwnVersions:
    """What of the clinic's own exercises `user` may open, the newest first.

    Attributes:
        drafts: being made or changed.
        archived: no longer offered.
        newest: the newest published version of each exercise, by its key.
    """

    drafts: tuple[ExerciseVersion, ...]
    archived: tuple[ExerciseVersion, ...]
    newest: dict[int, ExerciseVersion]


def own_versions(user: User) -> OwnVersions:
    """Return the versions of own exercises that `user` may open; one query."""
    visible = ExerciseVersion.objects.visible_to(user).select_related("exercise")
    columns = ("report", "definition", "adjustments")
    rows = list(visible.defer(*columns).order_by("-drafted_at", "-pk"))
    newest = {
        row.exercise_id: row
        for row in sorted(rows, key=lambda row: row.number)
        if row.is_published
    }
    return OwnVersions(
        drafts=tuple(row for row in rows if not row.is_published),
        archived=tuple(row for row in newest.values() if not row.exercise.is_offered),
        newest=newest,
    )
