"""A patient's progress as a file for spreadsheets."""

import csv
import uuid
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic import selectors
from clinic.models import Recording
from clinic.services import audit
from clinic.web.roles import for_therapists
from clinic.web.views.therapist import patient_of
from clinic.web.visitors import signed_in

COLUMNS = (
    "recorded_at", "exercise", "repetitions", "prescribed", "score",
    "major", "moderate", "minor", "pipeline_version", "reviewed_at",
)  # fmt: skip


@require_safe
@for_therapists
def progress_csv(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer every analyzed recording of a patient, oldest first, one a line."""
    user = signed_in(request)
    patient = patient_of(user, public_id)
    recordings = Recording.objects.visible_to(user).filter(patient=patient)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for item in selectors.listed(recordings.order_by("recorded_at", "pk")):
        if item.digest is not None and not item.digest.has_failed:
            writer.writerow(_line(item))
    audit.record(action="progress.exported", about=patient, by=user, now=timezone.now())
    name = f"progress-{patient.public_id}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers
    )


def _line(item: selectors.Listed) -> tuple[object, ...]:
    digest, prescription = item.digest, item.recording.prescription
    assert digest is not None  # noqa: S101  for mypy; the caller has looked
    return (
        item.recording.recorded_at.isoformat(),
        item.recording.exercise.code,
        digest.repetitions,
        prescription.repetitions if prescription else None,
        digest.score,
        digest.major,
        digest.moderate,
        digest.minor,
        item.version,
        item.reviewed_at.isoformat() if item.reviewed_at else "",
    )
