"""Parts of a video: kept once, in order, whatever breaks between them."""

import base64
import datetime as dt
import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from clinic.access import Denied
from clinic.models import Analysis, AuditEvent, Recording, Upload, UploadPart
from clinic.services import recordings, retention, uploads
from tests.clinic.files import MP4, kept_in, stored
from tests.factories import (
    CareFactory,
    ConsentFactory,
    PatientFactory,
    PrescriptionFactory,
)

pytestmark = pytest.mark.django_db
VIDEO = MP4 + bytes(range(256)) * 40
SIZE = len(VIDEO)


class Broken(io.BytesIO):
    """A connection that breaks once `content` is read."""

    def read(self, size=-1):
        if content := super().read(size):
            return content
        raise OSError("connection reset")


@pytest.fixture
def prescription(enqueued):
    prescription = PrescriptionFactory()
    ConsentFactory(patient=prescription.plan.patient)
    return prescription


@pytest.fixture
def patient(prescription):
    return prescription.plan.patient


@pytest.fixture
def begin(prescription, now):
    def begin(*, by=None, size=SIZE, recorded_at=None):
        return uploads.begin(
            by=by or prescription.plan.patient,
            prescription=prescription,
            size_bytes=size,
            recorded_at=recorded_at,
            now=now,
        )

    return begin


@pytest.fixture
def send(patient, now):
    def send(upload, content, *, offset=None, by=patient, at=now, checksum=""):
        source = content if hasattr(content, "read") else io.BytesIO(content)
        return uploads.append(
            by=by,
            upload=upload,
            offset_bytes=upload.offset_bytes if offset is None else offset,
            source=source,
            checksum=checksum,
            now=at,
        )

    return send


def sum_of(content, algorithm="sha256"):
    digest = hashlib.new(algorithm, content).digest()
    return f"{algorithm} {base64.b64encode(digest).decode()}"


def same(upload):
    return Upload.objects.get(pk=upload.pk)


class TestBegin:
    def test_needs_what_a_video_at_once_needs(self, begin, patient, prescription, now):
        prescription.plan.ended_at = now
        with pytest.raises(recordings.PlanEnded):
            begin()
        prescription.plan.ended_at = None
        patient.consents.update(withdrawn_at=now)
        with pytest.raises(recordings.ConsentMissing):
            begin()

    def test_only_the_patient_of_the_plan_may_send(self, begin, patient):
        for stranger in (PatientFactory(), CareFactory(patient=patient).therapist):
            with pytest.raises(Denied):
                begin(by=stranger)

    def test_what_is_too_large_is_refused_before_a_byte_is_sent(self, begin, settings):
        settings.UPLOAD_MAX_BYTES = 100
        begin(size=100)
        with pytest.raises(recordings.FileTooLarge):
            begin(size=101)
        with pytest.raises(recordings.FileEmpty):
            begin(size=0)

    def test_a_patient_cannot_fill_the_disk_with_beginnings(self, begin, monkeypatch):
        monkeypatch.setattr(uploads, "MOST_UNFINISHED", 2)
        begin()
        begin()
        with pytest.raises(uploads.TooManyUnfinished):
            begin()

    @pytest.mark.parametrize(
        ("ago", "counts"),
        [
            pytest.param(dt.timedelta(days=2), True, id="waited for a connection"),
            pytest.param(dt.timedelta(days=-1), False, id="a clock ahead"),
            pytest.param(dt.timedelta(days=31), False, id="a clock of long ago"),
        ],
    )
    def test_the_day_is_that_of_the_recording_where_plausible(
        self, begin, now, ago, counts
    ):
        upload = begin(recorded_at=now - ago)
        assert upload.recorded_at == (now - ago if counts else now)


class TestAppend:
    def test_parts_become_the_recording_byte_by_byte(self, begin, send, patient, now):
        upload = begin(recorded_at=now - dt.timedelta(hours=3))
        for start in range(0, len(VIDEO), 1000):
            assert uploads.finish(by=patient, upload=upload, now=now) is None
            send(upload, VIDEO[start : start + 1000])
        recording = uploads.finish(by=patient, upload=upload, now=now)
        assert stored(recording.original) == VIDEO
        assert recording.sha256 == hashlib.sha256(VIDEO).hexdigest()
        assert recording.recorded_at == now - dt.timedelta(hours=3)
        assert Analysis.objects.get().recording == recording

    def test_a_long_body_is_kept_in_parts(self, begin, send, monkeypatch):
        monkeypatch.setattr(uploads, "PART_BYTES", 4096)
        upload = send(begin(), VIDEO)
        sizes = [part.size_bytes for part in upload.parts.order_by("offset_bytes")]
        assert sizes == [4096, 4096, len(VIDEO) - 8192]
        assert same(upload).is_whole

    def test_a_broken_connection_keeps_what_has_arrived(self, begin, send):
        upload = send(begin(), Broken(VIDEO[:3000]))
        assert same(upload).offset_bytes == 3000
        assert send(upload, VIDEO[3000:]).is_whole

    def test_a_part_from_another_place_is_refused(self, begin, send):
        upload = send(begin(), VIDEO[:3000])
        for offset in (0, 2999, 3001):
            with pytest.raises(uploads.OffsetDiffers):
                send(upload, b"x", offset=offset)
        assert same(upload).offset_bytes == 3000

    def test_of_two_senders_at_once_one_is_counted(self, begin, send):
        first, second = (lambda upload: (upload, same(upload)))(begin())
        send(first, VIDEO[:3000])
        with pytest.raises(uploads.OffsetDiffers):
            send(second, VIDEO[:2000])
        assert UploadPart.objects.get().size_bytes == 3000
        assert len(default_storage.listdir(f"uploads/{first.public_id}")[1]) == 1

    def test_bytes_beyond_the_announced_size_are_not_kept(self, begin, send):
        upload = send(begin(size=5000), VIDEO[:9000])
        assert upload.is_whole
        assert sum(part.size_bytes for part in upload.parts.all()) == 5000

    @pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
    def test_a_damaged_part_is_not_kept(self, begin, send, algorithm):
        upload = begin()
        with pytest.raises(uploads.ChecksumDiffers):
            send(upload, VIDEO[:3000], checksum=sum_of(VIDEO[:2999], algorithm))
        assert same(upload).offset_bytes == 0
        send(upload, VIDEO[:3000], checksum=sum_of(VIDEO[:3000], algorithm))
        assert same(upload).offset_bytes == 3000

    @pytest.mark.parametrize("checksum", ["md5 AAAA", "sha256 §", "sha256"])
    def test_a_checksum_nobody_can_check_is_refused(self, begin, send, checksum):
        with pytest.raises((uploads.ChecksumUnusable, uploads.ChecksumDiffers)):
            send(begin(), VIDEO, checksum=checksum)
        assert not UploadPart.objects.exists()

    def test_a_checksum_over_more_than_is_held_at_once_is_refused(
        self, begin, send, monkeypatch
    ):
        monkeypatch.setattr(uploads, "PART_BYTES", 4096)
        with pytest.raises(uploads.ChecksumUnusable):
            send(begin(), VIDEO, checksum=sum_of(VIDEO))

    def test_what_is_no_video_is_refused_by_its_first_bytes(self, begin, send):
        upload = begin()
        with pytest.raises(recordings.NotAVideo):
            send(upload, b"ffconcat version 1.0\n" + bytes(5000))
        assert not Upload.objects.exists()
        assert not kept_in_uploads()

    def test_nobody_else_goes_on_with_it(self, begin, send, patient, now):
        upload = begin()
        for stranger in (PatientFactory(), CareFactory(patient=patient).therapist):
            with pytest.raises(Denied):
                send(upload, VIDEO, by=stranger)
            with pytest.raises(Denied):
                uploads.finish(by=stranger, upload=upload, now=now)
            with pytest.raises(Denied):
                uploads.give_up(by=stranger, upload=upload)

    def test_each_part_gives_it_another_week(self, begin, send, now):
        upload = begin()
        later = now + uploads.EXPIRES_AFTER - dt.timedelta(seconds=1)
        send(upload, VIDEO[:3000], at=later)
        assert same(upload).expires_at == later + uploads.EXPIRES_AFTER
        with pytest.raises(uploads.Expired):
            send(same(upload), VIDEO[3000:], at=later + uploads.EXPIRES_AFTER)


class TestFinish:
    @pytest.fixture
    def whole(self, begin, send):
        return send(begin(), VIDEO)

    def test_the_parts_go_once_the_recording_is_stored(self, whole, patient, now):
        uploads.finish(by=patient, upload=whole, now=now)
        assert not UploadPart.objects.exists()
        assert not kept_in_uploads()

    def test_asked_twice_it_is_one_recording(self, whole, patient, now):
        first = uploads.finish(by=patient, upload=whole, now=now)
        assert uploads.finish(by=patient, upload=same(whole), now=now) == first
        assert Recording.objects.count() == 1

    def test_the_same_file_sent_again_is_the_same_recording(
        self, begin, send, patient, now
    ):
        made = {
            uploads.finish(by=patient, upload=send(begin(), VIDEO), now=now)
            for _ in range(2)
        }
        assert len(made) == Recording.objects.count() == 1

    @pytest.fixture
    def killed_before_parts_go(self, whole, patient, now, monkeypatch):
        class Killed(BaseException):
            pass

        def die(upload):
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(uploads, "_drop_parts", die)
            with pytest.raises(Killed):
                uploads.finish(by=patient, upload=whole, now=now)

    @pytest.mark.usefixtures("killed_before_parts_go")
    def test_killed_before_the_parts_went_they_go_when_asked_again(
        self, whole, patient, now
    ):
        assert UploadPart.objects.exists()
        uploads.finish(by=patient, upload=same(whole), now=now)
        assert not UploadPart.objects.exists()
        assert not kept_in_uploads()

    @pytest.mark.usefixtures("killed_before_parts_go")
    def test_killed_before_it_was_noted_it_is_found_again(self, whole, patient, now):
        Upload.objects.update(recording=None)
        recording = uploads.finish(by=patient, upload=same(whole), now=now)
        assert recording == Recording.objects.get()

    def test_never_makes_a_recording_of_half_a_video(self, whole, patient, now):
        """Another request has just stored it and drops the parts."""
        other = same(whole)
        recording = uploads.finish(by=patient, upload=whole, now=now)
        other.recording = None
        assert uploads.finish(by=patient, upload=other, now=now) == recording
        assert Recording.objects.count() == 1

    def test_parts_that_were_lost_are_sent_again(self, whole, patient, now):
        uploads._drop_parts(whole)
        with pytest.raises(uploads.Expired):
            uploads.finish(by=patient, upload=whole, now=now)
        assert not Upload.objects.exists()

    def test_what_turns_out_to_be_no_video_leaves_nothing(
        self, begin, send, patient, now
    ):
        upload = begin()
        for start in range(0, len(VIDEO), 100):  # too little to tell by its head
            send(upload, bytes(len(VIDEO))[start : start + 100])
        with pytest.raises(recordings.NotAVideo):
            uploads.finish(by=patient, upload=upload, now=now)
        assert not Upload.objects.exists()
        assert not kept_in_uploads()


class TestExpiry:
    def test_what_nobody_went_on_with_is_erased(self, begin, send, now):
        stale, fresh = begin(), begin()
        send(stale, VIDEO[:3000])
        send(fresh, VIDEO[:3000], at=now + dt.timedelta(days=1))
        assert uploads.erase_expired(now=now + uploads.EXPIRES_AFTER) == 1
        assert Upload.objects.get() == fresh
        assert len(kept_in_uploads()) == 1

    def test_the_recording_of_a_finished_one_stays(self, begin, send, patient, now):
        upload = send(begin(), VIDEO)
        recording = uploads.finish(by=patient, upload=upload, now=now)
        uploads.erase_expired(now=now + uploads.EXPIRES_AFTER)
        assert Recording.objects.get() == recording
        assert not Upload.objects.exists()

    def test_erasing_a_recording_takes_its_upload_along(
        self, begin, send, patient, now
    ):
        upload = send(begin(), VIDEO)
        recording = uploads.finish(by=patient, upload=upload, now=now)
        recordings.delete(by=patient, recording=recording, now=now)
        retention.erase_deleted(now=now + 2 * recordings.UNDO_FOR)
        assert not Upload.objects.exists()


def test_beginnings_are_in_the_audit(begin):
    upload = begin()
    assert AuditEvent.objects.get(action="upload.begun").object_id == str(
        upload.public_id
    )


def kept_in_uploads():
    return kept_in(Path(default_storage.location) / "uploads")
