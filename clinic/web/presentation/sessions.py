"""Sessions as lines of a chart: never two versions of the pipeline in one line."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.domain import weeks
from clinic.domain.measurement import Measured, averaged
from clinic.selectors import Session
from clinic.web.presentation import quantities
from clinic.web.presentation.charts import Happened, Line, Point
from clinic.web.presentation.quantities import Quantity

NOW: Final = "now"
OLDER: Final = "older"
_MIDWEEK: Final = timedelta(days=3)


def of_newest_version(sessions: Sequence[Session]) -> tuple[Session, ...]:
    """Keep what the newest version measured; only that can be compared."""
    return tuple(one for one in sessions if one.version == sessions[-1].version)


def values(quantity: Quantity, sessions: Iterable[Session]) -> list[Measured]:
    """Return what was measured of `quantity`, in the order of `sessions`."""
    found = (quantity.of(session) for session in sessions)
    return [one for one in found if one is not None]


def unit_of(sessions: Iterable[Session]) -> str:
    """Return the unit of the ranges."""
    return next((one.movement.unit for one in sessions if one.movement.unit), "")


def lines(quantity: Quantity, sessions: Sequence[Session]) -> tuple[Line, ...]:
    """Return one line a version, with a point a session."""
    return _by_version(sessions, lambda some: _each(quantity, some))


def side_lines(sessions: Sequence[Session]) -> tuple[Line, ...]:
    """Return the ranges of left and right, or nothing where one side is missing."""
    newest = of_newest_version(sessions)
    sides = {"left": quantities.LEFT, "right": quantities.RIGHT}
    found = {kind: _each(side, newest) for kind, side in sides.items()}
    if not all(found.values()):
        return ()
    older = [one for one in sessions if one.version != newest[-1].version]
    before = _by_version(older, lambda some: _each(quantities.RANGE, some))
    return (
        *(Line(line.points, OLDER) for line in before),
        *(Line(tuple(points), kind) for kind, points in found.items()),
    )


def weekly_lines(
    quantity: Quantity, sessions: Sequence[Session], until: date
) -> tuple[Line, ...]:
    """Return one line a version, with a point a week: its mean."""
    return _by_version(sessions, lambda some: _weekly(quantity, some, until))


def new_versions(sessions: Sequence[Session]) -> tuple[Happened, ...]:
    """Return the days from which on another version measured."""
    changes = [
        later.on
        for earlier, later in pairwise(sessions)
        if earlier.version != later.version
    ]
    words = _("From here on measured in a new way: compare only within one way.")
    return tuple(Happened(on, _("V"), words) for on in dict.fromkeys(changes))


def middle_of(week: date, until: date) -> date:
    """Return the day at which a week from Monday `week` is drawn."""
    return min(week + _MIDWEEK, until)


def _by_version(
    sessions: Sequence[Session], draw: Callable[[list[Session]], list[Point]]
) -> tuple[Line, ...]:
    groups: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        groups[session.version].append(session)
    newest = sessions[-1].version if sessions else ""
    drawn = ((version, draw(some)) for version, some in groups.items())
    return tuple(
        Line(tuple(points), NOW if version == newest else OLDER)
        for version, points in drawn
        if points
    )


def _each(quantity: Quantity, sessions: Sequence[Session]) -> list[Point]:
    found = ((session, quantity.of(session)) for session in sessions)
    unit = unit_of(sessions)
    return [
        Point(session.on, one, _said(quantity, session.on, one, unit))
        for session, one in found
        if one is not None
    ]


def _weekly(
    quantity: Quantity, sessions: Sequence[Session], until: date
) -> list[Point]:
    groups: dict[date, list[Measured]] = defaultdict(list)
    for session in sessions:
        if (one := quantity.of(session)) is not None:
            groups[weeks.monday(session.on)].append(one)
    unit = unit_of(sessions)
    means = ((week, averaged(group)) for week, group in groups.items())
    return [
        Point(middle_of(week, until), mean, _said(quantity, week, mean, unit))
        for week, mean in means
        if mean is not None
    ]


def _said(quantity: Quantity, on: date, measured: Measured, unit: str) -> str:
    value = quantities.written(quantity, measured.value, unit, measured.half_width)
    day = date_format(on, _("j M"))
    return f"{day}: {value}"
