"""The state machine of an analysis: claimed once, settled once, never lost."""

import datetime as dt
import gzip
import json
import uuid

import pytest

from clinic import jobs, recognizer
from clinic.access import Denied
from clinic.domain import stages
from clinic.models import Analysis, AuditEvent, Finding, Recording, Repetition
from clinic.services import analyses, failures, work, workers
from clinic.services.leases import LEASE, LostLease
from tests.clinic.files import stored
from tests.factories import (
    AnalysisFactory,
    ConsentFactory,
    PatientFactory,
    RecordingFactory,
    TherapistFactory,
)

pytestmark = pytest.mark.django_db
Status = Analysis.Status


@pytest.fixture
def queued(db):
    return AnalysisFactory(recording__with_file=b"video")


def run(analysis, clock):
    analyses.run(analysis_id=analysis.public_id, clock=clock)
    analysis.refresh_from_db()
    return analysis


def taken_over(analysis, clock):
    """Another worker claims the row after the lease has run out."""
    clock.forward(seconds=LEASE.total_seconds() + 1)
    other = uuid.uuid4()
    Analysis.objects.filter(pk=analysis.pk).update(
        claim=other, claimed_at=clock.now, lease_until=clock.now + LEASE, attempts=2
    )
    return other


class TestRequest:
    def test_queues_once_and_enqueues_once(
        self, enqueued, now, django_capture_on_commit_callbacks
    ):
        recording = RecordingFactory()
        with django_capture_on_commit_callbacks(execute=True):
            first = analyses.request(by=recording.patient, recording=recording, now=now)
            again = analyses.request(by=recording.patient, recording=recording, now=now)
        assert first == again
        assert enqueued == [
            (jobs.ANALYZE_RECORDING, {"analysis_id": str(first.public_id)})
        ]

    def test_the_first_analysis_is_current_and_a_later_one_is_not_yet(
        self, enqueued, now, monkeypatch
    ):
        recording = RecordingFactory()
        first = analyses.request(by=recording.patient, recording=recording, now=now)
        monkeypatch.setattr(recognizer, "VERSION", "9.9")
        second = analyses.request(by=recording.patient, recording=recording, now=now)
        assert (first.is_current, second.is_current) == (True, False)

    def test_a_stranger_may_not_ask(self, enqueued, now):
        with pytest.raises(Denied):
            analyses.request(
                by=TherapistFactory(), recording=RecordingFactory(), now=now
            )

    def test_a_broker_that_is_down_loses_no_request(
        self, now, monkeypatch, django_capture_on_commit_callbacks
    ):
        def down(*args, **kwargs):
            raise ConnectionError

        monkeypatch.setattr("celery.current_app.send_task", down)
        recording = RecordingFactory()
        with django_capture_on_commit_callbacks(execute=True):
            analysis = analyses.request(
                by=recording.patient, recording=recording, now=now
            )
        assert analysis.status == Status.QUEUED

    def test_options_have_the_same_key_in_any_order(self):
        one, two = {"a": 1, "b": 2}, {"b": 2, "a": 1}
        assert analyses.options_key(one) == analyses.options_key(two)
        assert analyses.options_key(one) != analyses.options_key({})


class TestRun:
    def test_stores_report_rows_and_files(self, queued, recognized, clock):
        done = run(queued, clock)
        assert (done.status, done.stage, done.percent) == (Status.DONE, "done", 100)
        assert done.report == recognized.report
        assert (done.claim, done.lease_until, done.attempts) == (None, None, 1)
        assert done.worker == ""
        assert stored(done.poses) == b"poses"
        assert json.loads(gzip.decompress(stored(done.curves))) == {"schema": 1}
        assert list(done.repetitions.values_list("index", flat=True)) == [1, 2]
        finding = Finding.objects.filter(repetition__index=1).get()
        assert (finding.mistake, finding.expected_low) == ("shallow", 95.0)
        assert (finding.source, finding.added_by) == ("automatic", None)

    def test_prepares_the_browser_copy_first_and_drops_the_original(
        self, queued, recognized, clock
    ):
        original = queued.recording.original
        run(queued, clock)
        recording = Recording.objects.get()
        assert stored(recording.playback) == b"browser copy of video"
        assert not recording.original
        assert not original.storage.exists(original.name)
        assert recording.duration_s == 12.5

    def test_keeps_a_still_of_the_best_repetition(self, queued, recognized, clock):
        recognized.report["repetitions"][1]["score"] = 95.0
        run(queued, clock)
        assert stored(Recording.objects.get().thumbnail) == b"still at 4.8 s"

    def test_without_repetitions_the_still_is_from_the_middle(
        self, queued, recognized, clock
    ):
        recognized.report["repetitions"] = []
        run(queued, clock)
        assert stored(Recording.objects.get().thumbnail) == b"still at 6.25 s"

    def test_a_newer_still_replaces_the_older(
        self, queued, recognized, clock, django_capture_on_commit_callbacks
    ):
        newer = AnalysisFactory(
            recording=queued.recording, pipeline_version="9.9", is_current=False
        )
        run(queued, clock)
        first = Recording.objects.get().thumbnail
        with django_capture_on_commit_callbacks(execute=True):
            run(newer, clock)
        assert not first.storage.exists(first.name)
        assert stored(Recording.objects.get().thumbnail)

    def test_analyzes_the_prescribed_exercise_in_the_original(
        self, queued, recognized, clock
    ):
        run(queued, clock)
        assert recognized.analyzed == [(b"video", "squat")]

    def test_a_video_that_cannot_be_judged_can_still_be_watched(
        self, queued, recognized, clock
    ):
        recognized.fails_with = recognizer.Unanalyzable("No person was found.")
        failed = run(queued, clock)
        assert failed.status == Status.FAILED
        assert failed.failure_code == "unanalyzable"
        assert failed.failure_message == "No person was found."
        assert failed.failure_what_to_do
        assert Recording.objects.get().playback

    def test_a_video_that_cannot_be_read_keeps_its_original(
        self, queued, recognized, clock
    ):
        recognized.transcode_fails_with = recognizer.Unanalyzable("Damaged.")
        failed = run(queued, clock)
        assert failed.status == Status.FAILED
        assert stored(Recording.objects.get().original) == b"video"

    def test_a_copy_that_was_not_verified_is_not_kept_and_nothing_is_deleted(
        self, queued, recognized, clock
    ):
        recognized.is_verified = False
        done = run(queued, clock)
        recording = Recording.objects.get()
        assert done.status == Status.DONE
        assert (bool(recording.playback), bool(recording.original)) == (False, True)

    def test_a_bug_is_stored_and_raised(self, queued, recognized, clock):
        recognized.fails_with = ZeroDivisionError()
        with pytest.raises(ZeroDivisionError):
            run(queued, clock)
        queued.refresh_from_db()
        assert queued.status == Status.FAILED
        assert queued.failure_code == failures.INTERNAL_ERROR.code

    def test_running_out_of_time_is_a_stored_outcome(self, queued, recognized, clock):
        recognized.fails_with = jobs.OutOfTime()
        assert run(queued, clock).failure_code == failures.TOOK_TOO_LONG.code

    def test_a_full_disk_puts_the_work_back(self, queued, recognized, clock):
        recognized.fails_with = OSError("no space left on device")
        waiting = run(queued, clock)
        assert (waiting.status, waiting.claim) == (Status.QUEUED, None)

    def test_a_recognizer_that_stays_away_is_given_up_after_three_attempts(
        self, queued, recognized, clock
    ):
        recognized.fails_with = recognizer.Unavailable()
        codes = [run(queued, clock).failure_code for _ in range(4)]
        assert codes == ["", "", "unavailable", "unavailable"]
        assert len(recognized.analyzed) == work.MAX_ATTEMPTS

    def test_delivered_twice_runs_once(self, queued, recognized, clock):
        run(queued, clock)
        run(queued, clock)
        assert len(recognized.analyzed) == 1
        assert Repetition.objects.count() == 2

    def test_delivered_while_running_does_nothing(self, recognized, clock):
        running = AnalysisFactory(running=True, recording__with_file=b"video")
        run(running, clock)
        assert recognized.analyzed == []

    def test_takes_over_when_the_lease_has_run_out(self, recognized, clock):
        running = AnalysisFactory(running=True, recording__with_file=b"video")
        clock.forward(seconds=61)
        done = run(running, clock)
        assert (done.status, done.attempts) == (Status.DONE, 2)

    def test_drops_the_result_of_a_worker_that_lost_its_lease(
        self, queued, recognized, clock
    ):
        claims = []
        recognized.while_working = lambda: claims.append(taken_over(queued, clock))
        lost = run(queued, clock)
        assert (lost.status, lost.report) == (Status.RUNNING, None)
        assert [lost.claim] == claims
        assert not Repetition.objects.exists()

    def test_a_lease_lost_at_the_very_end_leaves_no_files(
        self, queued, recognized, clock, monkeypatch
    ):
        folder = queued.recording.original.storage
        monkeypatch.setattr("clinic.services.leases.Lease.settle", _raise_lost_lease)
        lost = run(queued, clock)
        assert lost.status == Status.RUNNING
        assert not folder.exists(
            f"recordings/{lost.recording.public_id}/{lost.public_id}/{lost.claim}"
            "/poses.npz"
        )

    def test_a_deleted_recording_is_not_analyzed(self, queued, recognized, clock):
        Recording.objects.update(deleted_at=clock.now)
        assert run(queued, clock).status == Status.QUEUED

    def test_names_the_process_that_works(self, queued, recognized, clock):
        seen = []
        recognized.while_working = lambda: seen.append(Analysis.objects.get().worker)
        run(queued, clock)
        assert seen == [workers.this_process()]

    def test_a_newer_analysis_becomes_current_when_it_is_done(
        self, queued, recognized, clock
    ):
        newer = AnalysisFactory(
            recording=queued.recording, pipeline_version="9.9", is_current=False
        )
        run(queued, clock)
        run(newer, clock)
        assert Analysis.objects.current().get() == newer

    def test_is_audited(self, queued, recognized, clock):
        run(queued, clock)
        event = AuditEvent.objects.get(action="analysis.done")
        assert (event.actor, event.clinic) == (None, queued.recording.clinic)
        assert event.detail == {"pipeline": "0.1.0", "attempts": 1}


def _raise_lost_lease(*_args, **_kwargs):
    raise LostLease


class TestOriginal:
    @pytest.mark.parametrize(
        ("clinic_keeps", "patient_was_told", "kept"),
        [
            (False, False, False),
            (True, False, False),
            (False, True, False),
            (True, True, True),
        ],
    )
    def test_is_kept_only_if_the_clinic_keeps_it_and_the_consent_said_so(
        self, recognized, clock, clinic_keeps, patient_was_told, kept
    ):
        patient = PatientFactory(clinic__keep_originals=clinic_keeps)
        ConsentFactory(patient=patient, originals_kept=patient_was_told)
        queued = AnalysisFactory(
            recording__patient=patient, recording__with_file=b"video"
        )
        run(queued, clock)
        assert bool(Recording.objects.get().original) is kept


class TestRescue:
    @pytest.fixture
    def rescued(self, clock, enqueued, django_capture_on_commit_callbacks):
        def rescue():
            enqueued.clear()
            with django_capture_on_commit_callbacks(execute=True):
                analyses.rescue(now=clock.now)
            return [arguments["analysis_id"] for _name, arguments in enqueued]

        return rescue

    def test_requeues_what_a_dead_worker_left(self, clock, rescued):
        left = AnalysisFactory(running=True)
        clock.forward(seconds=61)
        assert rescued() == [str(left.public_id)]
        left.refresh_from_db()
        assert (left.status, left.claim) == (Status.QUEUED, None)

    def test_leaves_a_living_worker_alone(self, clock, rescued):
        AnalysisFactory(running=True)
        clock.forward(seconds=59)
        assert rescued() == []

    def test_does_not_wait_for_the_lease_of_a_process_that_is_gone(
        self, clock, rescued, monkeypatch
    ):
        gone = AnalysisFactory(running=True, worker="gone")
        AnalysisFactory(running=True, worker="alive")
        monkeypatch.setattr(workers, "is_gone", lambda worker: worker == "gone")
        clock.forward(seconds=1)
        assert rescued() == [str(gone.public_id)]

    def test_leaves_a_worker_alone_that_shows_up_right_now(
        self, clock, rescued, monkeypatch
    ):
        running = AnalysisFactory(running=True)
        clock.forward(seconds=61)

        def renews(worker):
            row = Analysis.objects.filter(pk=running.pk)
            row.update(lease_until=clock.now + LEASE)
            return True

        running.lease_until = clock.now
        monkeypatch.setattr(work, "_is_abandoned", lambda *_: renews(""))
        assert rescued() == []

    def test_gives_up_after_three_attempts(self, clock, rescued):
        left = AnalysisFactory(running=True, attempts=work.MAX_ATTEMPTS)
        clock.forward(seconds=61)
        assert rescued() == []
        left.refresh_from_db()
        assert (left.status, left.failure_code) == (Status.FAILED, "gave_up")
        assert AuditEvent.objects.filter(action="analysis.failed").count() == 1

    def test_sends_a_lost_message_again_once_a_minute(self, clock, rescued):
        waiting = AnalysisFactory()
        sent = []
        for _ in range(6):
            clock.forward(seconds=30)
            sent.append(rescued())
        name = [str(waiting.public_id)]
        assert sent == [[], [], name, [], [], name]

    def test_a_backlog_behind_a_busy_worker_is_not_sent_again_and_again(
        self, clock, rescued
    ):
        AnalysisFactory()
        AnalysisFactory(running=True, lease_until=clock.now + dt.timedelta(hours=1))
        clock.forward(minutes=5)
        assert rescued() == []
        clock.forward(minutes=6)
        assert len(rescued()) == 1

    def test_leaves_deleted_recordings_alone(self, clock, rescued):
        AnalysisFactory(running=True)
        Recording.objects.update(deleted_at=clock.now)
        clock.forward(hours=1)
        assert rescued() == []


def test_every_stage_of_the_table_has_a_place_on_the_bar():
    assert set(Analysis.Stage.values) == set(stages.STAGES)
