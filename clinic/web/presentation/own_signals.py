"""What an own exercise may be cut by, on a page: each curve with its repetitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _

from clinic.models import ExerciseVersion
from clinic.wording import translated

# Of a drawing of one measure over the whole recording.
WIDTH: Final = 480
HEIGHT: Final = 80
_MARGIN: Final = 6


@dataclass(frozen=True, slots=True)
class SignalChoice:
    """A measure that repetitions could be cut by.

    Attributes:
        reach: how far it moves in a repetition, degrees.
        lines: the measure over the recording, as points of polylines; gaps are not
            measured.
        bands: the repetitions that it cuts: where each begins, and how wide it is.
        is_suitable: False where it does not count its own reference.
    """

    key: str
    name: str
    reach: int
    lines: tuple[str, ...]
    bands: tuple[tuple[float, float], ...]
    is_suitable: bool
    is_chosen: bool

    @property
    def count(self) -> int:
        """How many repetitions it cuts."""
        return len(self.bands)


def signals(version: ExerciseVersion) -> list[SignalChoice]:
    """Return what `version` may be cut by; what it is cut by comes first."""
    offered = version.reference.signals
    suitable = [one["key"] for one in offered if one["definition"]]
    chosen = version.signal or next(iter(suitable), "")
    choices = [_choice(one, is_chosen=one["key"] == chosen) for one in offered]
    return sorted(choices, key=lambda one: (not one.is_chosen, not one.is_suitable))


def _choice(one: Mapping[str, Any], *, is_chosen: bool) -> SignalChoice:
    begins, lasts = one["begins_s"], max(one["ends_s"] - one["begins_s"], 1e-6)
    return SignalChoice(
        key=one["key"],
        name=_name(one),
        reach=round(one["range"]),
        lines=_lines(one["values"]),
        bands=tuple(
            (
                round(WIDTH * (start - begins) / lasts, 1),
                round(WIDTH * (end - start) / lasts, 1),
            )
            for start, _peak, end in one["repetitions"]
        ),
        is_suitable=bool(one["definition"]),
        is_chosen=is_chosen,
    )


def _name(one: Mapping[str, Any]) -> str:
    measure = translated(one["measure"].replace("_", " ").capitalize())
    if one["side"] == "left":
        return _("%(measure)s, left") % {"measure": measure}
    if one["side"] == "right":
        return _("%(measure)s, right") % {"measure": measure}
    return measure


def _lines(values: Sequence[float | None]) -> tuple[str, ...]:
    """Return the stretches without a gap, each as points of a polyline."""
    measured = [value for value in values if value is not None]
    lowest = min(measured, default=0.0)
    room = max(max(measured, default=0.0) - lowest, 1e-6)
    places = [
        None
        if value is None
        else _place(n / (len(values) - 1), (value - lowest) / room)
        for n, value in enumerate(values)
    ]
    return tuple(
        " ".join(place for place in stretch if place)
        for is_known, stretch in groupby(places, key=bool)
        if is_known
    )


def _place(along: float, share: float) -> str:
    """Return one point of a drawing from its shares of width and height."""
    y = HEIGHT - _MARGIN - (HEIGHT - 2 * _MARGIN) * share
    return f"{WIDTH * along:.1f},{y:.1f}"
