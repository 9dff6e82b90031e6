"""Two sessions, or left and right, side by side: is the difference a real one?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from clinic.domain.measurement import Change, Measured, change_of
from clinic.selectors import Pain, Session
from clinic.web.presentation import quantities, sessions
from clinic.web.presentation.quantities import OF_SESSIONS, PAIN, Quantity


@dataclass(frozen=True, slots=True)
class Choice:
    """A session to choose from."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity of both sessions."""

    title: str
    first: str
    second: str
    difference: str
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class Between:
    """Two sessions; `warning` says why they cannot be compared, if they cannot."""

    first: Session
    second: Session
    lines: tuple[Line, ...]
    warning: str


def choices(found: Sequence[Session]) -> tuple[Choice, ...]:
    """Return the sessions to choose from, newest first."""
    return tuple(
        Choice(
            str(one.public_id), date_format(localtime(one.recorded_at), _("j M Y, H:i"))
        )
        for one in reversed(found)
    )


def between(
    found: Sequence[Session], pains: Iterable[Pain], first: str, second: str
) -> Between | None:
    """Compare two sessions: those chosen, or the first with the last."""
    if len(found) < 2:
        return None
    by_id = {str(one.public_id): one for one in found}
    one, other = by_id.get(first, found[0]), by_id.get(second, found[-1])
    is_same_way = one.version == other.version
    warning = _(
        "Measured by different versions (%(first)s and %(second)s): "
        "differences may come from that."
    ) % {"first": one.version, "second": other.version}
    lines = (_line(each, one, other, found, is_same_way) for each in OF_SESSIONS)
    told = {pain.recording: Measured(float(pain.pain)) for pain in pains}
    values = told.get(one.public_id), told.get(other.public_id)
    both = [*lines, _compared(PAIN, *values, PAIN.known, "")]
    shown = tuple(line for line in both if line is not None)
    return Between(one, other, shown, "" if is_same_way else warning)


def sides(found: Sequence[Session]) -> str:
    """Say how left and right differ in the newest session that measured both."""
    both = [one for one in found if one.movement.side_difference is not None]
    if not both:
        return ""
    newest = both[-1]
    left, right = newest.movement.left, newest.movement.right
    measured = newest.movement.side_difference
    assert left and right and measured  # noqa: S101, PT018  for mypy; `both` holds it
    unit = newest.movement.unit
    values = {
        "day": date_format(newest.on, _("j M")),
        "left": quantities.written(quantities.RANGE, left.value, unit, left.half_width),
        "right": quantities.written(
            quantities.RANGE, right.value, unit, right.half_width
        ),
    }
    change = change_of(measured.value, measured.half_width or 0.0)
    said = {
        Change.SAME: _("%(day)s: left %(left)s, right %(right)s: about the same."),
        Change.MORE: _("%(day)s: left %(left)s, right %(right)s: right moves further."),
        Change.LESS: _("%(day)s: left %(left)s, right %(right)s: left moves further."),
    }
    return said[change] % values


def _line(
    quantity: Quantity,
    first: Session,
    second: Session,
    found: Sequence[Session],
    is_same_way: bool,
) -> Line | None:
    one, other = quantity.of(first), quantity.of(second)
    smallest = _smallest(quantity, one, other, found) if is_same_way else None
    return _compared(quantity, one, other, smallest, sessions.unit_of(found))


def _compared(
    quantity: Quantity,
    one: Measured | None,
    other: Measured | None,
    smallest: float | None,
    unit: str,
) -> Line | None:
    if one is None and other is None:
        return None
    change = _change(one, other, smallest)
    return Line(
        title=str(quantity.title),
        first=_written(quantity, one, unit),
        second=_written(quantity, other, unit),
        difference=_difference(quantity, one, other, unit),
        verdict=quantities.verdict(quantity, change),
        tone=quantities.tone(quantity, change),
    )


def _change(
    one: Measured | None, other: Measured | None, smallest: float | None
) -> Change:
    if one is None or other is None or smallest is None:
        return Change.UNKNOWN
    return change_of(other.value - one.value, smallest)


def _smallest(
    quantity: Quantity,
    one: Measured | None,
    other: Measured | None,
    found: Sequence[Session],
) -> float | None:
    """Return what both errors allow, or what the sequence shows, if that is more."""
    if one is None or other is None:
        return None
    values = sessions.values(quantity, sessions.of_newest_version(found))
    shown = quantities.smallest(quantity, values)
    if one.half_width is None or other.half_width is None:
        return shown
    return max(hypot(one.half_width, other.half_width), shown or 0.0)


def _difference(
    quantity: Quantity, one: Measured | None, other: Measured | None, unit: str
) -> str:
    if one is None or other is None:
        return "–"
    difference = other.value - one.value
    size = quantities.size(quantity, abs(difference), unit)
    if size == quantities.size(quantity, 0.0, unit):
        return size
    return ("+" if difference > 0 else "\u2212") + size


def _written(quantity: Quantity, measured: Measured | None, unit: str) -> str:
    if measured is None:
        return _("not measured")
    return quantities.written(quantity, measured.value, unit, measured.half_width)
