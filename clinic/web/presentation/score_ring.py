"""The ring of a score: four parts, each with its share, its number and a word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from clinic import recognizer
from clinic.web.presentation.words import whole

# Degrees of a word, in points of 100. Our own choice; praise begins at the first.
VERY_GOOD: Final = 85
GOOD: Final = 70
# The ring is 1000 long; between two parts there is a gap.
_LENGTH: Final = 1000
_GAP: Final = 24


@dataclass(frozen=True, slots=True)
class Part:
    """One part: where it lies on the ring, in whole units, and how it is said.

    `points` is None where it could not be measured.
    """

    key: str
    label: str
    explained: str
    points: int | None
    said: str
    tone: str
    start: int
    track: int
    arc: int


def parts_of(parts: Mapping[str, float | None]) -> tuple[Part, ...]:
    """Return the parts of a score in the order of their weight on the ring."""
    return tuple(_parts(parts)) if any(v is not None for v in parts.values()) else ()


def _parts(parts: Mapping[str, float | None]) -> Iterator[Part]:
    start = 0.0
    for key, weight in recognizer.score_weights().items():
        length = weight * _LENGTH
        points = whole(parts.get(key))
        label, explained = _names()[key]
        said, tone = _said(points)
        track = round(length - _GAP)
        arc = round(track * (points or 0) / 100)
        place = round(start + _GAP / 2)
        yield Part(key, label, explained, points, said, tone, place, track, arc)
        start += length


def _names() -> dict[str, tuple[str, str]]:
    return {
        "range": (_("Range"), _("how far you moved")),
        "control": (_("Control"), _("how calm and steady you moved")),
        "form": (_("Form"), _("how well you kept your posture")),
        "symmetry": (_("Symmetry"), _("how alike left and right were")),
    }


def _said(points: int | None) -> tuple[str, str]:
    if points is None:
        return _("could not be measured"), ""
    if points >= VERY_GOOD:
        return _("very good"), "good"
    if points >= GOOD:
        return _("good"), "good"
    return _("work on this"), "watch"
