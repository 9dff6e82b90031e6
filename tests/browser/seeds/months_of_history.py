"""The demo's clinic with its simulated weeks, and what goes wrong now and then.

For pictures of pages: names every gap of the addresses in tests/browser/pages.py.
"""

import datetime as dt
import json
import random
import tempfile
from pathlib import Path

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from clinic import recognizer  # noqa: E402
from clinic.management import demo_clinic, demo_history  # noqa: E402
from clinic.models import Recording, User  # noqa: E402
from clinic.services import accounts, digests, simulations  # noqa: E402
from tests import factories  # noqa: E402
from tests.browser import own_exercises  # noqa: E402
from tests.browser.error_pages import error_pages  # noqa: E402
from tests.browser.sessions import signed_in  # noqa: E402

# As `recognition.errors.NoPerson` says it.
NOBODY = {
    "failure_message": "Nobody was found in the video.",
    "failure_what_to_do": "Place the phone so that your whole body is in the picture.",
}
FILMED = 2  # of the newest recordings of the patient who is looked at


def add_history(now: dt.datetime) -> None:
    """Let the patients have exercised, and some of it filmed."""
    demo_clinic.ensure(now)
    demo_history.add(now, lambda _line: None)
    past = [
        one for one in demo_history.entries(demo_clinic.first_day()) if one.at < now
    ]
    filmed = [one for one in past if one.course.person == demo_clinic.KNEE][-FILMED:]
    with tempfile.TemporaryDirectory() as folder:
        for number, entry in enumerate(filmed):
            patient = demo_clinic.user(entry.course.person)
            recording = simulations.find(patient=patient, session=entry.session)
            film = recognizer.film(entry.session, Path(folder, f"{number}.mp4"))
            simulations.show(recording=recording, film=film)


def add_troubles(patient: User, now: dt.datetime) -> dict[str, str]:
    """Add a recording that failed and one that is being looked at."""
    prescription = demo_clinic.prescription(demo_clinic.KNEE, "squat", now)
    ids = {}
    for name, hours, how in (
        ("failed", 5, {"failed": True, **NOBODY}),
        ("running", 0, {"running": True, "stage": "pose", "percent": 47}),
    ):
        at = now - dt.timedelta(hours=hours)
        recording = factories.RecordingFactory(
            patient=patient, prescription=prescription, recorded_at=at, uploaded_at=at,
            sha256=f"{random.getrandbits(256):064x}",
        )  # fmt: skip
        factories.AnalysisFactory(recording=recording, **how)
        digests.refresh(recording)
        ids[name] = str(recording.public_id)
    return ids


def newest(patient: User, **wanted: object) -> str:
    found = Recording.objects.present().filter(patient=patient, **wanted)
    found = found.filter(analyses__status="done").order_by("-recorded_at")
    return str(found[0].public_id)


def people() -> dict[str, User]:
    """Return who looks at the pages; one of them with a second factor."""
    found = {
        "admin": demo_clinic.user(demo_clinic.ADMIN),
        "careful": demo_clinic.user(demo_clinic.THERAPISTS[1]),
        "newcomer": demo_clinic.user(demo_clinic.NEWCOMER),
        "patient": demo_clinic.user(demo_clinic.KNEE),
        "therapist": demo_clinic.user(demo_clinic.THERAPISTS[0]),
    }
    TOTP.activate(found["careful"], generate_totp_secret())
    RecoveryCodes.activate(found["careful"])
    return found


def seeded(now: dt.datetime) -> dict[str, object]:
    """Fill the installation; return what the addresses of pages name."""
    add_history(now)
    readers = people()
    patient = readers["patient"]
    invited = accounts.invite(
        by=readers["admin"], email="nadia@example.org", full_name="Nadia Brandt",
        role="patient", now=now,
    )  # fmt: skip
    prescription = demo_clinic.prescription(demo_clinic.KNEE, "squat", now)
    return {
        **add_troubles(patient, now),
        **own_exercises.make(readers["therapist"], now, filmed=True),
        "cookie": settings.SESSION_COOKIE_NAME,
        "done": newest(patient, playback__gt=""),
        "errors": error_pages(),
        "invitation": invited.token,
        "patient_id": str(patient.public_id),
        "plan_id": str(prescription.plan.public_id),
        "prescription_id": str(prescription.public_id),
        "reviewed": newest(patient, review__reviewed_at__isnull=False),
        "sessions": {who: signed_in(person) for who, person in readers.items()},
        "therapist_id": str(readers["therapist"].public_id),
    }


# The simulation's own processes read this file too.
if __name__ == "__main__":
    print(json.dumps(seeded(timezone.now())))
