"""Pages of therapists: patients, library, messages."""

import datetime as dt

from django.urls import reverse

from clinic.models import Analysis, Message, Plan
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

    def prescribe(self, client, patient, exercise, **more):
        form = {
            "exercise": exercise.pk,
            "sets": 3,
            "repetitions": 12,
            "side": "left",
            "days": [1, 3, 5],
            "note": "Slowly.",
            **more,
        }
        address = reverse("therapist:prescribe", args=[patient.public_id])
        return client.post(address, form)

    def test_prescribes_a_range_to_reach_and_one_not_to_pass(self, client, patient):
        self.prescribe(client, patient, ExerciseFactory(), target=60, limit=80)
        prescription = Plan.objects.get(patient=patient).prescriptions.get()
        assert prescription.rules == {
            "targets": {"knee_flexion": 60.0},
            "limits": {"knee_flexion": 80.0},
        }
        page = client.get(self.address(patient)).content.decode()
        assert "knee flexion: at least 60°, not beyond 80°" in page

    def test_a_target_beyond_the_limit_is_explained(self, client, patient):
        response = self.prescribe(
            client, patient, ExerciseFactory(), target=90, limit=80
        )
        assert response.status_code == 422
        assert "lies beyond its limit" in response.content.decode()
        assert not Plan.objects.filter(patient=patient).exists()

    def test_a_target_for_what_is_not_measured_is_refused(self, client, patient):
        own = ExerciseFactory(code="own", movement={})
        response = self.prescribe(client, patient, own, target=90)
        assert response.status_code == 422
        assert "no range that is measured" in response.content.decode()

    def test_prescribes_an_exercise(self, client, patient, therapist):
        exercise = ExerciseFactory()
        self.prescribe(client, patient, exercise)
        prescription = Plan.objects.get(patient=patient).prescriptions.get()
        assert prescription.exercise == exercise
        assert (prescription.sets, prescription.repetitions) == (3, 12)
        assert prescription.days == (1, 3, 5)
        assert prescription.rules == {}

    def test_a_prescription_that_cannot_be_is_explained(self, client, patient):
        address = reverse("therapist:prescribe", args=[patient.public_id])
        response = client.post(address, {"sets": 0, "repetitions": 500})
        assert response.status_code == 422
        assert "Choose at least one day." in response.content.decode()
        assert not Plan.objects.filter(patient=patient).exists()


def test_the_library_shows_every_exercise_with_its_figure(client, therapist):
    ExerciseFactory()
    text = client.get(reverse("therapist:library")).content.decode()
    assert "Squat" in text
    assert "figure-art" in text


def test_the_library_is_searched_by_exercise_and_mistake(client, therapist):
    ExerciseFactory()
    ExerciseFactory(code="plank", name="Plank", mistakes=[])

    def found(query):
        page = client.get(reverse("therapist:library"), {"q": query})
        return [one.code for one in page.context["exercises"]]

    assert found("") == ["plank", "squat"]
    assert found("PLA") == ["plank"]
    assert found("deep") == ["squat"]
    assert found("zzz") == []


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


def test_prescriptions_of_other_exercises_are_not_offered(client, patient):
    hidden = ExerciseFactory(code="hidden", name="Hidden", is_offered=False)
    PrescriptionFactory(plan__patient=patient)
    address = reverse("therapist:patient", args=[patient.public_id])
    form = client.get(address).context["prescribe_form"]
    assert hidden not in form.fields["exercise"].queryset
    assert Analysis.objects.count() == 0
