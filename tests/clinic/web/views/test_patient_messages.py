"""A patient reads what therapists wrote, and answers."""

import pytest
from django.urls import reverse

from clinic.models import Message
from tests.factories import (
    CareFactory,
    ConsentFactory,
    MessageFactory,
    PatientFactory,
    RecordingFactory,
)


@pytest.fixture
def patient(client, db):
    patient = PatientFactory(full_name="Maria Lindgren", time_zone="UTC")
    ConsentFactory(patient=patient)
    client.force_login(patient)
    return patient


class TestMessages:
    def test_are_read_and_written(self, client, patient):
        therapist = CareFactory(patient=patient).therapist
        MessageFactory(patient=patient, sender=therapist, text="How is the knee?")
        address = reverse("patient:messages")
        assert "How is the knee?" in client.get(address).content.decode()
        assert not Message.objects.unread_by(patient).exists()
        client.post(address, {"text": "Better, thank you."})
        assert "Better, thank you." in client.get(address).content.decode()

    @pytest.mark.parametrize("text", ["", "   "])
    def test_an_empty_one_is_not_sent(self, client, patient, text):
        response = client.post(reverse("patient:messages"), {"text": text})
        assert response.status_code == 422
        assert not Message.objects.exists()

    def test_one_about_a_recording_leads_both_sides_there(self, client, patient):
        therapist = CareFactory(patient=patient).therapist
        recording = RecordingFactory(patient=patient)
        address, said = reverse("patient:messages"), {"about": recording.public_id}
        assert "About Squat of" in client.get(address, said).content.decode()
        client.post(address, {"text": "It clicked.", **said})
        assert Message.objects.get().recording == recording
        own = reverse("patient:recording", args=[recording.public_id])
        assert own in client.get(address).content.decode()
        client.force_login(therapist)
        page = client.get(reverse("therapist:patient", args=[patient.public_id]))
        review = reverse("therapist:review", args=[recording.public_id])
        thread = page.content.decode().partition('class="thread')[2]
        assert review in thread.partition("</ol>")[0]

    @pytest.mark.parametrize("about", ["x", None], ids=["nothing", "another's"])
    def test_one_about_nothing_of_theirs_is_about_nothing(self, client, patient, about):
        about = about or RecordingFactory().public_id
        client.post(reverse("patient:messages"), {"text": "Hello.", "about": about})
        assert Message.objects.get().recording is None

    def test_markup_stays_text(self, client, patient):
        MessageFactory(patient=patient, text="<script>alert(1)</script>")
        text = client.get(reverse("patient:messages")).content.decode()
        assert "<script>alert(1)" not in text
