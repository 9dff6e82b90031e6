"""A patient's progress as files: a table for spreadsheets, pictures of charts."""

import csv
import uuid
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic import selectors
from clinic.domain.measurement import Measured
from clinic.services import audit
from clinic.web import chart_picture
from clinic.web.presentation import cells, clinical_progress
from clinic.web.roles import for_therapists
from clinic.web.views.progress import asked, exercise_of
from clinic.web.views.therapist import patient_of
from clinic.web.visitors import signed_in

COLUMNS: Final = (
    "recorded_at", "exercise", "repetitions", "prescribed", "score",
    "range", "range_error", "range_left", "range_right", "range_unit",
    "side_difference_percent", "side_difference_error", "seconds_a_repetition",
    "seconds_held", "pain_after", "major", "moderate", "minor", "pipeline_version",
    "reviewed",
)  # fmt: skip


@require_safe
@for_therapists
def progress_csv(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer every analyzed recording of a patient, oldest first, one a line."""
    user = signed_in(request)
    patient = patient_of(user, public_id)
    over_time = selectors.progress(
        patient, viewer=user, since=date(2000, 1, 1), until=timezone.localdate()
    )
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(cells.safe_row(line) for line in _lines(over_time))
    audit.record(action="progress.exported", about=patient, by=user, now=timezone.now())
    return _file(
        text.getvalue(), f"progress-{patient.public_id}.csv", "text/csv; charset=utf-8"
    )


@require_safe
@for_therapists
def progress_picture(
    request: HttpRequest, public_id: uuid.UUID, quantity: str, kind: str
) -> HttpResponse:
    """Answer the chart of one quantity of one exercise as a picture: SVG or PNG."""
    user = signed_in(request)
    patient = patient_of(user, public_id)
    wanted = asked(request)
    over_time = selectors.progress(
        patient, viewer=user, since=wanted.since(patient), until=wanted.until(patient)
    )
    chosen = exercise_of(over_time, wanted.exercise)
    page = clinical_progress.page(chosen, over_time) if chosen else None
    trends = {trend.key: trend for trend in page.trends} if page else {}
    trend = trends.get(quantity)
    if page is None or trend is None or trend.chart is None:
        raise Http404
    audit.record(action="progress.exported", about=patient, by=user, now=timezone.now())
    context = {"page": page, "trend": trend, "chart": trend.chart}
    picture = render(request, "therapist/progress.svg", context).content.decode()
    name = f"progress-{patient.public_id}-{trend.key}.{kind}"
    if kind == "png":
        return _file(chart_picture.png(picture), name, "image/png")
    return _file(picture, name, "image/svg+xml; charset=utf-8")


def _file(text: str | bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=kind, headers=headers)


def _lines(over_time: selectors.Progress) -> Iterator[tuple[object, ...]]:
    found = [
        (one.exercise.code, session)
        for one in over_time.exercises
        for session in one.sessions
    ]
    pains = {one.recording: one.pain for one in over_time.pains if one.recording}
    for code, session in sorted(found, key=lambda pair: pair[1].recorded_at):
        yield _line(code, session, pains.get(session.public_id))


def _line(
    code: str, session: selectors.Session, pain: int | None
) -> tuple[object, ...]:
    moved = session.movement
    return (
        session.recorded_at.isoformat(),
        code,
        session.repetitions,
        session.prescribed,
        session.score,
        _value(moved.range),
        _error(moved.range),
        _value(moved.left),
        _value(moved.right),
        moved.unit,
        _value(moved.side_difference),
        _error(moved.side_difference),
        _value(moved.tempo),
        _value(moved.held),
        pain,
        session.major,
        session.moderate,
        session.minor,
        session.version,
        "yes" if session.is_reviewed else "no",
    )


def _value(measured: Measured | None) -> float | None:
    return None if measured is None else measured.value


def _error(measured: Measured | None) -> float | None:
    return None if measured is None else measured.half_width
