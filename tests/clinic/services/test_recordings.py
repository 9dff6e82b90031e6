"""Videos come in whole, once, and only with consent; deletion can be undone."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from clinic.access import Denied
from clinic.models import Analysis, AuditEvent, Recording
from clinic.services import analyses, recordings, retention
from tests.clinic.files import MP4, kept_in, stored
from tests.clinic.files import upload as video
from tests.factories import (
    AnalysisFactory,
    CareFactory,
    ConsentFactory,
    PatientFactory,
    PrescriptionFactory,
    RecordingFactory,
)

pytestmark = pytest.mark.django_db

# EBML header up to the document type, as Matroska's specification (RFC 9559) has it.
EBML = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282")


@pytest.fixture
def prescription(enqueued):
    prescription = PrescriptionFactory()
    ConsentFactory(patient=prescription.plan.patient)
    return prescription


@pytest.fixture
def upload(prescription, now):
    def upload(file=None, *, by=None, onto=prescription):
        return recordings.upload(
            by=by or prescription.plan.patient,
            prescription=onto,
            file=file or video(),
            now=now,
        )

    return upload


class TestUpload:
    def test_keeps_the_file_and_queues_its_analysis(self, upload, prescription):
        recording = upload()
        assert stored(recording.original) == MP4
        assert recording.content_type == "video/mp4"
        assert recording.size_bytes == len(MP4)
        assert recording.patient == prescription.plan.patient
        assert Analysis.objects.get().recording == recording
        actions = set(AuditEvent.objects.values_list("action", flat=True))
        assert actions == {"recording.uploaded", "analysis.requested"}

    def test_the_senders_file_name_is_kept_nowhere(self, upload):
        assert "Jane" not in upload().original.name

    def test_the_same_file_twice_is_one_recording(self, upload):
        assert upload() == upload(video(name="again.mp4"))
        assert Recording.objects.count() == Analysis.objects.count() == 1

    def test_two_requests_at_once_are_one_recording(
        self, upload, prescription, monkeypatch
    ):
        def another_request_is_faster(by, prescription, file, kind, digest, *times):
            RecordingFactory(patient=by, sha256=digest)
            return store(by, prescription, file, kind, digest, *times)

        store = recordings._store
        monkeypatch.setattr(recordings, "_store", another_request_is_faster)
        assert upload() == Recording.objects.get()

    def test_another_patient_may_send_the_same_file(self, upload, now, enqueued):
        other = PrescriptionFactory()
        ConsentFactory(patient=other.plan.patient)
        assert upload() != upload(by=other.plan.patient, onto=other)

    def test_needs_consent_to_the_current_text(self, enqueued, now):
        prescription = PrescriptionFactory()
        patient = prescription.plan.patient
        ConsentFactory(patient=patient, version="2020-01")
        ConsentFactory(patient=patient, withdrawn_at=now)
        with pytest.raises(recordings.ConsentMissing):
            recordings.upload(
                by=patient, prescription=prescription, file=video(), now=now
            )

    def test_only_the_patient_of_the_plan_may_send(self, upload, prescription):
        care = CareFactory(patient=prescription.plan.patient)
        for stranger in (PatientFactory(), care.therapist):
            with pytest.raises(Denied):
                upload(by=stranger)

    def test_an_ended_plan_takes_nothing(self, upload, prescription, now):
        prescription.plan.ended_at = now
        with pytest.raises(recordings.PlanEnded):
            upload()

    def test_an_empty_file_is_refused(self, upload):
        with pytest.raises(recordings.FileEmpty):
            upload(video(b""))

    def test_the_limit_on_size_is_named(self, upload, settings):
        settings.UPLOAD_MAX_BYTES = 300
        with pytest.raises(recordings.FileTooLarge, match="300\xa0bytes"):
            upload()

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"ffconcat version 1.0\nfile /etc/passwd\n", id="ffconcat"),
            pytest.param(b"#EXTM3U\n#EXT-X-VERSION:3\n/etc/passwd\n", id="playlist"),
            pytest.param(b"hello " * 100, id="text"),
            pytest.param(b"%PDF-1.7" + bytes(100), id="pdf"),
            pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100), id="picture"),
            pytest.param(b"\0\0\0\x18ftypheic" + bytes(100), id="heic picture"),
            pytest.param(b"ID3\x03" + bytes(100), id="sound"),
        ],
    )
    def test_content_that_is_no_video_is_refused(self, upload, content):
        with pytest.raises(recordings.NotAVideo):
            upload(video(content))
        assert not Recording.objects.exists()

    @pytest.mark.parametrize(
        ("head", "kind"),
        [
            (b"\0\0\0\x18ftypisom", "video/mp4"),
            (b"\0\0\0\x18ftypiso5", "video/mp4"),
            (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
            (b"\0\0\0\x18ftyp3gp4", "video/3gpp"),
            (EBML + b"\x84webm", "video/webm"),
            (EBML + b"\x88matroska", "video/x-matroska"),
        ],
    )
    def test_containers_of_phones_and_browsers_are_taken(self, upload, head, kind):
        assert upload(video(head + bytes(300))).content_type == kind

    def test_a_failure_leaves_no_file_behind(self, upload, monkeypatch, settings):
        def fails(**kwargs):
            raise RuntimeError

        monkeypatch.setattr(analyses, "request", fails)
        with pytest.raises(RuntimeError):
            upload()
        assert not Recording.objects.exists()
        assert kept_in(settings.MEDIA_ROOT) == []


class TestDelete:
    def test_hides_it_from_everyone_until_it_is_restored(self, now):
        recording = RecordingFactory()
        patient = recording.patient
        therapist = CareFactory(patient=patient).therapist
        recordings.delete(by=patient, recording=recording, now=now)
        recording.refresh_from_db()
        for person in (patient, therapist):
            assert not Recording.objects.visible_to(person).exists()
        recordings.restore(by=patient, recording=recording, now=now)
        for person in (patient, therapist):
            assert Recording.objects.visible_to(person).exists()

    def test_a_therapist_may_not_delete(self, now):
        recording = RecordingFactory()
        therapist = CareFactory(patient=recording.patient).therapist
        with pytest.raises(Denied):
            recordings.delete(by=therapist, recording=recording, now=now)

    def test_is_not_undone_once_erasing_may_have_begun(self, now):
        gone = RecordingFactory(deleted_at=now - recordings.UNDO_FOR)
        moment = now + dt.timedelta(seconds=1)
        with pytest.raises(recordings.TooLate):
            recordings.restore(by=gone.patient, recording=gone, now=moment)
        recordings.restore(by=gone.patient, recording=gone, now=now)

    def test_is_not_undone_over_the_same_video_sent_again(self, now):
        gone = RecordingFactory(deleted_at=now)
        RecordingFactory(patient=gone.patient, sha256=gone.sha256)
        with pytest.raises(recordings.AlreadyThere):
            recordings.restore(by=gone.patient, recording=gone, now=now)


class TestDropOriginals:
    @pytest.mark.parametrize(
        ("analysis", "has_copy", "dropped"),
        [
            ({"done": True}, True, True),
            ({"failed": True}, True, True),
            ({"running": True}, True, False),
            ({}, True, False),
            ({"done": True}, False, False),
        ],
        ids=["done", "failed", "running", "queued", "no copy"],
    )
    def test_what_a_killed_worker_left_goes_once_it_is_not_needed(
        self, analysis, has_copy, dropped
    ):
        recording = AnalysisFactory(recording__with_file=b"video", **analysis).recording
        if has_copy:
            recording.playback.save("p.mp4", ContentFile(b"copy"))
        assert retention.drop_originals() == dropped
        recording.refresh_from_db()
        assert bool(recording.original) is not dropped

    def test_what_is_to_be_kept_stays(self, now):
        patient = PatientFactory(clinic__keep_originals=True)
        ConsentFactory(patient=patient, originals_kept=True)
        recording = RecordingFactory(patient=patient, with_file=b"video")
        recording.playback.save("p.mp4", ContentFile(b"copy"))
        assert retention.drop_originals() == 0


class TestErase:
    def test_takes_rows_and_files_when_undo_is_over(self, now, settings):
        done = AnalysisFactory(
            done=True,
            recording__with_file=b"video",
            recording__deleted_at=now - recordings.UNDO_FOR - dt.timedelta(seconds=1),
        )
        done.poses.save("poses.npz", ContentFile(b"poses"))
        # What a killed worker had stored when no row named it yet.
        folder = settings.MEDIA_ROOT / f"recordings/{done.recording.public_id}"
        (folder / "still-of-a-killed-worker.jpg").write_bytes(b"still")
        assert retention.erase_deleted(now=now) == 1
        assert not Recording.objects.exists()
        assert not folder.exists()
        assert AuditEvent.objects.get().action == "recording.erased"

    def test_leaves_what_can_still_be_restored(self, now):
        RecordingFactory(deleted_at=now - recordings.UNDO_FOR)
        RecordingFactory()
        assert retention.erase_deleted(now=now) == 0
        assert Recording.objects.count() == 2
