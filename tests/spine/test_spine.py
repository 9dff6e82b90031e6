"""The spine on PostgreSQL, Redis and S3: join, upload, analyze, review, pull."""

import re
import time
import uuid

import pytest
import requests
from django.urls import reverse
from django.utils import timezone

from clinic.models import AuditEvent, Recording
from clinic.services import accounts, exercises, plans
from clinic.services.plan_drafts import Prescribed
from tests.factories import PASSWORD, ClinicAdminFactory, TherapistFactory

pytestmark = [pytest.mark.services, pytest.mark.media, pytest.mark.slow]
ANALYZED_WITHIN_S = 240


class Visitor:
    """A browser without pictures: cookies, forms, redirects."""

    def __init__(self, site):
        self.site = site
        self.session = requests.Session()

    def get(self, path, **more):
        return self.session.get(f"{self.site}{path}", timeout=30, **more)

    def post(self, path, **more):
        """Send a form of the page at `path`, with its token."""
        self.get(path)
        headers = {
            "X-CSRFToken": self.session.cookies["repwise_csrf"],
            **more.pop("headers", {}),
        }
        answer = self.session.post(
            f"{self.site}{path}", headers=headers, timeout=120, **more
        )
        assert answer.status_code < 400, (path, answer.status_code, answer.text)
        return answer

    def sign_in(self, user, password=PASSWORD):
        answer = self.post(
            "/accounts/login/", data={"login": user, "password": password}
        )
        assert "/accounts/login/" not in answer.url
        return self


def invited(therapist, mailoutbox):
    """Invite a patient; return the path of the mail's link."""
    accounts.invite(
        by=therapist,
        email="jane@example.org",
        full_name="Jane Doe",
        role="patient",
        now=timezone.now(),
    )
    return re.search(r"/invitation/\S+", mailoutbox[-1].body).group()


def join(site, path):
    patient = Visitor(site)
    answers = {"full_name": "Jane Doe", "password": "a long and private phrase"}
    answers |= {"language": "en", "time_zone": "Europe/Berlin"}
    assert patient.post(path, data=answers).url == f"{site}/my/today/"
    patient.post("/my/consent/", data={"agrees": "on"})
    return patient


def prescribe_squats(therapist):
    exercises.sync_catalog()
    patient = type(therapist).objects.get(email="jane@example.org")
    squat = exercises.Exercise.objects.get(code="squat", clinic=None)
    plan = plans.prescribe(
        by=therapist,
        patient=patient,
        title="After knee surgery",
        starts_on=timezone.now().date(),
        prescriptions=[Prescribed(squat, sets=1, repetitions=2)],
        now=timezone.now(),
    )
    return plan.prescriptions.get()


def send(patient, prescription, clip):
    with clip.open("rb") as file:
        answer = patient.post(
            f"/my/exercises/{prescription.public_id}/",
            files={"file": (clip.name, file, "video/mp4")},
        )
    assert answer.status_code == 200
    return uuid.UUID(answer.url.rstrip("/").rsplit("/", 1)[-1])


def watch(patient, recording_id):
    """Poll as the page does; return the percentages seen on the way."""
    seen = []
    deadline = time.monotonic() + ANALYZED_WITHIN_S
    while time.monotonic() < deadline:
        answer = patient.get(f"/my/recordings/{recording_id}/progress/")
        if answer.status_code == 286:  # htmx: stop polling
            return seen
        seen += [int(value) for value in re.findall(r'value="(\d+)"', answer.text)]
        time.sleep(0.5)
    raise TimeoutError(f"not analyzed, percentages so far: {seen}")


@pytest.mark.timeout(600)
def test_from_an_invitation_to_a_report(
    shared_dir, installation, on_postgresql, mailoutbox
):
    clip = shared_dir / "videos" / "squat_04.mp4"  # two squats, says the manifest
    admin, therapist = ClinicAdminFactory(), TherapistFactory()
    patient = join(installation.url, invited(therapist, mailoutbox))
    prescription = prescribe_squats(therapist)

    recording_id = send(patient, prescription, clip)
    percentages = watch(patient, recording_id)

    assert percentages == sorted(percentages)
    assert len(set(percentages)) > 5
    recording = Recording.objects.get(public_id=recording_id)
    analysis = recording.analyses.get()
    assert (analysis.status, analysis.attempts) == ("done", 1), analysis.failure_message
    assert recording.playback
    assert not recording.original  # deleted once the copy was verified

    # The patient's player: a part of the video from S3, the curves from here.
    part = patient.get(
        f"/media/recordings/{recording_id}/video", headers={"Range": "bytes=4-7"}
    )
    assert part.history[0].status_code == 302
    assert (part.status_code, part.content) == (206, b"ftyp")
    curves = patient.get(f"/media/analyses/{analysis.public_id}/curves").json()
    assert len(curves["time_s"]) == len(curves["points"]) > 300

    # The therapist adds what was missed, takes it back, and finishes the review.
    desk = Visitor(installation.url).sign_in(therapist.email)
    first = analysis.repetitions.get(index=1)
    missed = {"repetition": 1, "mistake": "shallow_depth", "severity": "minor"}
    add = reverse("therapist:add_finding", args=[recording_id])
    desk.post(add, data={**missed, "time_s": first.peak_s})
    pull = program_of(admin, installation.url)
    report = pull(f"/api/v1/recordings/{recording_id}/report/")
    [added] = report["effective"]["repetitions"][0]["findings"]
    assert (added["mistake"], added["source"]) == ("shallow_depth", "therapist")
    assert report["effective"]["mistakes"] == {"shallow_depth": 1}

    judge = reverse("therapist:finding_verdict", args=[added["id"]])
    desk.post(judge, data={"decision": "dismissed"})
    finish = reverse("therapist:mark_reviewed", args=[recording_id])
    desk.post(finish, data={"reviewed": "yes"})

    report = pull(f"/api/v1/recordings/{recording_id}/report/")
    assert report["effective"]["mistakes"] == {}
    assert report["effective"]["is_reviewed"] is True
    assert report["report"]["summary"]["repetitions"] == 2
    assert report["report"] == analysis.report

    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {
        "account.opened",
        "consent.given",
        "recording.uploaded",
        "recording.viewed",
        "analysis.done",
        "finding.added",
        "finding.dismissed",
        "review.finished",
        "report.read",
    } <= actions


def program_of(admin, site):
    """Open the interface for a program; return how it asks."""
    _account, token = accounts.open_service_account(
        by=admin, name="Hospital record", now=timezone.now()
    )

    def ask(path):
        answer = requests.get(
            f"{site}{path}", headers={"Authorization": f"Bearer {token}"}, timeout=30
        )
        answer.raise_for_status()
        return answer.json()

    return ask
