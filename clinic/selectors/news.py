"""How much waits for a patient to be looked at."""

from dataclasses import dataclass

from clinic.models import Message, Notice, User


@dataclass(frozen=True, slots=True)
class News:
    """Results and answers not opened yet, and messages not read yet."""

    results: int
    messages: int


def news_for(patient: User) -> News:
    """Count what is new for `patient`."""
    return News(
        results=Notice.objects.visible_to(patient).count(),
        messages=Message.objects.visible_to(patient).unread_by(patient).count(),
    )
