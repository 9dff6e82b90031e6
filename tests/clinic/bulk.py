"""Many patients and recordings at little cost: rows only, no files, no services."""

import datetime as dt
import hashlib
import uuid
from itertools import count

from clinic.models import (
    Analysis,
    CareRelationship,
    Plan,
    Prescription,
    Recording,
    RecordingDigest,
    Review,
    User,
)
from tests.factories import ExerciseFactory

_NUMBERS = count()
REPORT = {
    "schema": 1,
    "video": {"duration_s": 20.0, "width": 720, "height": 1280},
    "summary": {"score": 80.0},
}


def patients(therapist, number):
    """Add patients of `therapist`, each with a plan of one exercise."""
    start = next(_NUMBERS) * 100_000
    people = User.objects.bulk_create(
        User(
            clinic=therapist.clinic,
            email=f"bulk{start + n}@example.org",
            full_name=f"Patient {start + n:05}",
            role=User.Role.PATIENT,
            password="!",
        )
        for n in range(number)
    )
    began = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    CareRelationship.objects.bulk_create(
        CareRelationship(therapist=therapist, patient=one, started_at=began)
        for one in people
    )
    plans = Plan.objects.bulk_create(
        Plan(
            clinic=therapist.clinic, patient=one, prescribed_by=therapist,
            title="Bulk", starts_on=began.date(),
        )
        for one in people
    )  # fmt: skip
    exercise = ExerciseFactory()
    Prescription.objects.bulk_create(
        Prescription(plan=plan, exercise=exercise, position=1, repetitions=10)
        for plan in plans
    )
    return people


def _moved(n):
    """Return what a digest keeps of a recording of both sides."""
    side = {"value": 60.0 + n % 40, "half_width": 9.0, "unit": "deg"}
    share = {"value": float(n % 20), "half_width": 15.0, "unit": "percent"}
    lasted = {"value": 2.0 + n % 3, "half_width": 0.2, "unit": "s"}
    return {
        "range": side, "left": side, "right": side,
        "side_difference": share, "tempo": lasted,
    }  # fmt: skip


def recordings(people, number, *, now, reviewed=0.9):
    """Add `number` recordings, three a week a patient, most of them reviewed."""
    plans = Prescription.objects.filter(plan__patient__in=people)
    items = list(plans.select_related("plan"))
    made = []
    for n in range(number):
        item = items[n % len(items)]
        moment = now - dt.timedelta(days=7 / 3 * (n // len(items)), minutes=n % 600)
        made.append(
            Recording(
                clinic_id=item.plan.clinic_id, patient_id=item.plan.patient_id,
                prescription=item, exercise_id=item.exercise_id,
                uploaded_by_id=item.plan.patient_id, content_type="video/mp4",
                size_bytes=1, recorded_at=moment, uploaded_at=moment,
                sha256=hashlib.sha256(uuid.uuid4().bytes).hexdigest(),
            )
        )  # fmt: skip
    made = Recording.objects.bulk_create(made, batch_size=500)
    analyses = Analysis.objects.bulk_create(
        [
            Analysis(
                recording=one, pipeline_version="0.1.0", options_key="default",
                status="done", stage="done", percent=100, queued_at=one.uploaded_at,
                finished_at=one.uploaded_at, report=REPORT,
            )
            for one in made
        ],
        batch_size=500,
    )  # fmt: skip
    RecordingDigest.objects.bulk_create(
        [
            RecordingDigest(
                recording=analysis.recording, analysis=analysis, repetitions=10,
                score=60 + n * 7 % 40, major=int(n % 11 == 0),
                moderate=int(n % 3 == 0), open_findings=3, uncertainty=(n % 10) / 10,
                mistakes=[
                    {"mistake": "shallow", "name": "Not deep", "severity": "minor"}
                ],
                movement=_moved(n),
            )
            for n, analysis in enumerate(analyses)
        ],
        batch_size=500,
    )  # fmt: skip
    therapist = items[0].plan.prescribed_by
    done = [one for n, one in enumerate(made) if n % 100 < 100 * reviewed]
    Review.objects.bulk_create(
        [
            Review(recording=one, by=therapist, reviewed_at=one.uploaded_at)
            for one in done
        ],
        batch_size=500,
    )
    return made
