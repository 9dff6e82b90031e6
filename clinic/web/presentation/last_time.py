"""A recording beside the last one: what changed by more than it can be measured."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import stdev
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.domain import course
from clinic.domain.measurement import Z95, Change, Measured, compare
from clinic.selectors import EffectiveResult
from clinic.selectors.movement import movement_of
from clinic.web.presentation import words

_DEGREES: Final = {"deg", "°"}
# Frames begin and end a hold, not an error that is known: less is the same.
_LEAST_OF_HOLD_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing compared; `change` is more, less, same or unknown."""

    label: str
    now: str
    before: str
    change: str
    said: str


@dataclass(frozen=True, slots=True)
class LastTime:
    """All that can be compared; nothing where it was measured in an older way."""

    recorded_at: datetime
    is_older_way: bool
    lines: tuple[Line, ...]


def compared(result: EffectiveResult, last: EffectiveResult | None) -> LastTime | None:
    """Compare `result` with the `last` one; None where there is nothing to compare.

    What two versions of the analysis measured is never put side by side.
    """
    if last is None or last.analysis is None or result.analysis is None:
        return None
    same = last.analysis.pipeline_version == result.analysis.pipeline_version
    return LastTime(
        recorded_at=last.recording.recorded_at,
        is_older_way=not same,
        lines=tuple(_lines(result, last)) if same else (),
    )


def _lines(result: EffectiveResult, last: EffectiveResult) -> Iterator[Line]:
    if result.count or last.count:
        yield _count(result.count, last.count)
    now, before = movement_of(result), movement_of(last)
    if now.range and before.range and now.unit == before.unit and now.unit in _DEGREES:
        yield _range(now.range, before.range, now.unit)
    if now.held and before.held:
        yield _held(now.held, before.held)
    score, earlier = _score(result), _score(last)
    if score and earlier:
        yield _points(score, earlier)


def _count(now: int, before: int) -> Line:
    more = now - before
    if more == 0:
        change, said = Change.SAME, _("the same number")
    elif more > 0:
        change, said = Change.MORE, ngettext("%(n)d more", "%(n)d more", more)
    else:
        change, said = Change.LESS, ngettext("%(n)d fewer", "%(n)d fewer", -more)
    words_said = said % {"n": abs(more)}
    return Line(_("Repetitions"), str(now), str(before), change, words_said)


def _range(now: Measured, before: Measured, unit: str) -> Line:
    change = compare([before, now]).change
    by = words.measured(abs(now.value - before.value), unit)
    said = {
        Change.MORE: _("you moved %(by)s further") % {"by": by},
        Change.LESS: _("you moved %(by)s less far") % {"by": by},
    }
    return Line(
        _("How far you moved"),
        words.measured(now.value, unit, now.half_width),
        words.measured(before.value, unit, before.half_width),
        change,
        _said(change, said),
    )


def _held(now: Measured, before: Measured) -> Line:
    change = compare([before, now], known=_LEAST_OF_HOLD_S).change
    said = {
        Change.MORE: _("you held it longer"),
        Change.LESS: _("you held it less long"),
    }
    return Line(
        _("How long you held it"),
        words.measured(now.value, "s"),
        words.measured(before.value, "s"),
        change,
        _said(change, said),
    )


def _points(now: Measured, before: Measured) -> Line:
    change = compare([before, now], noticed=course.NOTICED).change
    said = {Change.MORE: _("higher"), Change.LESS: _("lower")}
    return Line(
        _("Score"),
        str(number_format(round(now.value))),
        str(number_format(round(before.value))),
        change,
        _said(change, said),
    )


def _said(change: Change, said: Mapping[Change, str]) -> str:
    unchanged = {
        Change.SAME: _("about the same"),
        Change.UNKNOWN: _("too little to compare"),
    }
    return {**unchanged, **said}[change]


def _score(result: EffectiveResult) -> Measured | None:
    """Return the score with the error that the repetitions' own scatter gives it."""
    if result.score is None:
        return None
    each = [item.score for item in result.repetitions if item.score is not None]
    if len(each) < 2:
        return Measured(result.score)
    return Measured(result.score, Z95 * stdev(each) / len(each) ** 0.5)
