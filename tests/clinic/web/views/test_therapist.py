"""Pages of therapists: patients, library, messages."""

import datetime as dt

from django.urls import reverse

from clinic.models import Message, Plan
from tests.factories import (
    NOON,
    AnalysisFactory,
    ExerciseFactory,
    FindingFactory,
    MessageFactory,
    PrescriptionFactory,
    RecordingFactory,
    SelfReportFactory,
)


def recorded(patient, *, hours, severity=None, **analysis):
    recording = RecordingFactory(
        patient=patient,
        prescription__repetitions=1,
        recorded_at=NOON - dt.timedelta(hours=hours),
    )
    made = AnalysisFactory(recording=recording, **(analysis or {"done": True}))
    if severity:
        FindingFactory(
            repetition__analysis=made,
            repetition__index=1,
            severity=severity,
            name="Not deep enough",
        )
    return recording


class TestPatient:
    def address(self, patient):
        return reverse("therapist:patient", args=[patient.public_id])

    def test_shows_recordings_plan_and_messages(self, client, patient, therapist):
        recorded(patient, hours=1, severity="major")
        MessageFactory(patient=patient, text="My knee clicks.")
        plan = Plan.objects.get(patient=patient)
        Plan.objects.filter(pk=plan.pk).update(title="After the operation")
        text = client.get(self.address(patient)).content.decode()
        for expected in ("Not deep enough", "My knee clicks.", "After the operation"):
            assert expected in text
        assert not Message.objects.unread_by(therapist).exists()

    def test_sends_a_message(self, client, patient, therapist):
        client.post(self.address(patient), {"text": "Well done."})
        message = Message.objects.get()
        assert (message.sender, message.patient) == (therapist, patient)


def test_the_library_shows_every_exercise_with_its_figure(client, therapist):
    ExerciseFactory()
    text = client.get(reverse("therapist:library")).content.decode()
    assert "Squat" in text
    assert "figure-art" in text


class TestTold:
    def test_pain_above_the_limit_stands_out(self, client, patient):
        prescription = PrescriptionFactory(plan__patient=patient)
        SelfReportFactory(
            prescription=prescription, pain=8, pain_limit=5, comment="Sharp."
        )
        address = reverse("therapist:patient", args=[patient.public_id])
        page = client.get(address)
        (one,) = page.context["told"]
        assert (one.tone, one.words) == ("act", "pain 8 of 10, above the limit of 5")
        assert "Sharp." in page.content.decode()

    def test_of_other_patients_is_not_shown(self, client, patient):
        SelfReportFactory()
        address = reverse("therapist:patient", args=[patient.public_id])
        assert client.get(address).context["told"] == []


def test_threads_show_the_last_message_and_what_is_unread(client, patient, therapist):
    MessageFactory(patient=patient, sender=therapist, text="First.", sent_at=NOON)
    later = NOON + dt.timedelta(hours=1)
    MessageFactory(patient=patient, text="Second.", sent_at=later)
    MessageFactory(text="Of another clinic's patient.")
    (thread,) = client.get(reverse("therapist:messages")).context["threads"]
    assert (thread.last.text, thread.unread) == ("Second.", 1)
