"""The tus protocol over HTTP: its headers and numbers, and who gets an answer."""

import base64
import hashlib
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.models import Recording, Upload
from clinic.services import uploads
from tests.clinic.files import MP4, stored
from tests.factories import (
    CareFactory,
    ConsentFactory,
    PatientFactory,
    PrescriptionFactory,
)

TUS = {"Tus-Resumable": "1.0.0"}
PART = "application/offset+octet-stream"
VIDEO = MP4 + bytes(range(256)) * 20
SIZE = len(VIDEO)


def encoded(text):
    return base64.b64encode(str(text).encode()).decode()


@pytest.fixture
def prescription(db, enqueued):
    prescription = PrescriptionFactory()
    ConsentFactory(patient=prescription.plan.patient)
    return prescription


@pytest.fixture
def patient(client, prescription):
    client.force_login(prescription.plan.patient)
    return prescription.plan.patient


@pytest.fixture
def create(client, prescription):
    def create(size=SIZE, onto=prescription.public_id, **more):
        said = {"prescription": onto, **more}
        metadata = ",".join(f"{key} {encoded(value)}" for key, value in said.items())
        headers = {"Upload-Length": str(size), "Upload-Metadata": metadata}
        return client.post(reverse("patient:uploads"), headers=TUS | headers)

    return create


@pytest.fixture
def address(patient, create):
    return create()["Location"]


@pytest.fixture
def patch(client):
    def patch(address, content=VIDEO, offset=0, kind=PART, **headers):
        return client.patch(
            address,
            content,
            content_type=kind,
            headers=TUS | {"Upload-Offset": str(offset)} | headers,
        )

    return patch


def test_says_what_it_speaks(client, patient, settings):
    settings.UPLOAD_MAX_BYTES = 1234
    response = client.options(reverse("patient:uploads"))
    assert response.status_code == 204
    assert response["Tus-Version"] == response["Tus-Resumable"] == "1.0.0"
    assert response["Tus-Extension"] == "creation,expiration,checksum,termination"
    assert response["Tus-Max-Size"] == "1234"
    assert response["Tus-Checksum-Algorithm"] == "sha1,sha256"


def test_says_who_is_signed_in_and_with_which_token(patient):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(patient)
    said = strict.get(reverse("patient:uploads")).json()
    assert said["owner"] == str(patient.public_id)
    headers = TUS | {"X-CSRFToken": said["token"], "Upload-Length": "10"}
    response = strict.post(reverse("patient:uploads"), headers=headers)
    assert response.status_code == 404  # let through; no prescription is named


def test_a_video_in_two_parts_becomes_a_recording(client, address, patch):
    first = patch(address, VIDEO[:3000])
    assert (first.status_code, first["Upload-Offset"]) == (204, "3000")
    where = client.head(address, headers=TUS)
    assert where["Upload-Offset"] == "3000"
    assert where["Upload-Length"] == str(len(VIDEO))
    assert where["Cache-Control"] == "no-store"
    assert "GMT" in where["Upload-Expires"]
    assert client.get(address).json() == {"state": "unfinished"}

    assert patch(address, VIDEO[3000:], 3000)["Upload-Offset"] == str(len(VIDEO))
    recording = Recording.objects.get()
    page = reverse("patient:recording", args=[recording.public_id])
    assert client.get(address).json() == {"state": "stored", "address": page}
    assert stored(recording.original) == VIDEO


def test_asking_finishes_what_a_killed_server_left_whole(
    client, address, patch, monkeypatch
):
    monkeypatch.setattr(uploads, "finish", lambda **_: None)
    patch(address)
    monkeypatch.undo()
    assert not Recording.objects.exists()
    assert client.head(address, headers=TUS).status_code == 200
    assert Upload.objects.get().recording == Recording.objects.get()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"offset": 7}, 409, id="another place"),
        pytest.param({"offset": -1}, 400, id="no number"),
        pytest.param({"kind": "video/mp4"}, 415, id="not a part"),
        pytest.param({"Upload-Checksum": "sha1 AAAA"}, 460, id="damaged"),
        pytest.param({"Upload-Checksum": "crc32 AAAA"}, 400, id="unknown sum"),
        pytest.param({"Tus-Resumable": "0.2.2"}, 412, id="another version"),
    ],
)
def test_a_part_that_does_not_fit_changes_nothing(address, patch, headers, status):
    assert patch(address, **headers).status_code == status
    assert Upload.objects.get().offset_bytes == 0


def test_a_part_with_its_checksum_is_taken(address, patch):
    digest = base64.b64encode(hashlib.sha256(VIDEO).digest()).decode()
    assert patch(address, **{"Upload-Checksum": f"sha256 {digest}"}).status_code == 204


def test_what_is_no_video_is_refused_in_words(client, address, patch):
    response = patch(address, bytes(len(VIDEO)))
    assert response.status_code == 422
    assert response.json()["title"] == "This is not a video"
    assert client.head(address, headers=TUS).status_code == 404


def test_what_is_too_large_is_refused_at_once(patient, create, settings):
    settings.UPLOAD_MAX_BYTES = 100
    response = create()
    assert response.status_code == 413
    assert "100" in response.json()["advice"]


@pytest.mark.parametrize("size", ["", "many", "-5", "²"])
def test_a_size_that_is_no_number_is_refused(patient, create, size):
    assert create(size).status_code == 400


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"recorded_at": "2026-03-02T11:00:00Z"}, id="a moment"),
        pytest.param({"recorded_at": "yesterday"}, id="no moment"),
        pytest.param({"recorded_at": "2026-13-77T11:00:00Z"}, id="no such moment"),
        pytest.param({"recorded_at": "2026-03-02T11:00:00"}, id="without a zone"),
    ],
)
def test_what_is_said_of_the_time_never_breaks_it(patient, create, said):
    assert create(**said).status_code == 201


def test_metadata_that_is_nonsense_names_no_prescription(client, patient):
    headers = {"Upload-Length": "10", "Upload-Metadata": "prescription §,,x"}
    response = client.post(reverse("patient:uploads"), headers=TUS | headers)
    assert response.status_code == 404


def test_an_expired_upload_is_gone(address, patch):
    Upload.objects.update(expires_at=timezone.now())
    assert patch(address).status_code == 410


def test_an_upload_can_be_given_up(client, address):
    assert client.delete(address, headers=TUS).status_code == 204
    assert not Upload.objects.exists()


def test_another_patients_prescription_is_not_there(create, patient):
    other = PrescriptionFactory()
    assert create(onto=other.public_id).status_code == 404
    assert create(onto=uuid.uuid4()).status_code == 404


@pytest.mark.parametrize("method", ["head", "get", "patch", "delete"])
def test_another_patients_upload_is_not_there(client, address, method):
    client.force_login(PatientFactory())
    assert getattr(client, method)(address, headers=TUS).status_code == 404
    assert Upload.objects.get().offset_bytes == 0


def test_therapists_send_no_videos(client, address, patient, create):
    client.force_login(CareFactory(patient=patient).therapist)
    assert create().status_code == 403
    assert client.head(address, headers=TUS).status_code == 403


def test_who_is_signed_out_is_told_so_and_not_led_away(client, address, create):
    client.logout()
    for response in (create(), client.get(address)):
        assert response.status_code == 401
        assert response.json()["code"] == "signed_out"


def test_another_site_cannot_send_in_a_patients_name(settings, patient, address):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(patient)
    response = strict.patch(address, VIDEO, content_type=PART, headers=TUS)
    assert response.status_code == 403
