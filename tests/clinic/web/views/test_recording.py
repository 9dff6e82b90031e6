"""A patient's page of one recording: who sees it, what is new, what it says."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from clinic.models import AuditEvent, Clinic, Notice, Recording, Verdict
from clinic.selectors import queue
from clinic.services import notices, recordings
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    ClinicFactory,
    ConsentFactory,
    FindingFactory,
    PatientFactory,
    PrescriptionFactory,
    RecordingFactory,
    RepetitionFactory,
    ReviewFactory,
    VerdictFactory,
)

REPORT = {
    "schema": 1,
    "video": {"duration_s": 12.0, "width": 720, "height": 1280},
    "view": {"name": "right", "yaw_deg": -84.0},
    "summary": {
        "score": 81.6,
        "parts": {"range": 92.0, "control": 70.0, "form": 60.0, "symmetry": None},
    },
    "attempts": [],
    "warnings": [],
}
STATES = ("queued", "running", "done", "failed", "held_back")


@pytest.fixture
def patient(client, db):
    patient = PatientFactory(time_zone="UTC")
    ConsentFactory(patient=patient)
    client.force_login(patient)
    return patient


@pytest.fixture
def prescription(patient):
    return PrescriptionFactory(plan__patient=patient)


def recorded(prescription, *, ago=dt.timedelta(), **analysis):
    moment = timezone.now() - ago
    recording = RecordingFactory(
        patient=prescription.plan.patient,
        prescription=prescription,
        recorded_at=moment,
        uploaded_at=moment,
    )
    return AnalysisFactory(recording=recording, **analysis)


@pytest.fixture
def done(prescription):
    analysis = recorded(prescription, done=True, report=REPORT)
    repetition = RepetitionFactory(
        analysis=analysis, index=1, parts={"range": 92.0, "form": 60.0}
    )
    FindingFactory(repetition=repetition, name="Not deep enough")
    analysis.recording.playback.save("p.mp4", ContentFile(b"video"))
    return analysis


@pytest.fixture
def failed(prescription):
    analysis = recorded(prescription, failed=True)
    analysis.recording.playback.save("p.mp4", ContentFile(b"video"))
    return analysis


def in_state(state, prescription):
    if state == "held_back":
        Clinic.objects.update(show_findings=Clinic.ShowFindings.AFTER_REVIEW)
    how = {} if state == "queued" else {state.replace("held_back", "done"): True}
    return recorded(prescription, **how).recording


def address(recording, page="recording"):
    return reverse(f"patient:{page}", args=[recording.public_id])


def text(client, recording):
    response = client.get(address(recording))
    assert response.status_code == 200
    return response.content.decode()


def picture(analysis):
    finding = analysis.repetitions.get().findings.get()
    finding.still.save("moment.jpg", ContentFile(b"\xff\xd8"))
    return reverse("media:moment", args=[finding.public_id])


class TestAccess:
    @pytest.mark.parametrize("state", STATES)
    def test_nobody_else_finds_it_in_any_state(self, client, prescription, state):
        recording = in_state(state, prescription)
        elsewhere = ClinicFactory(slug="hillside")
        for stranger in (PatientFactory(), PatientFactory(clinic=elsewhere)):
            client.force_login(stranger)
            for page in ("recording", "recording_progress"):
                assert client.get(address(recording, page)).status_code == 404
            for act in ("ask", "retry", "delete", "restore"):
                assert client.post(address(recording, act)).status_code == 404

    @pytest.mark.parametrize("state", STATES)
    def test_deleted_it_is_gone_in_any_state(self, client, prescription, state, now):
        recording = in_state(state, prescription)
        recordings.delete(by=recording.patient, recording=recording, now=now)
        for page in ("recording", "recording_progress"):
            assert client.get(address(recording, page)).status_code == 404
        assert client.post(address(recording, "ask")).status_code == 404


class TestWaiting:
    def test_says_the_place_in_the_queue_and_that_it_may_be_closed(
        self, client, prescription
    ):
        recorded(prescription, queued_at=timezone.now() - dt.timedelta(minutes=2))
        waiting = recorded(prescription, queued_at=timezone.now())
        said = text(client, waiting.recording)
        assert "1 recording is looked at before yours." in said
        assert "You may close this page." in said

    @pytest.mark.parametrize("wanted", [True, False])
    def test_promises_a_mail_only_to_who_gets_one(self, client, prescription, wanted):
        type(prescription.plan.patient).objects.update(result_mails=wanted)
        waiting = recorded(prescription)
        assert ("We e-mail you" in text(client, waiting.recording)) is wanted


class TestNews:
    @pytest.mark.parametrize("state", ["done", "failed", "held_back"])
    def test_ends_when_the_page_was_opened(self, client, prescription, state, now):
        recording = in_state(state, prescription)
        notices.of_failure(recording.analyses.get(), now=now)
        assert (
            address(recording) in client.get(reverse("patient:today")).content.decode()
        )
        client.get(address(recording))
        assert not Notice.objects.exists()

    def test_stays_while_it_is_looked_at_again(self, client, prescription, now):
        recording = in_state("running", prescription)
        notices.of_failure(recording.analyses.get(), now=now)
        client.get(address(recording))
        assert Notice.objects.exists()

    def test_today_shows_only_the_newest(self, client, prescription, now):
        for _ in range(5):
            notices.of_result(recorded(prescription, done=True).recording, now=now)
        assert len(client.get(reverse("patient:today")).context["news"]) == 3


class TestResult:
    def test_says_each_part_of_the_score_in_words_and_numbers(self, client, done):
        said = " ".join(text(client, done.recording).split())
        for label, word in (("Range", "very good"), ("Form", "work on this")):
            assert f"<strong>{label}</strong>" in said
            assert word in said
        assert "could not be measured" in said

    def test_shows_the_workers_picture_of_the_mistake(self, client, done):
        said = picture(done)
        page = text(client, done.recording)
        assert f'src="{said}"' in page
        assert "data-still" not in page
        assert "The moment in your video, the place marked: Not deep enough" in page

    def test_draws_it_in_the_browser_where_there_is_none(self, client, done):
        assert 'data-still="2.000"' in text(client, done.recording)

    def test_never_shows_the_picture_of_what_a_therapist_called_something_else(
        self, client, done
    ):
        said = picture(done)
        VerdictFactory(
            finding=done.repetitions.get().findings.get(),
            decision=Verdict.Decision.CHANGED,
            mistake="too_fast",
            name="Too fast",
        )
        assert said not in text(client, done.recording)

    def test_turns_the_figure_to_the_side_of_the_video(self, client, done):
        page = text(client, done.recording)
        assert 'data-yaw="-90"' in page
        assert "motions/squat" in page

    def test_has_no_figure_for_an_exercise_of_the_clinics_own(self, client, done):
        type(done.recording.exercise).objects.update(code="our_own")
        assert "data-reference" not in text(client, done.recording)

    def test_is_compared_with_the_last_time(self, client, prescription, done):
        assert "Compared with last time" not in text(client, done.recording)
        earlier = recorded(prescription, ago=dt.timedelta(days=2), done=True)
        RepetitionFactory.create_batch(2, analysis=earlier)
        said = " ".join(text(client, done.recording).split())
        assert "Compared with last time" in said
        assert "1 fewer" in said

    def test_says_that_an_older_way_of_measuring_cannot_be_compared(
        self, client, prescription, done
    ):
        recorded(
            prescription,
            ago=dt.timedelta(days=2),
            done=True,
            pipeline_version="0.0.9",
        )
        assert "measured in an older way" in text(client, done.recording)

    def test_withheld_it_says_nothing_of_the_score(self, client, done):
        Clinic.objects.update(show_findings=Clinic.ShowFindings.AFTER_REVIEW)
        response = client.get(address(done.recording))
        page = response.content.decode()
        assert response.context["result"].parts == ()
        assert "parts-list" not in page
        assert picture(done) not in page

    def test_says_that_the_video_is_no_longer_kept(self, client, done):
        recording = done.recording
        recording.playback.delete(save=False)
        recording.video_erased_at = timezone.now()
        recording.save()

        page = text(client, recording)

        assert "The video is no longer kept" in page
        assert "<video" not in page
        assert "Press a number to see it." not in page

    def test_without_a_video_the_movement_is_drawn_and_its_moments_are_offered(
        self, client, done
    ):
        done.recording.playback.delete()
        done.curves.save("curves.json.gz", ContentFile(b"{}"))

        page = text(client, done.recording)

        assert "Drawn from the measured movement; there is no video." in page
        assert reverse("media:curves", args=[done.public_id]) in page
        for offered in ("data-ground", "data-seek-bar", "data-still=", "Show me the"):
            assert offered in page
        for of_a_video in ("<video", 'data-player-act="skeleton"', "no longer kept"):
            assert of_a_video not in page

    def test_shows_the_therapists_answer(self, client, done):
        ReviewFactory(
            recording=done.recording,
            note="Well done.",
            note_written_at=timezone.now(),
        )
        assert "Well done." in text(client, done.recording)


class TestAskingTheTherapist:
    def test_brings_a_failed_recording_up_in_the_queue(self, client, failed):
        therapist = CareFactory(patient=failed.recording.patient).therapist
        before = queue.waiting(therapist, now=timezone.now())[0].priority.total
        client.post(address(failed.recording, "ask"))
        (waiting,) = queue.waiting(therapist, now=timezone.now())
        assert waiting.reasons[0] == "patient_asks"
        assert waiting.priority.total > before
        client.force_login(therapist)
        page = client.get(reverse("therapist:caseload")).content.decode()
        assert "Patient asks you to look" in page

    def test_is_said_on_the_page_and_offered_no_longer(self, client, failed):
        ask = address(failed.recording, "ask")
        assert ask in text(client, failed.recording)
        client.post(ask)
        page = text(client, failed.recording)
        assert "Sent to your therapist" in page
        assert ask not in page

    def test_twice_is_once(self, client, failed):
        client.post(address(failed.recording, "ask"))
        first = Recording.objects.get(pk=failed.recording.pk).asked_at
        client.post(address(failed.recording, "ask"))
        assert Recording.objects.get(pk=failed.recording.pk).asked_at == first
        asked = AuditEvent.objects.filter(action="recording.therapist_asked")
        assert asked.count() == 1

    def test_is_not_offered_after_the_review(self, client, failed):
        ReviewFactory(recording=failed.recording, reviewed_at=timezone.now())
        ask = address(failed.recording, "ask")
        assert ask not in text(client, failed.recording)

    def test_the_video_can_be_watched(self, client, failed):
        video = reverse("media:playback", args=[failed.recording.public_id])
        assert video in text(client, failed.recording)

    def test_a_link_alone_asks_nothing(self, client, failed):
        assert client.get(address(failed.recording, "ask")).status_code == 405
