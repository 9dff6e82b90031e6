"""Patients are told of what is new, once, and in a mail that says nothing."""

import datetime as dt
import uuid
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail

from clinic import recognizer
from clinic.access import Denied
from clinic.models import Analysis, Clinic, Notice
from clinic.services import analyses, comments, notices, recordings, reviews, work
from clinic.services.recordings import delete
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    PatientFactory,
    RecordingFactory,
    ReviewFactory,
)

LATER = notices.MAIL_AFTER + dt.timedelta(seconds=1)


@pytest.fixture
def recording(db):
    return RecordingFactory(patient__full_name="Maria Lindgren")


@pytest.fixture
def therapist(recording):
    return CareFactory(patient=recording.patient).therapist


def after_review():
    Clinic.objects.update(show_findings=Clinic.ShowFindings.AFTER_REVIEW)


def announced(recording):
    return Notice.objects.get(recording=recording).kind


class TestWhatIsAnnounced:
    def test_a_result(self, recording, now):
        notices.of_result(recording, now=now)
        assert announced(recording) == "result"

    def test_no_result_before_the_review_that_the_clinic_wants(self, recording, now):
        after_review()
        recording.clinic.refresh_from_db()
        notices.of_result(recording, now=now)
        assert not Notice.objects.exists()

    def test_the_end_of_that_review_is_the_news(self, recording, therapist, now):
        after_review()
        recording.clinic.refresh_from_db()
        reviews.mark_reviewed(by=therapist, recording=recording, now=now)
        assert announced(recording) == "result"

    def test_the_end_of_a_review_says_nothing_new_elsewhere(
        self, recording, therapist, now
    ):
        reviews.mark_reviewed(by=therapist, recording=recording, now=now)
        assert not Notice.objects.exists()

    def test_a_failure(self, recording, now):
        notices.of_failure(AnalysisFactory(recording=recording, failed=True), now=now)
        assert announced(recording) == "failed"

    def test_no_failure_of_a_second_look_while_the_first_result_stands(
        self, recording, now
    ):
        AnalysisFactory(recording=recording, done=True)
        again = AnalysisFactory(
            recording=recording, failed=True, is_current=False, options_key="again"
        )
        notices.of_failure(again, now=now)
        assert not Notice.objects.exists()

    def test_a_failure_is_taken_back_when_it_is_tried_again(
        self, recording, now, enqueued
    ):
        failed = AnalysisFactory(
            recording=recording, failed=True, failure_code="gave_up"
        )
        notices.of_failure(failed, now=now)
        analyses.retry(by=recording.patient, analysis=failed, now=now)
        assert not Notice.objects.exists()

    def test_an_answer_of_the_therapist(self, recording, therapist, now):
        reviews.write_note(by=therapist, recording=recording, note="Well done", now=now)
        assert announced(recording) == "answer"

    def test_words_of_the_therapist_at_a_moment(self, recording, therapist, now):
        comments.write(
            by=therapist, recording=recording, text="Lower here", time_s=1.0, now=now
        )
        assert announced(recording) == "answer"

    def test_that_a_therapist_has_looked_who_was_asked_to(
        self, recording, therapist, now
    ):
        recordings.ask_therapist(by=recording.patient, recording=recording, now=now)
        recording.refresh_from_db()
        reviews.mark_reviewed(by=therapist, recording=recording, now=now)
        assert announced(recording) == "answer"

    def test_no_empty_answer(self, recording, therapist, now):
        reviews.write_note(by=therapist, recording=recording, note="  ", now=now)
        assert not Notice.objects.exists()

    @pytest.mark.parametrize("readable", ["failed", "reviewed", ""])
    def test_an_answer_only_where_it_can_be_read_by_now(
        self, recording, therapist, now, readable
    ):
        after_review()
        recording.clinic.refresh_from_db()
        if readable == "failed":
            AnalysisFactory(recording=recording, failed=True)
        if readable == "reviewed":
            ReviewFactory(recording=recording, by=therapist, reviewed_at=now)
        reviews.write_note(by=therapist, recording=recording, note="Well done", now=now)
        assert Notice.objects.exists() is bool(readable)


class TestTheWorker:
    @pytest.fixture
    def queued(self, db):
        return AnalysisFactory(recording__with_file=b"video")

    def test_announces_the_first_result(self, queued, recognized, clock):
        analyses.run(analysis_id=queued.public_id, clock=clock)
        assert announced(queued.recording) == "result"

    def test_announces_no_later_version_of_it(self, queued, recognized, clock):
        AnalysisFactory(
            recording=queued.recording, done=True, is_current=False, options_key="older"
        )
        analyses.run(analysis_id=queued.public_id, clock=clock)
        assert not Notice.objects.exists()

    def test_announces_what_cannot_be_looked_at(self, queued, recognized, clock):
        recognized.fails_with = recognizer.Unanalyzable("No person was found.")
        analyses.run(analysis_id=queued.public_id, clock=clock)
        assert announced(queued.recording) == "failed"

    def test_announces_that_it_was_given_up(self, queued, now):
        Analysis.objects.filter(pk=queued.pk).update(
            status="running",
            claim=uuid.uuid4(),
            claimed_at=now,
            lease_until=now,
            attempts=work.MAX_ATTEMPTS,
        )
        analyses.rescue(now=now + dt.timedelta(minutes=5))
        assert announced(queued.recording) == "failed"

    def test_announces_nothing_of_a_simulated_patient(
        self, recording, recognized, tmp_path, now
    ):
        poses, curves = tmp_path / "poses.npz", tmp_path / "curves.json"
        for file in (poses, curves):
            file.write_bytes(b"{}")
        made = recognizer.Analyzed(recognized.report, poses, curves)
        analyses.settle_at_once(
            by=recording.patient,
            recording=recording,
            analyzed=made,
            still=poses,
            now=now,
        )
        assert not Notice.objects.exists()


class TestSeen:
    def test_by_the_patient_ends_the_news(self, recording, now):
        notices.of_result(recording, now=now)
        notices.seen(by=recording.patient, recording=recording)
        assert not Notice.objects.exists()

    def test_by_a_therapist_does_not(self, recording, therapist, now):
        notices.of_result(recording, now=now)
        notices.seen(by=therapist, recording=recording)
        assert Notice.objects.exists()

    def test_by_a_stranger_is_denied(self, recording, now):
        with pytest.raises(Denied):
            notices.seen(by=PatientFactory(), recording=recording)

    def test_nobody_else_and_no_deleted_recording_is_listed(self, recording, now):
        notices.of_result(recording, now=now)
        assert Notice.objects.visible_to(recording.patient).count() == 1
        assert not Notice.objects.visible_to(PatientFactory()).exists()
        delete(by=recording.patient, recording=recording, now=now)
        assert not Notice.objects.visible_to(recording.patient).exists()


class TestMails:
    def test_say_nothing_of_health_and_lead_to_the_page(self, recording, now):
        recording.exercise.name = "Squat"
        notices.of_result(recording, now=now)
        assert notices.send_mails(now=now + LATER) == 1
        (sent,) = mail.outbox
        html = sent.alternatives[0].content
        for said in (sent.subject, sent.body, html):
            assert "Squat" not in said
            assert "result" not in said.lower()
            assert "Lindgren" not in said
        assert sent.to == [recording.patient.email]
        assert f"/my/recordings/{recording.public_id}/" in sent.body
        assert "/accounts/profile/" in sent.body

    def test_come_once(self, recording, now):
        notices.of_result(recording, now=now)
        notices.send_mails(now=now + LATER)
        assert notices.send_mails(now=now + 2 * LATER) == 0
        assert len(mail.outbox) == 1

    def test_of_several_recordings_are_one(self, recording, now):
        second = RecordingFactory(patient=recording.patient)
        for each in (recording, second):
            notices.of_result(each, now=now)
        assert notices.send_mails(now=now + LATER) == 1
        assert "/my/today/" in mail.outbox[0].body

    def test_do_not_come_to_someone_who_has_just_looked(self, recording, now):
        notices.of_result(recording, now=now)
        assert notices.send_mails(now=now + dt.timedelta(minutes=1)) == 0
        notices.seen(by=recording.patient, recording=recording)
        assert notices.send_mails(now=now + LATER) == 0

    @pytest.mark.parametrize("setting", [{"result_mails": False}, {"is_active": False}])
    def test_do_not_come_to_who_wants_none_or_left(self, recording, now, setting):
        notices.of_result(recording, now=now)
        type(recording.patient).objects.update(**setting)
        assert notices.send_mails(now=now + LATER) == 0

    def test_do_not_come_about_a_deleted_recording(self, recording, now):
        notices.of_result(recording, now=now)
        delete(by=recording.patient, recording=recording, now=now)
        assert notices.send_mails(now=now + LATER) == 0

    def test_that_fail_are_tried_again_and_no_log_names_the_patient(
        self, recording, now, monkeypatch, caplog
    ):
        address = recording.patient.email
        refused = SMTPRecipientsRefused({address: (550, b"no")})
        notices.of_result(recording, now=now)
        with monkeypatch.context() as patched:
            patched.setattr(notices, "send_mail", _raise(refused))
            assert notices.send_mails(now=now + LATER) == 0
        assert address not in caplog.text
        assert "SMTPRecipientsRefused" in caplog.text
        assert notices.send_mails(now=now + 2 * LATER) == 1

    def test_are_given_up_after_two_days(self, recording, now):
        notices.of_result(recording, now=now)
        assert notices.send_mails(now=now + notices.MAIL_UNTIL + LATER) == 0

    def test_are_in_the_readers_language(self, recording, now, settings):
        settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
        type(recording.patient).objects.update(language="ar")
        notices.of_result(recording, now=now)
        notices.send_mails(now=now + LATER)
        assert 'dir="rtl"' in mail.outbox[0].alternatives[0].content


def _raise(error):
    def refuse(*_args, **_kwargs):
        raise error

    return refuse
