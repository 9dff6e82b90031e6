"""A patient's own progress in plain words, with a chart and a table of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.domain import weeks
from clinic.domain.measurement import Change, Comparison, Measured, averaged
from clinic.domain.weeks import Streak
from clinic.selectors import ExerciseProgress, Pain, Progress, Session
from clinic.web.presentation import charts, quantities, sessions
from clinic.web.presentation.quantities import HOLD, PAIN, RANGE, SCORE, Quantity
from clinic.web.presentation.words import whole

Texts = dict[Change, str | Promise]

_TITLES: Final[dict[str, str | Promise]] = {
    RANGE.key: gettext_lazy("How far you move"),
    SCORE.key: gettext_lazy("Your score"),
    HOLD.key: gettext_lazy("How long you hold"),
    PAIN.key: gettext_lazy("Your pain"),
}
_SAID: Final[dict[str, Texts]] = {
    RANGE.key: {
        Change.MORE: gettext_lazy("You move further: from about %(a)s to %(b)s."),
        Change.SAME: gettext_lazy("You move about the same as before: %(b)s."),
        Change.LESS: gettext_lazy("You move less far: from about %(a)s to %(b)s."),
    },
    SCORE.key: {
        Change.MORE: gettext_lazy("Your score has risen from about %(a)s to %(b)s."),
        Change.SAME: gettext_lazy("Your score is about the same as before: %(b)s."),
        Change.LESS: gettext_lazy("Your score has fallen from about %(a)s to %(b)s."),
    },
    HOLD.key: {
        Change.MORE: gettext_lazy("You hold longer: from about %(a)s to %(b)s."),
        Change.SAME: gettext_lazy("You hold about as long as before: %(b)s."),
        Change.LESS: gettext_lazy("You hold less long: from about %(a)s to %(b)s."),
    },
    PAIN.key: {
        Change.MORE: gettext_lazy(
            "Your pain has grown from about %(a)s to %(b)s. Tell your therapist."
        ),
        Change.SAME: gettext_lazy("Your pain is about the same as before: %(b)s."),
        Change.LESS: gettext_lazy("Your pain has eased from about %(a)s to %(b)s."),
    },
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table beside a chart."""

    on: date
    value: str


@dataclass(frozen=True, slots=True)
class Course:
    """One quantity over weeks; `change` is more, less, same or unknown."""

    key: str
    title: str
    said: str
    change: str
    tone: str
    chart: charts.Chart | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recording in the table of all."""

    session: Session
    score: int | None


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise over weeks; `recorded` newest first."""

    name: str
    code: str
    summary: str
    latest: int | None
    courses: tuple[Course, ...]
    older: int
    recorded: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week; `share` of exercises and `seen_share` of repetitions in percent."""

    on: date
    done: int
    planned: int
    seen: int
    prescribed: int
    share: int
    seen_share: int
    is_good: bool
    is_running: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page; exercises: the one recorded last first."""

    weeks: tuple[WeekRow, ...]
    streak: Streak
    pain: Course | None
    exercises: tuple[Exercise, ...]


def page(progress: Progress) -> Page:
    """Put `progress` into words and pictures."""
    newest_first = sorted(
        progress.exercises, key=lambda one: one.sessions[-1].recorded_at, reverse=True
    )
    return Page(
        weeks=week_rows(progress),
        streak=weeks.streak(progress.weeks, today=progress.until),
        pain=_pain(progress),
        exercises=tuple(_exercise(one, progress) for one in newest_first),
    )


def week_rows(progress: Progress) -> tuple[WeekRow, ...]:
    """Return the weeks from the first with something planned on, oldest first."""
    running = weeks.monday(progress.until)
    rows = [
        WeekRow(
            on=week.starts_on,
            done=week.done,
            planned=week.planned,
            # Done ahead is not more than due so far.
            seen=min(week.seen, week.prescribed),
            prescribed=week.prescribed,
            share=round(100 * week.done / week.planned) if week.planned else 0,
            seen_share=round(100 * (week.share or 0.0)),
            is_good=week.is_good,
            is_running=week.starts_on == running,
        )
        for week in progress.weeks
    ]
    first = next((at for at, row in enumerate(rows) if row.planned), len(rows))
    return tuple(rows[first:])


def _exercise(one: ExerciseProgress, progress: Progress) -> Exercise:
    newest = sessions.of_newest_version(one.sessions)
    scores = sessions.values(SCORE, newest)
    found = (_course(each, one, progress) for each in (RANGE, HOLD, SCORE))
    return Exercise(
        name=one.exercise.name,
        code=one.exercise.code,
        summary=_summary(one.sessions),
        latest=whole(scores[-1].value) if scores else None,
        courses=tuple(course for course in found if course is not None),
        older=len(one.sessions) - len(newest),
        recorded=tuple(
            Recorded(session, whole(session.score))
            for session in reversed(one.sessions)
        ),
    )


def _summary(found: Sequence[Session]) -> str:
    total = sum(session.repetitions for session in found)
    recordings = ngettext("%(n)d recording", "%(n)d recordings", len(found))
    repetitions = ngettext("%(n)d repetition", "%(n)d repetitions", total)
    return f"{recordings % {'n': len(found)}} · {repetitions % {'n': total}}"


def _course(
    quantity: Quantity, one: ExerciseProgress, progress: Progress
) -> Course | None:
    newest = sessions.values(quantity, sessions.of_newest_version(one.sessions))
    if not newest:
        return None
    unit = sessions.unit_of(one.sessions)
    lines = sessions.weekly_lines(quantity, one.sessions, progress.until)
    happened = sessions.new_versions(one.sessions)
    # The band is as wide as what is not a change, seen from its middle.
    smallest = quantities.smallest(quantity, newest)
    banded = [_banded(line, smallest) for line in lines]
    return _drawn(
        quantity,
        quantities.compared(quantity, newest),
        banded,
        happened,
        progress,
        unit,
    )


def _banded(line: charts.Line, smallest: float | None) -> charts.Line:
    """Give points without a stated error the one that their sequence shows."""
    if smallest is None:
        return line
    error = smallest / 2.0**0.5
    points = (
        charts.Point(
            one.on,
            Measured(one.measured.value, one.measured.half_width or error),
            one.words,
        )
        for one in line.points
    )
    return charts.Line(tuple(points), line.kind)


def _pain(progress: Progress) -> Course | None:
    if not progress.pains:
        return None
    told = [Measured(float(one.pain)) for one in progress.pains]
    return _drawn(
        PAIN,
        quantities.compared(PAIN, told),
        [_pain_line(progress.pains, progress.until)],
        (),
        progress,
        "",
    )


def _pain_line(pains: Iterable[Pain], until: date) -> charts.Line:
    groups: dict[date, list[Measured]] = defaultdict(list)
    for one in pains:
        groups[weeks.monday(one.on)].append(Measured(float(one.pain)))
    means = ((week, averaged(group)) for week, group in groups.items())
    # Half the smallest change on either side: what the answers themselves can tell.
    error = (PAIN.known or 0.0) / 2.0
    return charts.Line(
        tuple(
            charts.Point(
                sessions.middle_of(week, until), Measured(mean.value, error), ""
            )
            for week, mean in means
            if mean is not None
        )
    )


def _drawn(
    quantity: Quantity,
    comparison: Comparison,
    lines: Sequence[charts.Line],
    happened: tuple[charts.Happened, ...],
    progress: Progress,
    unit: str,
) -> Course:
    points = [point for line in lines for point in line.points]
    said = _said(quantity, comparison, unit)
    return Course(
        key=quantity.key,
        title=str(_TITLES[quantity.key]),
        said=said,
        change=comparison.change,
        tone=quantities.tone(quantity, comparison.change),
        chart=charts.chart(
            lines,
            since=_since(progress),
            until=progress.until,
            scale=quantities.scale(quantity, [point.measured for point in points]),
            words=said,
            write=lambda value: quantities.label(quantity, value, unit),
            happened=happened,
            with_bands=True,
        )
        if len(points) > 1
        else None,
        rows=tuple(
            Row(
                weeks.monday(one.on),
                quantities.written(quantity, one.measured.value, unit),
            )
            for one in sorted(points, key=lambda point: point.on, reverse=True)
        ),
    )


def _since(progress: Progress) -> date:
    """Return the day from which there is something to draw."""
    planned = (week.starts_on for week in progress.weeks if week.planned)
    recorded = (one.sessions[0].on for one in progress.exercises)
    told = (one.on for one in progress.pains[:1])
    first = min((*planned, *recorded, *told), default=progress.since)
    return max(progress.since, weeks.monday(first))


def _said(quantity: Quantity, comparison: Comparison, unit: str) -> str:
    if comparison.before is None or comparison.after is None:
        return _("Record a few more times, and you see here whether it changes.")
    return str(_SAID[quantity.key][comparison.change]) % {
        "a": quantities.rounded(quantity, comparison.before, unit),
        "b": quantities.rounded(quantity, comparison.after, unit),
    }
