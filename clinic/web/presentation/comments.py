"""Therapists' comments as the pages and the player show them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from clinic.models import Comment, Phrase, Recording, User


@dataclass(frozen=True, slots=True)
class Said:
    """One comment."""

    id: str
    time: float
    text: str
    by: str


def listed(recording: Recording) -> list[Said]:
    """Return what therapists said at moments of `recording`, in order of time."""
    standing = Comment.objects.standing().filter(recording=recording)
    return [
        Said(str(one.public_id), one.time_s, one.text, one.by.full_name)
        for one in standing.select_related("by").order_by("time_s", "pk")
    ]


def for_player(recording: Recording) -> list[dict[str, Any]]:
    """Return the comments as the player's scripts read them."""
    return [
        {"id": one.id, "time": one.time, "text": one.text} for one in listed(recording)
    ]


def phrases(user: User, exercise: int) -> list[Phrase]:
    """Return the phrases of the user's clinic, those for `exercise` first."""
    kept = Phrase.objects.visible_to(user).filter(
        Q(exercise=exercise) | Q(exercise__isnull=True)
    )
    return list(kept.order_by(F("exercise").asc(nulls_last=True), "text"))
