"""Sending a video: what is taken, what is refused, and in which words."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from clinic.models import Analysis, Recording
from clinic.services import plan_drafts, plan_versions, plans
from clinic.services.plan_drafts import Prescribed
from tests.clinic.files import upload as video
from tests.factories import (
    CareFactory,
    ConsentFactory,
    ExerciseFactory,
    PatientFactory,
    PrescriptionFactory,
)


@pytest.fixture
def patient(client, db):
    patient = PatientFactory()
    ConsentFactory(patient=patient)
    client.force_login(patient)
    return patient


@pytest.fixture
def address(patient, enqueued):
    prescription = PrescriptionFactory(plan__patient=patient)
    return reverse("patient:upload", args=[prescription.public_id])


def test_without_scripts_the_form_takes_it_and_leads_to_its_page(client, address):
    response = client.post(address, {"file": video()})
    recording = Recording.objects.get()
    assert Analysis.objects.get().recording == recording
    assert response["Location"] == reverse(
        "patient:recording", args=[recording.public_id]
    )


def test_what_is_no_video_is_refused_by_its_content(client, address):
    text = SimpleUploadedFile("clip.mp4", b"ffconcat version 1.0\n", "video/mp4")
    response = client.post(address, {"file": text})
    assert response.status_code == 422
    assert "This is not a video" in response.content.decode()
    assert "Send MP4, MOV or WebM" in response.content.decode()
    assert not Recording.objects.exists()


def test_what_is_too_large_is_refused_with_the_limit(client, address, settings):
    settings.UPLOAD_MAX_BYTES = 100
    response = client.post(address, {"file": video()})
    assert response.status_code == 413
    assert "at most 100\xa0bytes" in response.content.decode()
    assert not Recording.objects.exists()


def test_nothing_chosen_is_said_on_the_page(client, address):
    response = client.post(address, {})
    assert response.status_code == 422
    assert "Choose a video first." in response.content.decode()


def test_the_limits_are_named_before(client, address, settings):
    settings.UPLOAD_MAX_BYTES = 3 * 1024**2
    settings.VIDEO_MAX_S = 120
    response = client.get(address)
    text = response.content.decode()
    assert "Up to 2 minutes" in text
    assert 'data-max-bytes="3145728"' in text
    assert "3.0" in text


def test_every_reason_of_the_script_has_words_for_it(client, address):
    words = client.get(address).context["upload_words"]
    reasons = "empty not_a_video too_large too_long"
    assert set(words) == set(reasons.split())
    assert all(one["title"] and one["advice"] for one in words.values())


def test_the_phones_camera_is_offered(client, address):
    text = client.get(address).content.decode()
    assert 'capture="environment"' in text


def test_the_same_video_twice_is_one_recording(client, address):
    first = client.post(address, {"file": video()})
    again = client.post(address, {"file": video()})
    assert first["Location"] == again["Location"]
    assert Recording.objects.count() == 1


def test_a_link_from_before_a_change_of_the_plan_still_works(client, patient):
    now = timezone.now()
    care = CareFactory(patient=patient)
    plan = plans.prescribe(
        by=care.therapist,
        patient=patient,
        title="Knee",
        starts_on=now.date(),
        prescriptions=[Prescribed(ExerciseFactory(), sets=2)],
        now=now,
    )
    old = reverse("patient:upload", args=[plan.prescriptions.get().public_id])
    draft = plan_drafts.of_plan(plan)
    items = (replace(draft.items[0], sets=7),)
    plan_versions.change(
        by=care.therapist, plan=plan, draft=replace(draft, items=items), now=now
    )
    page = client.get(old)
    assert page.status_code == 200
    assert "7 sets" in page.content.decode()


def test_days_tempo_and_the_therapists_words_stand_over_it(client, patient):
    prescription = PrescriptionFactory(
        plan__patient=patient, toward_s=3, back_s=2, note="Hold the chair."
    )
    address = reverse("patient:upload", args=[prescription.public_id])
    text = client.get(address).content.decode()
    assert "every day · 3 s there, 2 s back" in text
    assert "Hold the chair." in text
