"""Pages of patients: today, consent, recordings, messages."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from clinic.models import Clinic, Recording, Verdict
from clinic.selectors import has_consented
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    ConsentFactory,
    FindingFactory,
    MessageFactory,
    PatientFactory,
    PlanFactory,
    PrescriptionFactory,
    RecordingFactory,
    RepetitionFactory,
    ReviewFactory,
    VerdictFactory,
)

REPORT = {
    "schema": 1,
    "video": {"duration_s": 12.0, "width": 720, "height": 1280},
    "summary": {"score": 81.6, "parts": {"range": 92.0, "control": 95.0}},
    "attempts": [{"start_s": 9.0, "end_s": 9.5, "reason": "too small"}],
    "warnings": [],
}


@pytest.fixture
def patient(client, db):
    patient = PatientFactory(full_name="Maria Lindgren", time_zone="UTC")
    ConsentFactory(patient=patient)
    client.force_login(patient)
    return patient


@pytest.fixture
def prescription(patient):
    return PrescriptionFactory(plan__patient=patient, plan__starts_on="2020-01-01")


def recorded(prescription, *, ago=dt.timedelta(), **analysis):
    moment = timezone.now() - ago
    recording = RecordingFactory(
        patient=prescription.plan.patient,
        prescription=prescription,
        recorded_at=moment,
        uploaded_at=moment,
    )
    return AnalysisFactory(recording=recording, **analysis)


def page(client, recording):
    return client.get(reverse("patient:recording", args=[recording.public_id]))


class TestToday:
    def address(self):
        return reverse("patient:today")

    def test_greets_and_shows_what_is_to_do(self, client, prescription):
        text = client.get(self.address()).content.decode()
        assert "Hello, Maria" in text
        assert "2 sets × 10 repetitions" in text
        assert reverse("patient:upload", args=[prescription.public_id]) in text

    def test_what_was_recorded_today_is_done(self, client, prescription):
        recorded(prescription, done=True)
        today = client.get(self.address()).context["today"]
        assert (today.done, today.total) == (1, 1)

    def test_what_was_recorded_the_day_before_is_to_do_again(
        self, client, prescription
    ):
        recorded(prescription, ago=dt.timedelta(days=1, minutes=1), done=True)
        assert client.get(self.address()).context["today"].done == 0

    def test_there_is_one_main_button(self, client, prescription):
        PrescriptionFactory(plan=prescription.plan)
        text = client.get(self.address()).content.decode()
        assert text.count("btn-primary") == 1

    def test_says_that_a_therapist_has_written(self, client, patient):
        therapist = CareFactory(patient=patient).therapist
        MessageFactory(patient=patient, sender=therapist)
        MessageFactory(patient=patient, sender=patient)
        text = client.get(self.address()).content.decode()
        assert "You have 1 new message." in text

    def test_without_a_plan_it_says_what_happens_next(self, client, patient):
        text = client.get(self.address()).content.decode()
        assert "Your therapist has not given you exercises yet" in text

    def test_a_day_without_exercises_is_a_day_of_rest(self, client, prescription):
        tomorrow = (timezone.now() + dt.timedelta(days=1)).isoweekday()
        prescription.weekdays = 1 << (tomorrow - 1)
        prescription.save()
        assert "A day of rest" in client.get(self.address()).content.decode()

    def test_many_recordings_cost_no_more_queries(
        self, client, prescription, django_assert_max_num_queries
    ):
        for _ in range(6):
            analysis = recorded(prescription, done=True)
            FindingFactory(repetition__analysis=analysis)
        with django_assert_max_num_queries(25):
            client.get(self.address())


class TestConsent:
    @pytest.fixture
    def patient(self, client, db):
        patient = PatientFactory()
        client.force_login(patient)
        return patient

    def test_is_asked_before_the_first_upload(self, client, prescription):
        upload = reverse("patient:upload", args=[prescription.public_id])
        response = client.get(upload)
        assert response["Location"] == f"{reverse('patient:consent')}?next={upload}"

    def test_leads_on_to_where_the_patient_was_going(self, client, prescription):
        upload = reverse("patient:upload", args=[prescription.public_id])
        answer = {"agrees": "on", "next": upload}
        response = client.post(reverse("patient:consent"), answer)
        assert response["Location"] == upload
        assert has_consented(prescription.plan.patient)

    def test_never_leads_to_another_host(self, client, patient):
        answer = {"agrees": "on", "next": "https://elsewhere.example/"}
        response = client.post(reverse("patient:consent"), answer)
        assert response["Location"] == reverse("patient:today")

    def test_is_not_given_without_the_tick(self, client, patient):
        response = client.post(reverse("patient:consent"), {})
        assert response.status_code == 422
        assert not has_consented(patient)

    @pytest.mark.parametrize(
        ("keeps", "said"), [(True, "also keeps the file"), (False, "is deleted once")]
    )
    def test_says_whether_the_original_is_kept(self, client, patient, keeps, said):
        Clinic.objects.update(keep_originals=keeps)
        assert said in client.get(reverse("patient:consent")).content.decode()

    def test_can_be_withdrawn(self, client, patient):
        ConsentFactory(patient=patient)
        client.post(reverse("patient:withdraw_consent"))
        assert not has_consented(patient)


class TestProgressOfAnAnalysis:
    def test_is_shown_by_stage_and_percent(self, client, prescription):
        analysis = recorded(prescription, running=True, stage="pose", percent=47)
        response = page(client, analysis.recording)
        states = {stage.label: stage.state for stage in response.context["stages"]}
        assert "47 %" in response.content.decode()
        assert states["Finding your movement"] == "now"
        assert states["Preparing your video"] == "done"
        assert states["Looking at your form"] == "next"

    def test_is_polled_without_reloading(self, client, prescription):
        analysis = recorded(prescription, running=True, stage="pose", percent=47)
        address = reverse(
            "patient:recording_progress", args=[analysis.recording.public_id]
        )
        assert (
            f'hx-get="{address}"' in page(client, analysis.recording).content.decode()
        )
        response = client.get(address)
        assert response.status_code == 200
        assert "47 %" in response.content.decode()
        assert "<html" not in response.content.decode()

    @pytest.mark.parametrize("end", ["done", "failed"])
    def test_polling_stops_when_it_has_ended(self, client, prescription, end):
        analysis = recorded(prescription, **{end: True})
        address = reverse(
            "patient:recording_progress", args=[analysis.recording.public_id]
        )
        response = client.get(address)
        assert response.status_code == 286
        assert response["HX-Refresh"] == "true"


class TestResult:
    @pytest.fixture
    def analysis(self, prescription):
        analysis = recorded(prescription, done=True, report=REPORT)
        for index, score in enumerate([95.0, 60.0, 90.0], start=1):
            start = float(index)
            RepetitionFactory(
                analysis=analysis,
                index=index,
                start_s=start,
                peak_s=start + 0.4,
                end_s=start + 0.9,
                score=score,
            )
        analysis.recording.playback.save("p.mp4", ContentFile(b"video"))
        return analysis

    @pytest.fixture
    def finding(self, analysis):
        second = analysis.repetitions.get(index=2)
        return FindingFactory(repetition=second, time_s=2.4, name="Not deep enough")

    def test_shows_count_score_and_every_repetition(self, client, analysis):
        response = page(client, analysis.recording)
        result = response.context["result"]
        assert (result.count, result.prescribed, result.score) == (3, 10, 82)
        assert "3 of 10 repetitions" in response.content.decode()
        assert [chip.index for chip in result.chips] == [1, 2, 3]
        assert [chip.tone for chip in result.chips] == ["good"] * 3

    def test_a_press_on_a_repetition_goes_to_its_start(self, client, analysis):
        text = page(client, analysis.recording).content.decode()
        assert 'data-seek="2.000"' in text

    def test_says_one_thing_to_work_on_and_the_moment_of_it(
        self, client, analysis, finding
    ):
        response = page(client, analysis.recording)
        cue = response.context["result"].cue
        assert cue.text == "Bend a little deeper."
        assert cue.often == "Seen in 1 of 3 repetitions."
        assert 'data-still="2.400"' in response.content.decode()

    def test_the_player_knows_the_wrong_joint_and_its_moment(
        self, client, analysis, finding
    ):
        facts = page(client, analysis.recording).context["facts"]
        assert facts["findings"] == [
            {
                "id": str(finding.public_id),
                "joint": "knee",
                "side": "left",
                "time": 2.4,
                "message": "Bend a little deeper.",
                "status": "open",
            }
        ]
        assert facts["opens_at"] == pytest.approx(1.4)

    def test_a_dismissed_finding_is_gone(self, client, analysis, finding):
        VerdictFactory(finding=finding, decision=Verdict.Decision.DISMISSED)
        response = page(client, analysis.recording)
        assert response.context["result"].cue is None
        assert response.context["facts"]["findings"] == []
        assert "Not deep enough" not in response.content.decode()

    def test_is_marked_automatic_until_it_is_reviewed(self, client, analysis):
        assert (
            "Automatic, not yet reviewed"
            in page(client, analysis.recording).content.decode()
        )
        ReviewFactory(recording=analysis.recording, reviewed_at=timezone.now())
        assert (
            "Reviewed by your therapist"
            in page(client, analysis.recording).content.decode()
        )

    def test_shows_the_therapists_words(self, client, analysis):
        ReviewFactory(
            recording=analysis.recording,
            note="Very steady today.",
            note_written_at=timezone.now(),
        )
        assert "Very steady today." in page(client, analysis.recording).content.decode()

    def test_waits_for_the_review_where_the_clinic_wants_that(
        self, client, analysis, finding
    ):
        Clinic.objects.update(show_findings=Clinic.ShowFindings.AFTER_REVIEW)
        response = page(client, analysis.recording)
        text = response.content.decode()
        assert "Your therapist looks at it next" in text
        assert "Bend a little deeper." not in text
        assert response.context["facts"]["findings"] == []

    def test_praises_nothing_that_a_finding_contradicts(self, client, analysis):
        calm = "Your pace was calm and steady."
        assert calm in page(client, analysis.recording).context["result"].good
        second = analysis.repetitions.get(index=2)
        FindingFactory(repetition=second, mistake="too_fast", unit="s", time_s=2.4)
        assert calm not in page(client, analysis.recording).context["result"].good

    def test_every_script_is_allowed_by_the_page_itself(self, client, analysis):
        response = page(client, analysis.recording)
        policy = response["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        nonce = policy.partition("'nonce-")[2].partition("'")[0]
        text = response.content.decode()
        assert nonce
        assert f'<script type="importmap" nonce="{nonce}">' in text
        assert "style=" not in text


class TestFailure:
    def test_says_why_what_to_do_and_lets_the_video_be_watched(
        self, client, prescription
    ):
        analysis = recorded(prescription, failed=True)
        analysis.recording.playback.save("p.mp4", ContentFile(b"video"))
        text = page(client, analysis.recording).content.decode()
        assert "No person was found." in text
        assert "your whole body is in view" in text
        assert reverse("media:playback", args=[analysis.recording.public_id]) in text

    def test_that_may_pass_can_be_tried_again(self, client, prescription, enqueued):
        analysis = recorded(prescription, failed=True, failure_code="gave_up")
        address = reverse("patient:retry", args=[analysis.recording.public_id])
        assert address in page(client, analysis.recording).content.decode()
        client.post(address)
        analysis.refresh_from_db()
        assert analysis.status == "queued"

    def test_that_lies_in_the_video_cannot(self, client, prescription):
        analysis = recorded(prescription, failed=True)
        address = reverse("patient:retry", args=[analysis.recording.public_id])
        assert address not in page(client, analysis.recording).content.decode()

    def test_of_another_patient_cannot_be_tried_again(self, client, patient):
        other = AnalysisFactory(failed=True, failure_code="gave_up")
        address = reverse("patient:retry", args=[other.recording.public_id])
        assert client.post(address).status_code == 404


class TestDelete:
    def test_hides_the_recording_and_offers_to_undo(self, client, prescription):
        recording = recorded(prescription, done=True).recording
        deleted = client.post(reverse("patient:delete", args=[recording.public_id]))
        assert page(client, recording).status_code == 404
        text = client.get(deleted["Location"]).content.decode()
        assert reverse("patient:restore", args=[recording.public_id]) in text

    def test_can_be_undone(self, client, prescription):
        recording = recorded(prescription, done=True).recording
        client.post(reverse("patient:delete", args=[recording.public_id]))
        client.post(reverse("patient:restore", args=[recording.public_id]))
        assert page(client, recording).status_code == 200

    def test_nobody_restores_what_another_deleted(self, client, prescription):
        other = RecordingFactory(deleted_at=timezone.now())
        address = reverse("patient:restore", args=[other.public_id])
        assert client.post(address).status_code == 404
        assert Recording.objects.get(pk=other.pk).is_deleted

    def test_the_offer_to_undo_is_only_for_ones_own(self, client, patient):
        other = RecordingFactory(deleted_at=timezone.now())
        address = f"{reverse('patient:today')}?deleted={other.public_id}"
        assert client.get(address).context["deleted"] is None


def test_a_plan_that_has_ended_takes_no_uploads(client, patient):
    ended = PrescriptionFactory(
        plan=PlanFactory(patient=patient, ended_at=timezone.now())
    )
    address = reverse("patient:upload", args=[ended.public_id])
    assert client.get(address).status_code == 404
