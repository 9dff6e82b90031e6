"""Keep the shared catalog of exercises as the library defines it."""

from django.db import transaction

from clinic import recognizer
from clinic.models import Exercise


@transaction.atomic
def sync_catalog() -> int:
    """Write the library's exercises into the shared catalog; return how many.

    Exercises that the library no longer judges stay, since plans name them, but are
    not offered any more.
    """
    codes = [_keep(entry).code for entry in recognizer.catalog()]
    shared = Exercise.objects.filter(clinic__isnull=True)
    shared.exclude(code__in=codes).update(is_offered=False)
    return len(codes)


def _keep(entry: recognizer.CatalogEntry) -> Exercise:
    exercise, _ = Exercise.objects.update_or_create(
        clinic=None,
        code=entry.code,
        defaults={
            "name": entry.name,
            "summary": entry.summary,
            "instructions": entry.instructions,
            "advice": entry.advice,
            "kind": entry.kind,
            "sides": entry.sides,
            "mistakes": entry.mistakes,
            "dosage": entry.dosage,
            "movement": entry.movement,
            "traits": entry.traits,
            "is_offered": True,
        },
    )
    return exercise
