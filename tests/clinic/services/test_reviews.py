"""Verdicts lie over an analysis; the analysis itself stays as it was."""

import datetime as dt

import pytest

from clinic import selectors
from clinic.access import Denied
from clinic.models import Analysis, AuditEvent, Finding, Verdict
from clinic.services import audit, messages, reviews
from tests.factories import (
    CareFactory,
    FindingFactory,
    MessageFactory,
    PatientFactory,
    RecordingFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding():
    return FindingFactory()


@pytest.fixture
def recording(finding):
    return finding.repetition.analysis.recording


@pytest.fixture
def therapist(recording):
    return CareFactory(patient=recording.patient).therapist


class TestVerdict:
    def test_a_second_word_replaces_the_first_and_both_stay_on_record(
        self, finding, therapist, now
    ):
        reviews.confirm(by=therapist, finding=finding, now=now)
        reviews.dismiss(by=therapist, finding=finding, reason=" camera ", now=now)
        standing = finding.verdicts.standing().get()
        assert (standing.decision, standing.reason) == ("dismissed", "camera")
        assert finding.verdicts.count() == 2
        assert standing.pipeline_version == "0.1.0"

    def test_a_changed_finding_counts_as_the_therapist_says(
        self, finding, therapist, now
    ):
        reviews.change(by=therapist, finding=finding, severity="major", now=now)
        recording = finding.repetition.analysis.recording
        result = selectors.effective_result(recording, viewer=therapist)
        (found,) = result.standing
        assert (found.severity, found.mistake) == ("major", "shallow")
        assert result.repetitions[0].worst == "major"

    def test_a_change_to_another_mistake_takes_its_words(self, therapist, now):
        entries = [{"code": "lean", "name": "Leans forward", "cue": "Chest up."}]
        finding = FindingFactory()
        exercise = finding.repetition.analysis.recording.exercise
        exercise.mistakes = entries
        CareFactory(
            patient=finding.repetition.analysis.recording.patient, therapist=therapist
        )
        reviews.change(by=therapist, finding=finding, mistake="lean", now=now)
        verdict = finding.verdicts.get()
        assert (verdict.mistake, verdict.name) == ("lean", "Leans forward")
        assert (verdict.message, verdict.severity) == ("Chest up.", "")

    def test_a_change_to_what_it_says_already_is_refused(self, finding, therapist, now):
        with pytest.raises(reviews.NothingChanged):
            reviews.change(by=therapist, finding=finding, severity="moderate", now=now)
        with pytest.raises(reviews.MistakeUnknown):
            reviews.change(by=therapist, finding=finding, mistake="what", now=now)
        assert not Verdict.objects.exists()

    def test_what_cannot_be_seen_does_not_count(self, finding, therapist, now):
        reviews.cannot_see(by=therapist, finding=finding, now=now)
        recording = finding.repetition.analysis.recording
        result = selectors.effective_result(recording, viewer=therapist)
        assert result.standing == ()

    @pytest.mark.parametrize("act", [reviews.confirm, reviews.undo])
    def test_who_waited_for_another_may_have_read_the_clock_before(
        self, finding, therapist, now, act
    ):
        reviews.dismiss(by=therapist, finding=finding, now=now)
        act(by=therapist, finding=finding, now=now - dt.timedelta(milliseconds=5))
        first = finding.verdicts.get(decision="dismissed")
        assert first.undone_at == first.decided_at

    def test_can_be_undone(self, finding, therapist, now):
        reviews.dismiss(by=therapist, finding=finding, now=now)
        assert reviews.undo(by=therapist, finding=finding, now=now)
        assert not finding.verdicts.standing().exists()
        assert not reviews.undo(by=therapist, finding=finding, now=now)
        event = AuditEvent.objects.get(action="finding.verdict_undone")
        assert event.actor == therapist

    def test_leaves_the_analysis_as_it_was(self, finding, therapist, now):
        before = list(Analysis.objects.values()), list(Finding.objects.values())
        reviews.dismiss(by=therapist, finding=finding, now=now)
        after = list(Analysis.objects.values()), list(Finding.objects.values())
        assert after == before

    @pytest.mark.parametrize(
        "act", [reviews.confirm, reviews.dismiss, reviews.cannot_see, reviews.undo]
    )
    def test_is_for_the_therapist_in_charge(self, finding, recording, act, now):
        for person in (TherapistFactory(), recording.patient):
            with pytest.raises(Denied):
                act(by=person, finding=finding, now=now)
        assert not Verdict.objects.exists()

    def test_is_audited_without_the_reason(self, finding, therapist, now):
        reviews.dismiss(by=therapist, finding=finding, reason="secret", now=now)
        event = AuditEvent.objects.get()
        assert (event.action, event.actor) == ("finding.dismissed", therapist)
        assert event.clinic == therapist.clinic
        assert "secret" not in str(event.detail)


class TestAdd:
    def add(self, finding, therapist, now, **changes):
        wanted = {"mistake": "shallow", "severity": "major", "time_s": 2.5, **changes}
        return reviews.add_finding(
            by=therapist, repetition=finding.repetition, now=now, **wanted
        )

    def test_says_the_exercises_own_sentence(self, finding, therapist, now):
        added = self.add(finding, therapist, now)
        assert (added.source, added.added_by) == ("therapist", therapist)
        assert added.message == "Sit a little lower."
        assert (added.name, added.side) == ("Not deep enough", "both")
        assert AuditEvent.objects.get(action="finding.added").actor == therapist

    def test_takes_the_therapists_words(self, finding, therapist, now):
        added = self.add(finding, therapist, now, message="Lower, please.")
        assert added.message == "Lower, please."

    def test_needs_a_known_mistake(self, finding, therapist, now):
        with pytest.raises(reviews.MistakeUnknown):
            self.add(finding, therapist, now, mistake="dancing")

    @pytest.mark.parametrize("time_s", [0.9, 3.1])
    def test_needs_a_moment_within_the_repetition(
        self, finding, therapist, now, time_s
    ):
        with pytest.raises(reviews.TimeOutside):
            self.add(finding, therapist, now, time_s=time_s)

    def test_is_for_the_therapist_in_charge(self, finding, now):
        with pytest.raises(Denied):
            self.add(finding, TherapistFactory(), now)


class TestReview:
    def test_note_and_finish_are_one_review(self, recording, therapist, now):
        reviews.write_note(by=therapist, recording=recording, note=" Good. ", now=now)
        review = reviews.mark_reviewed(by=therapist, recording=recording, now=now)
        assert (review.note, review.is_reviewed) == ("Good.", True)

    def test_can_be_reopened(self, recording, therapist, now):
        reviews.mark_reviewed(by=therapist, recording=recording, now=now)
        assert reviews.reopen(by=therapist, recording=recording, now=now)
        assert not reviews.reopen(by=therapist, recording=recording, now=now)
        for action in ("review.finished", "review.reopened"):
            assert AuditEvent.objects.get(action=action).actor == therapist

    @pytest.mark.parametrize(
        "act",
        [
            lambda **who: reviews.write_note(note="x", **who),
            reviews.mark_reviewed,
            reviews.reopen,
        ],
    )
    def test_is_for_the_therapist_in_charge(self, recording, act, now):
        for person in (TherapistFactory(), recording.patient):
            with pytest.raises(Denied):
                act(by=person, recording=recording, now=now)


class TestMessages:
    def test_patient_and_therapist_write_into_one_thread(
        self, recording, therapist, now
    ):
        patient = recording.patient
        messages.send(by=patient, patient=patient, text="It hurts.", now=now)
        messages.send(
            by=therapist, patient=patient, text="Stop.", recording=recording, now=now
        )
        assert patient.thread.count() == 2

    def test_strangers_neither_write_nor_read(self, recording, now):
        for stranger in (TherapistFactory(), PatientFactory()):
            with pytest.raises(Denied):
                messages.send(
                    by=stranger, patient=recording.patient, text="Hi", now=now
                )
            with pytest.raises(Denied):
                messages.mark_read(by=stranger, patient=recording.patient, now=now)

    def test_blank_words_are_refused(self, recording, now):
        patient = recording.patient
        with pytest.raises(messages.MessageEmpty):
            messages.send(by=patient, patient=patient, text="  ", now=now)

    def test_about_another_patients_recording_is_refused(self, therapist, now):
        patient = therapist.care_given.get().patient
        with pytest.raises(Denied):
            messages.send(
                by=therapist,
                patient=patient,
                text="See",
                recording=RecordingFactory(),
                now=now,
            )

    def test_each_side_reads_what_the_other_wrote(self, recording, therapist, now):
        patient = recording.patient
        colleague = TherapistFactory()
        MessageFactory(patient=patient, sender=patient)
        MessageFactory(patient=patient, sender=colleague)
        assert messages.mark_read(by=therapist, patient=patient, now=now) == 1
        assert messages.mark_read(by=patient, patient=patient, now=now) == 1

    def test_what_came_after_the_page_was_made_is_unread(self, recording, now):
        patient = recording.patient
        later = now + dt.timedelta(milliseconds=5)
        MessageFactory(patient=patient, sender=TherapistFactory(), sent_at=later)
        assert messages.mark_read(by=patient, patient=patient, now=now) == 0


class TestAudit:
    def test_many_parts_of_a_video_are_one_look(self, recording, therapist, now):
        for seconds in (0, 30, 599):
            moment = now + audit.ONE_LOOK * (seconds / 600)
            audit.viewed(by=therapist, recording=recording, now=moment)
        assert AuditEvent.objects.count() == 1
        audit.viewed(by=therapist, recording=recording, now=now + audit.ONE_LOOK)
        assert AuditEvent.objects.count() == 2

    def test_two_people_are_two_looks(self, recording, therapist, now):
        for person in (therapist, recording.patient):
            audit.viewed(by=person, recording=recording, now=now)
        assert AuditEvent.objects.filter(action=audit.VIEWED).count() == 2
