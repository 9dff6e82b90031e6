"""A clinic with something on every page: findings, failures, messages, invitations."""

import datetime as dt
import json

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from clinic.models import Exercise  # noqa: E402
from clinic.services import (  # noqa: E402
    accounts,
    digests,
    exercises,
    plan_drafts,
    plan_templates,
)
from tests import factories  # noqa: E402
from tests.browser import own_exercises  # noqa: E402
from tests.browser.error_pages import error_pages  # noqa: E402
from tests.browser.sessions import signed_in  # noqa: E402

LONG_NAME = "Maximiliane-Theodora von Rosenbruch-Oberhauser"
REPORT = {
    "schema": 1,
    "video": {"duration_s": 12.0, "width": 720, "height": 1280},
    "view": {"name": "left"},
    "summary": {"score": 74.0, "parts": {"range": 90.0, "control": 90.0}},
    "attempts": [{"start_s": 10.0, "end_s": 11.0, "reason": "too small"}],
    "warnings": [{"code": "second_person", "message": "A second person was seen."}],
}
MEASURES = [
    {"name": "knee", "label": "Knee bend", "value": 71.0, "unit": "deg"},
    {"name": "lean", "label": "Lean", "value": None, "unit": "deg", "reason": "hidden"},
]

now = timezone.now()
exercises.sync_catalog()
squat = Exercise.objects.get(code="squat")
admin = factories.ClinicAdminFactory(full_name="Ines Calloway")
patient = factories.PatientFactory(full_name=LONG_NAME)
newcomer = factories.PatientFactory(full_name="Ruth Alvarez")
care = factories.CareFactory(patient=patient, started_at=now)
factories.ConsentFactory(patient=patient)
prescription = factories.PrescriptionFactory(
    plan__patient=patient, exercise=squat, note="Slowly down. Stop if it hurts."
)
invited = accounts.invite(
    by=admin, email="t@example.org", full_name="Tomas Berg", role="patient", now=now
)
careful = factories.TherapistFactory(full_name="Aylin Demir")
TOTP.activate(careful, generate_totp_secret())
RecoveryCodes.activate(careful)


def recorded(hours: int, **analysis: object) -> str:
    moment = now - dt.timedelta(hours=hours)
    recording = factories.RecordingFactory(
        patient=patient,
        prescription=prescription,
        recorded_at=moment,
        uploaded_at=moment,
    )
    made = factories.AnalysisFactory(recording=recording, **analysis)
    if made.status == "done":
        judged(made)
    return str(recording.public_id)


def judged(analysis: object) -> None:
    for index, severity in enumerate(["", "minor", "moderate", "major"], start=1):
        repetition = factories.RepetitionFactory(
            analysis=analysis,
            index=index,
            start_s=2.0 * index,
            peak_s=2.0 * index + 1,
            end_s=2.0 * index + 2,
            measures=MEASURES,
        )
        if severity:
            factories.FindingFactory(
                repetition=repetition,
                severity=severity,
                name="Not deep enough",
                uncertainty=5.0,
            )


running = {"running": True, "stage": "pose", "percent": 47}
ids = {
    "done": recorded(50, done=True, report=REPORT),
    "reviewed": recorded(26, done=True, report=REPORT),
    "failed": recorded(4, failed=True),
    # A lease that no clock of this installation will ever find run out.
    "running": recorded(1, **running),
}
factories.ReviewFactory(
    recording=factories.models.Recording.objects.get(public_id=ids["reviewed"]),
    by=care.therapist,
    note="Very steady today. Go a little lower next time.",
    note_written_at=now,
    reviewed_at=now,
)
plan = prescription.plan
item = plan_drafts.Prescribed(squat, sets=4)
draft = plan_drafts.Draft("Knee, early", (item,))
plan_templates.save(by=care.therapist, draft=draft, now=now)
factories.PlanPhaseFactory(plan=plan, items=[plan_drafts.written(item)])
told = factories.SelfReportFactory(
    prescription=prescription, pain=8, comment="It stings.", reported_at=now
)
factories.AlertFactory(patient=patient, self_report=told, raised_at=now)
digests.refresh_all(factories.models.Recording.objects.all())
factories.MessageFactory(patient=patient, text="My knee feels better.", sent_at=now)
print(
    json.dumps(
        {
            "admin": admin.email,
            "patient": patient.email,
            "newcomer": newcomer.email,
            "therapist": care.therapist.email,
            "careful": careful.email,
            "cookie": settings.SESSION_COOKIE_NAME,
            "sessions": {
                "admin": signed_in(admin),
                "careful": signed_in(careful),
                "newcomer": signed_in(newcomer),
                "patient": signed_in(patient),
                "therapist": signed_in(care.therapist),
            },
            "errors": error_pages(),
            **own_exercises.make(care.therapist, now, filmed=False),
            "invitation": invited.token,
            "patient_id": str(patient.public_id),
            "therapist_id": str(care.therapist.public_id),
            "plan_id": str(plan.public_id),
            "prescription_id": str(prescription.public_id),
            **ids,
        }
    )
)
