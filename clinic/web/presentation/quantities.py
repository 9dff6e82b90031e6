"""What is measured over weeks: how it is called, written, scaled and compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.domain import attention, course
from clinic.domain.measurement import (
    Change,
    Comparison,
    Measured,
    compare,
    smallest_change,
)
from clinic.selectors import Session
from clinic.web.presentation import words
from clinic.web.presentation.charts import Scale, scale_of


@dataclass(frozen=True, slots=True)
class Quantity:
    """One thing that is measured of a session.

    Attributes:
        key: in addresses and columns.
        title: for therapists.
        explained: what it is, in a sentence.
        of: how to find it in a session.
        unit: empty: that of the session's ranges.
        better: the change that is good; None where neither is.
        directions: more and less in words, where they are not improved and declined.
        noticed: a smaller change would not be noticed, in its unit.
        known: the smallest change that is one, where published; in its unit.
        scale: of its chart; None: around the values, `least` high at the least.
    """

    key: str
    title: str | Promise
    explained: str | Promise
    of: Callable[[Session], Measured | None]
    unit: str = ""
    better: Change | None = Change.MORE
    directions: tuple[str | Promise, str | Promise] = ("", "")
    noticed: float = 0.0
    known: float | None = None
    scale: Scale | None = None
    least: float = 10.0


def _score(session: Session) -> Measured | None:
    return None if session.score is None else Measured(session.score)


RANGE: Final = Quantity(
    "range",
    gettext_lazy("Range of motion"),
    gettext_lazy("How far the joint moves in a repetition, mean of the recording."),
    lambda session: session.movement.range,
    least=40.0,
)
LEFT: Final = replace(
    RANGE, title=gettext_lazy("Left"), of=lambda session: session.movement.left
)
RIGHT: Final = replace(
    RANGE, title=gettext_lazy("Right"), of=lambda session: session.movement.right
)
SCORE: Final = Quantity(
    "score",
    gettext_lazy("Score"),
    gettext_lazy("Range, control, form and symmetry together, 0 to 100."),
    _score,
    unit="points",
    noticed=course.NOTICED,
    scale=Scale(0.0, 100.0, 25.0),
)
SYMMETRY: Final = Quantity(
    "symmetry",
    gettext_lazy("Right against left"),
    gettext_lazy("How much further the right side moves, in percent of the mean."),
    lambda session: session.movement.side_difference,
    unit="percent",
    better=None,
    directions=(gettext_lazy("More to the right"), gettext_lazy("More to the left")),
    least=40.0,
)
TEMPO: Final = Quantity(
    "tempo",
    gettext_lazy("Tempo"),
    gettext_lazy("How long a repetition takes."),
    lambda session: session.movement.tempo,
    unit="s",
    better=None,
    directions=(gettext_lazy("Slower"), gettext_lazy("Faster")),
    least=2.0,
)
HOLD: Final = Quantity(
    "hold",
    gettext_lazy("Hold"),
    gettext_lazy("How long the posture was kept, all holds together."),
    lambda session: session.movement.held,
    unit="s",
    least=20.0,
)
PAIN: Final = Quantity(
    "pain",
    gettext_lazy("Pain"),
    gettext_lazy("What the patient told, 0 to 10."),
    lambda _session: None,
    better=Change.LESS,
    directions=(gettext_lazy("More pain"), gettext_lazy("Less pain")),
    unit="nrs",
    known=attention.PAIN_JUMP,
    scale=Scale(0.0, 10.0, 2.0),
)
OF_SESSIONS: Final = (RANGE, SCORE, SYMMETRY, TEMPO, HOLD)


def compared(quantity: Quantity, values: Sequence[Measured]) -> Comparison:
    """Compare the first with the last of `values`, all of one version."""
    return compare(values, noticed=quantity.noticed, known=quantity.known)


def smallest(quantity: Quantity, values: Sequence[Measured]) -> float | None:
    """Return the smallest change of `quantity` that is one."""
    if quantity.known is not None:
        return quantity.known
    return smallest_change(values, noticed=quantity.noticed)


def scale(quantity: Quantity, values: Sequence[Measured]) -> Scale:
    """Return the scale of the chart that shows `values` with their errors."""
    if quantity.scale is not None:
        return quantity.scale
    ends = [
        one.value + sign * (one.half_width or 0.0) for one in values for sign in (-1, 1)
    ]
    return scale_of(ends, least=quantity.least)


def written(
    quantity: Quantity, value: float, unit: str, error: float | None = None
) -> str:
    """Write a value for people: '92°', '97 ± 6°', '3 of 10'."""
    if quantity.unit == "nrs":
        return _("%(value)s of 10") % {"value": _decimal(value)}
    if quantity.unit == "points":
        return str(words.whole(value))
    return words.measured(value, quantity.unit or unit, error)


def rounded(quantity: Quantity, value: float, unit: str) -> str:
    """Write a value for somebody who does not read its decimals."""
    return written(quantity, value if quantity.unit == "s" else round(value), unit)


def size(quantity: Quantity, difference: float, unit: str) -> str:
    """Write the size of a difference, which is on no scale."""
    if quantity.unit in {"nrs", "points"}:
        value = round(difference) if quantity.unit == "points" else difference
        return _("%(value)s points") % {"value": _decimal(value)}
    return words.measured(difference, quantity.unit or unit)


def label(quantity: Quantity, value: float, unit: str) -> str:
    """Write a value of the scale: as short as it can be."""
    if quantity.unit in {"nrs", "points"}:
        return str(round(value))
    return words.measured(value, quantity.unit or unit)


def tone(quantity: Quantity, change: Change) -> str:
    """Return whether a change is good; empty where it is neither."""
    if quantity.better is None or change in {Change.SAME, Change.UNKNOWN}:
        return ""
    return "good" if change == quantity.better else "watch"


def verdict(quantity: Quantity, change: Change) -> str:
    """Return a change in a word or two, for therapists."""
    if change == Change.UNKNOWN:
        return _("Not compared")
    if change == Change.SAME:
        return _("About the same")
    more, less = quantity.directions
    if more and less:
        return str(more if change == Change.MORE else less)
    return _("Improved") if change == quantity.better else _("Declined")


def _decimal(value: float) -> str:
    rounded = round(value, 1)
    whole = rounded == int(rounded)
    return str(number_format(rounded, 0 if whole else 1))
