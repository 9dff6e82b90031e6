"""Scores over time as the points of a small line."""

from collections.abc import Sequence
from dataclasses import dataclass

_LEAST = 2


@dataclass(frozen=True, slots=True)
class Trend:
    """A line in whole units of its picture; `dots` are its points."""

    points: str
    dots: tuple[tuple[int, int], ...]

    @property
    def last(self) -> tuple[tuple[int, int], ...]:
        """The newest point alone."""
        return self.dots[-1:]


def trend(
    scores: Sequence[float], *, width: int, height: int, margin: int
) -> Trend | None:
    """Return the line of `scores` (0 to 100, oldest first), or None for too few.

    Whole numbers only, so that no language's decimal comma gets into the picture.
    """
    if len(scores) < _LEAST:
        return None
    step = width / (len(scores) - 1)
    span = height - 2 * margin
    dots = tuple(
        (round(place * step), round(margin + span * (1 - score / 100)))
        for place, score in enumerate(scores)
    )
    return Trend(" ".join(f"{x},{y}" for x, y in dots), dots)
