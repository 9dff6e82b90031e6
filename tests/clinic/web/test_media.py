"""Private media: who gets a recording's video, still and curves, and who does not."""

import gzip
import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from clinic.models import AuditEvent, Clinic, Finding, Verdict
from clinic.models.analysis import AnalysisQuerySet, FindingQuerySet
from clinic.models.recording import RecordingQuerySet
from clinic.services import recordings
from tests.factories import (
    NOON,
    AnalysisFactory,
    CareFactory,
    ClinicAdminFactory,
    ClinicFactory,
    FindingFactory,
    PatientFactory,
    RecordingFactory,
    ServiceAccountFactory,
    TherapistFactory,
    VerdictFactory,
)

VIDEO = bytes(range(256)) * 40
CURVES = {"schema": 1, "time_s": [0.0, 0.04]}


@pytest.fixture
def recording(db):
    analysis = AnalysisFactory(done=True, claim=None)
    recording = analysis.recording
    recording.playback.save("playback.mp4", ContentFile(VIDEO))
    recording.thumbnail.save("still.jpg", ContentFile(b"\xff\xd8still"))
    finding = FindingFactory(repetition__analysis=analysis)
    finding.still.save("moment.jpg", ContentFile(b"\xff\xd8moment"))
    analysis.curves.save(
        "curves.json.gz", ContentFile(gzip.compress(json.dumps(CURVES).encode()))
    )
    return recording


@pytest.fixture
def addresses(recording):
    analysis = recording.analyses.get()
    return {
        "video": reverse("media:playback", args=[recording.public_id]),
        "still": reverse("media:thumbnail", args=[recording.public_id]),
        "curves": reverse("media:curves", args=[analysis.public_id]),
        "moment": reverse("media:moment", args=[Finding.objects.get().public_id]),
    }


@pytest.fixture
def people(recording):
    elsewhere = ClinicFactory(slug="hillside")
    former = CareFactory(patient=recording.patient, ended_at=NOON).therapist
    return {
        "the patient": recording.patient,
        "her therapist": CareFactory(patient=recording.patient).therapist,
        "another patient": PatientFactory(),
        "a colleague": TherapistFactory(),
        "a former therapist": former,
        "the clinic's admin": ClinicAdminFactory(),
        "a therapist elsewhere": TherapistFactory(clinic=elsewhere),
        "an admin elsewhere": ClinicAdminFactory(clinic=elsewhere),
        "a program elsewhere": ServiceAccountFactory(clinic=elsewhere),
    }


def body(response):
    """Read all of it, which also closes the file."""
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("what", ["video", "still", "curves", "moment"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("the patient", 200),
        ("her therapist", 200),
        ("another patient", 404),
        ("a colleague", 404),
        ("a former therapist", 404),
        ("the clinic's admin", 404),
        ("a therapist elsewhere", 404),
        ("an admin elsewhere", 404),
        ("a program elsewhere", 404),
    ],
)
def test_who_gets_it(client, addresses, people, who, status, what):
    client.force_login(people[who], backend=BACKEND)
    response = client.get(addresses[what])
    assert response.status_code == status
    body(response)


@pytest.mark.parametrize("what", ["video", "still", "curves", "moment"])
def test_the_second_lock_holds_where_a_query_lets_too_much_through(
    client, addresses, people, what, monkeypatch
):
    for rows in (RecordingQuerySet, AnalysisQuerySet, FindingQuerySet):
        monkeypatch.setattr(rows, "visible_to", lambda every, _user: every)
    client.force_login(people["another patient"], backend=BACKEND)

    assert client.get(addresses[what]).status_code == 403


BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def patient_client(client, recording):
    client.force_login(recording.patient, backend=BACKEND)
    return client


@pytest.mark.parametrize("what", ["video", "still", "curves", "moment"])
def test_a_visitor_is_asked_to_sign_in(client, addresses, what):
    response = client.get(addresses[what])

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("what", ["video", "still", "curves", "moment"])
def test_a_deleted_recording_is_not_served(patient_client, recording, addresses, what):
    recording.deleted_at = NOON
    recording.save(update_fields=["deleted_at"])

    assert patient_client.get(addresses[what]).status_code == 404


def test_what_the_browser_kept_is_not_confirmed_after_deletion(
    patient_client, recording, addresses
):
    whole = patient_client.get(addresses["video"])
    body(whole)
    known = {"If-None-Match": whole["ETag"]}
    again = patient_client.get(addresses["video"], headers=known)
    assert (again.status_code, body(again)) == (304, b"")

    recording.deleted_at = NOON
    recording.save(update_fields=["deleted_at"])

    assert patient_client.get(addresses["video"], headers=known).status_code == 404


def test_the_player_seeks(patient_client, addresses):
    whole = patient_client.get(addresses["video"])
    part = patient_client.get(addresses["video"], headers={"Range": "bytes=5000-5003"})

    assert body(whole) == VIDEO
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 5000-5003/{len(VIDEO)}"
    assert part["Content-Type"] == "video/mp4"
    assert body(part) == VIDEO[5000:5004]


def test_head_tells_the_size(patient_client, addresses):
    response = patient_client.head(addresses["video"])

    assert response["Content-Length"] == str(len(VIDEO))
    assert response["Accept-Ranges"] == "bytes"


def test_curves_arrive_as_json(patient_client, addresses):
    response = patient_client.get(
        addresses["curves"], headers={"Accept-Encoding": "gzip"}
    )

    assert response["Content-Type"] == "application/json"
    assert json.loads(gzip.decompress(response.content)) == CURVES


def test_nothing_may_be_kept_by_a_shared_cache(patient_client, addresses):
    for address in addresses.values():
        response = patient_client.get(address)
        assert response["Cache-Control"] == "private, no-cache"
        assert response["X-Content-Type-Options"] == "nosniff"
        body(response)


def test_a_video_that_is_not_ready_is_not_found(client, db):
    recording = RecordingFactory()
    client.force_login(recording.patient, backend=BACKEND)

    address = reverse("media:playback", args=[recording.public_id])

    assert client.get(address).status_code == 404


def test_it_can_only_be_read(patient_client, addresses):
    assert patient_client.post(addresses["video"]).status_code == 405


def test_one_look_at_a_video_is_one_row_of_the_audit(patient_client, addresses):
    for first in (0, 100, 200):
        span = {"Range": f"bytes={first}-{first + 99}"}
        body(patient_client.get(addresses["video"], headers=span))

    event = AuditEvent.objects.get()
    assert event.action == "recording.viewed"


class TestTheMomentOfAMistake:
    def status(self, client, addresses):
        response = client.get(addresses["moment"])
        body(response)
        return response.status_code

    def test_is_not_shown_before_the_review_that_the_clinic_wants(
        self, patient_client, addresses
    ):
        Clinic.objects.update(show_findings=Clinic.ShowFindings.AFTER_REVIEW)
        assert self.status(patient_client, addresses) == 404

    def test_of_a_dismissed_finding_is_for_the_therapist_alone(
        self, patient_client, addresses, people
    ):
        VerdictFactory(
            finding=Finding.objects.get(), decision=Verdict.Decision.DISMISSED
        )
        assert self.status(patient_client, addresses) == 404
        patient_client.force_login(people["her therapist"], backend=BACKEND)
        assert self.status(patient_client, addresses) == 200

    def test_goes_with_the_recording(self, patient_client, addresses, recording):
        recordings.delete(by=recording.patient, recording=recording, now=NOON)
        assert self.status(patient_client, addresses) == 404

    def test_that_was_never_taken_is_not_there(self, patient_client, addresses):
        Finding.objects.update(still="")
        assert self.status(patient_client, addresses) == 404
