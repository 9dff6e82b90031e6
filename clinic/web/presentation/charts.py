"""Where everything of a chart goes: dots, lines, bands, marks, labels of the axes.

A chart is as wide as its place: across, everything is in percent (text, as SVG writes
it) or in thousandths (lines, stretched); downward it is in pixels. Numbers are written
here, so that no language's decimal comma gets into the picture.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.domain.measurement import Measured

HEIGHT: Final = 168
_TOP: Final = 14  # room for the signs of marks
_BELOW: Final = 26  # room for the days
_SIDE: Final = 2.5  # percent left free on either side, for dots on the edge
_WIDE: Final = 1000
_INTERVALS: Final = 4  # of the scale, at most
_LABELS: Final = 3  # of days, at most: they must fit a phone


@dataclass(frozen=True, slots=True)
class Point:
    """One value on a day, with the words of its tooltip."""

    on: date
    measured: Measured
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """Points that belong together; `kind` says how they are drawn."""

    points: tuple[Point, ...]
    kind: str = "now"


@dataclass(frozen=True, slots=True)
class Scale:
    """The values from bottom to top, and where the lines across are."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """The values that have a line across."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + place * self.step for place in range(count + 1))


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of the scale."""

    y: int
    label: str


@dataclass(frozen=True, slots=True)
class DayLabel:
    """A day below the chart; `anchor` keeps the outer ones inside."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A value, with the ends of its error where it is drawn."""

    x: str
    y: int
    kind: str
    words: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """The corners of a line or of a band around one."""

    points: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day; `sign` is a letter explained in words."""

    x: str
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class Level:
    """A band across the whole chart."""

    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that a chart draws, placed."""

    words: str
    ticks: tuple[Tick, ...]
    days: tuple[DayLabel, ...]
    lines: tuple[Path, ...]
    bands: tuple[Path, ...]
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    level: Level | None
    height: int = HEIGHT
    axis_height: int = HEIGHT + _BELOW


@dataclass(frozen=True, slots=True)
class Happened:
    """Something to mark on a day."""

    on: date
    sign: str
    words: str


def chart(
    lines: Sequence[Line],
    *,
    since: date,
    until: date,
    scale: Scale,
    words: str,
    write: Callable[[float], str],
    happened: Iterable[Happened] = (),
    level: tuple[float, float] | None = None,
    with_bands: bool = False,
) -> Chart:
    """Place `lines` between `since` and `until`.

    Args:
        lines: oldest point first each.
        since: the day at the left edge.
        until: the day at the right edge.
        scale: of the values.
        words: what the chart says.
        write: writes a value of the scale with its unit.
        happened: what is marked.
        level: from and to of a band across, in values.
        with_bands: draw errors as a band around each line, rather than on each dot.
    """
    place = _Place(since, until, scale)
    return Chart(
        words=words,
        ticks=tuple(Tick(place.y(value), write(value)) for value in scale.ticks),
        days=_days(place),
        lines=tuple(Path(place.path(line.points), line.kind) for line in lines),
        bands=_bands(place, lines) if with_bands else (),
        dots=tuple(
            _dot(place, point, line.kind, with_error=not with_bands)
            for line in lines
            for point in line.points
        ),
        marks=tuple(
            Mark(place.percent(one.on), one.sign, one.words) for one in happened
        ),
        level=_level(place, level),
    )


def scale_of(values: Iterable[float], *, least: float) -> Scale:
    """Return a scale with round numbers around `values`, `least` high at the least."""
    found = list(values) or [0.0]
    low, high = min(found), max(found)
    missing = max(0.0, least - (high - low)) / 2.0
    step = _round_step((high - low + 2.0 * missing) / _INTERVALS)
    bottom = floor((low - missing) / step) * step
    top = max(ceil((high + missing) / step) * step, bottom + step)
    return Scale(bottom, top, step)


@dataclass(frozen=True, slots=True)
class _Place:
    since: date
    until: date
    scale: Scale

    def percent(self, on: date) -> str:
        return f"{self._share(on):.2f}%"

    def x(self, on: date) -> int:
        return round(self._share(on) * _WIDE / 100.0)

    def y(self, value: float) -> int:
        span = self.scale.high - self.scale.low
        share = min(1.0, max(0.0, (value - self.scale.low) / span))
        return round(_TOP + (HEIGHT - _TOP) * (1.0 - share))

    def path(self, points: Iterable[Point]) -> str:
        return self.corners((one.on, one.measured.value) for one in points)

    def corners(self, points: Iterable[tuple[date, float]]) -> str:
        return " ".join(f"{self.x(on)},{self.y(value)}" for on, value in points)

    def _share(self, on: date) -> float:
        span = max(1, (self.until - self.since).days)
        share = (on - self.since).days / span
        return _SIDE + (100.0 - 2.0 * _SIDE) * min(1.0, max(0.0, share))


def _bands(place: _Place, lines: Iterable[Line]) -> tuple[Path, ...]:
    found = []
    for line in lines:
        known = [one for one in line.points if one.measured.half_width is not None]
        if len(known) > 1:
            upper = [(one.on, _end(one.measured, 1)) for one in known]
            lower = [(one.on, _end(one.measured, -1)) for one in reversed(known)]
            found.append(Path(place.corners([*upper, *lower]), line.kind))
    return tuple(found)


def _dot(place: _Place, point: Point, kind: str, *, with_error: bool) -> Dot:
    x, y = place.percent(point.on), place.y(point.measured.value)
    if point.measured.half_width is None or not with_error:
        return Dot(x, y, kind, point.words)
    low, high = (place.y(_end(point.measured, sign)) for sign in (-1, 1))
    return Dot(x, y, kind, point.words, low, high)


def _end(measured: Measured, sign: int) -> float:
    return measured.value + sign * (measured.half_width or 0.0)


def _level(place: _Place, level: tuple[float, float] | None) -> Level | None:
    if level is None:
        return None
    top, bottom = place.y(level[1]), place.y(level[0])
    return Level(top, max(1, bottom - top))


def _days(place: _Place) -> tuple[DayLabel, ...]:
    span = (place.until - place.since).days
    count = min(_LABELS, span + 1)
    if count < 2:
        return (DayLabel("50%", date_format(place.until, _("j M")), "middle"),)
    offsets = [round(span * number / (count - 1)) for number in range(count)]
    anchors = ["start", *["middle"] * (count - 2), "end"]
    days = [place.since + timedelta(days=offset) for offset in offsets]
    return tuple(
        DayLabel(place.percent(day), date_format(day, _("j M")), anchor)
        for day, anchor in zip(days, anchors, strict=True)
    )


def _round_step(wanted: float) -> float:
    """Return the next larger of 1, 2, 5, 10, ... times a power of ten."""
    power = 10.0 ** floor(log10(wanted))
    fitting = (one for one in (1.0, 2.0, 5.0, 10.0) if one * power >= wanted * 0.999)
    return next(fitting) * power
