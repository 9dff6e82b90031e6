"""A patient's progress as their therapist reads it: trends, events, comparisons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.domain.measurement import Comparison, Measured
from clinic.selectors import Event, ExerciseProgress, Pain, Progress, Session
from clinic.web.presentation import charts, comparison, quantities, sessions
from clinic.web.presentation.quantities import OF_SESSIONS, PAIN, RANGE, Quantity

# More points than this are drawn as weekly means.
_MANY: Final = 150
_SIGNS: Final[dict[str, str | Promise]] = {
    "plan": gettext_lazy("P"),
    "comment": gettext_lazy("C"),
}
_KINDS: Final[dict[str, str | Promise]] = {
    "plan": gettext_lazy("Plan"),
    "comment": gettext_lazy("Comment"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One recording or report in the table beside a chart."""

    on: date
    value: str
    version: str = ""
    recording: UUID | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """One quantity over weeks: the verdict, the figures behind it, chart and table."""

    key: str
    title: str
    explained: str
    verdict: str
    tone: str
    change: str
    figures: str
    chart: charts.Chart | None
    rows: tuple[Row, ...]
    has_sides: bool = False


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened, with its sign in the charts."""

    sign: str
    kind: str
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """One exercise of one patient."""

    exercise: str
    trends: tuple[Trend, ...]
    events: tuple[EventRow, ...]
    versions: tuple[str, ...]
    choices: tuple[comparison.Choice, ...]
    between: comparison.Between | None
    sides: str


def page(
    one: ExerciseProgress, progress: Progress, *, first: str = "", second: str = ""
) -> Page:
    """Put one exercise into trends; `first` and `second` are sessions to compare."""
    events = [
        event for event in progress.events if event.exercise in (None, one.exercise.pk)
    ]
    marks = (*_marks(events), *sessions.new_versions(one.sessions))
    found = [_trend(each, one, progress, marks) for each in OF_SESSIONS]
    found.append(_pain(one.pains, progress, marks))
    return Page(
        exercise=one.exercise.name,
        trends=tuple(trend for trend in found if trend is not None),
        events=tuple(map(_event, reversed(events))),
        versions=tuple(dict.fromkeys(session.version for session in one.sessions)),
        choices=comparison.choices(one.sessions),
        between=comparison.between(one.sessions, one.pains, first, second),
        sides=comparison.sides(one.sessions),
    )


def _trend(
    quantity: Quantity,
    one: ExerciseProgress,
    progress: Progress,
    marks: tuple[charts.Happened, ...],
) -> Trend | None:
    newest = sessions.of_newest_version(one.sessions)
    values = sessions.values(quantity, newest)
    if not values:
        return None
    compared = quantities.compared(quantity, values)
    unit = sessions.unit_of(one.sessions)
    lines = _lines(quantity, one.sessions, progress.until)
    return _drawn(
        quantity, compared, lines, progress, marks, unit, _rows(quantity, one.sessions)
    )


def _lines(
    quantity: Quantity, found: Sequence[Session], until: date
) -> tuple[charts.Line, ...]:
    if len(found) > _MANY:
        return sessions.weekly_lines(quantity, found, until)
    if quantity is RANGE and (sides := sessions.side_lines(found)):
        return sides
    return sessions.lines(quantity, found)


def _pain(
    pains: Sequence[Pain], progress: Progress, marks: tuple[charts.Happened, ...]
) -> Trend | None:
    if not pains:
        return None
    points = tuple(
        charts.Point(one.on, Measured(float(one.pain)), _pain_said(one))
        for one in pains
    )
    compared = quantities.compared(PAIN, [point.measured for point in points])
    rows = tuple(Row(one.on, _pain_value(one)) for one in reversed(pains))
    lines = (charts.Line(points),)
    return _drawn(PAIN, compared, lines, progress, marks, "", rows)


def _drawn(
    quantity: Quantity,
    compared: Comparison,
    lines: Sequence[charts.Line],
    progress: Progress,
    marks: tuple[charts.Happened, ...],
    unit: str,
    rows: tuple[Row, ...],
) -> Trend:
    points = [point for line in lines for point in line.points]
    level = _level(compared)
    verdict = quantities.verdict(quantity, compared.change)
    figures = _figures(quantity, compared, unit)
    shown = [point.measured for point in points]
    shown += [Measured(value) for value in level or ()]
    return Trend(
        key=quantity.key,
        title=str(quantity.title),
        explained=str(quantity.explained),
        verdict=verdict,
        tone=quantities.tone(quantity, compared.change),
        change=compared.change,
        figures=figures,
        chart=charts.chart(
            lines,
            since=progress.since,
            until=progress.until,
            scale=quantities.scale(quantity, shown),
            words=f"{quantity.title}. {verdict}. {figures}",
            write=lambda value: quantities.label(quantity, value, unit),
            happened=marks,
            level=level,
        )
        if len(points) > 1
        else None,
        rows=rows,
        has_sides=any(line.kind == "right" for line in lines),
    )


def _level(compared: Comparison) -> tuple[float, float] | None:
    """Return the band around the start in which nothing has changed."""
    if compared.before is None or compared.smallest is None:
        return None
    return compared.before - compared.smallest, compared.before + compared.smallest


def _figures(quantity: Quantity, compared: Comparison, unit: str) -> str:
    if compared.before is None or compared.after is None or compared.smallest is None:
        return _("The error is not known before a few more recordings.")
    said = _("%(before)s → %(after)s since the start; smallest real change %(change)s.")
    return said % {
        "before": quantities.written(quantity, compared.before, unit),
        "after": quantities.written(quantity, compared.after, unit),
        "change": quantities.size(quantity, compared.smallest, unit),
    }


def _rows(quantity: Quantity, found: Sequence[Session]) -> tuple[Row, ...]:
    unit = sessions.unit_of(found)
    measured = ((session, quantity.of(session)) for session in reversed(found))
    return tuple(
        Row(
            session.on,
            quantities.written(quantity, one.value, unit, one.half_width),
            session.version,
            session.public_id,
        )
        for session, one in measured
        if one is not None
    )


def _pain_value(one: Pain) -> str:
    moments = {
        "before": _("before"),
        "after": _("after"),
        "instead": _("not exercised"),
    }
    return f"{one.pain} ({moments[one.moment]})"


def _pain_said(one: Pain) -> str:
    return f"{date_format(one.on, _('j M'))}: {_pain_value(one)}"


def _marks(events: Sequence[Event]) -> tuple[charts.Happened, ...]:
    """Mark a day once for each kind of event."""
    once = {(event.kind, event.on): event for event in reversed(events)}
    return tuple(
        charts.Happened(event.on, str(_SIGNS[event.kind]), _event(event).words)
        for event in once.values()
    )


def _event(event: Event) -> EventRow:
    return EventRow(
        sign=str(_SIGNS[event.kind]),
        kind=str(_KINDS[event.kind]),
        on=event.on,
        words=event.words,
    )
