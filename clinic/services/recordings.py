"""Take videos in, delete them, and undo that."""

import hashlib
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from clinic import access, selectors
from clinic.models import Prescription, Recording, User
from clinic.services import analyses, audit, plan_versions
from clinic.services.errors import Refused

# A deletion can be undone for this long; then the files are erased.
UNDO_FOR: Final = timedelta(days=7)

# Containers that phones and browsers write, with the suffix they are kept under.
SUFFIX: Final = {
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/3gpp": ".3gp",
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
}
# Brands of ISO base media files (registry: mp4ra.org) that puremagic does not know:
# fragmented files of Safari's and Chromium's recorders begin with these.
_VIDEO_BRANDS: Final = {
    b"avc1", b"dash", b"hvc1", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7",
    b"iso8", b"iso9", b"isom", b"mmp4", b"mp41", b"mp42", b"msdh", b"M4V ",
}  # fmt: skip
# As much of a file as its content type is told from.
HEAD_BYTES: Final = 4096


class ConsentMissing(Refused):
    """The patient has not agreed to the current text."""

    code = "consent_missing"


class PlanEnded(Refused):
    """The exercise is no longer prescribed."""

    code = "plan_ended"


class FileEmpty(Refused):
    """Nothing arrived."""

    code = "file_empty"


class FileTooLarge(Refused):
    """The file is larger than the limit."""

    code = "file_too_large"


class NotAVideo(Refused):
    """The content is none of the accepted containers."""

    code = "not_a_video"


class TooLate(Refused):
    """The deletion can no longer be undone."""

    code = "too_late"


class AlreadyThere(Refused):
    """The same video was sent again after it was deleted."""

    code = "already_there"


def upload(
    *,
    by: User,
    prescription: Prescription,
    file: "UploadedFile[bytes]",
    now: datetime,
    recorded_at: datetime | None = None,
) -> Recording:
    """Take in a video for `prescription` and queue its analysis.

    It is kept with the version of the plan that held on the patient's day. The same
    file twice is one recording: the one that is there is returned. Whether
    the content can be decoded is found out by the worker, not by a web process.

    Raises:
        Denied: the exercise is not prescribed to `by`.
        ConsentMissing, PlanEnded, FileEmpty, FileTooLarge, NotAVideo.
    """
    prescription = of_its_day(prescription, by, recorded_at or now)
    check_sender(by=by, prescription=prescription)
    check_size(file.size or 0)
    kind = _checked_kind(file)
    digest = _sha256(file)
    known = Recording.objects.present().filter(patient=by, sha256=digest)
    if same := known.first():
        return same
    try:
        return _store(by, prescription, file, kind, digest, now, recorded_at or now)
    except IntegrityError:
        # Two requests at once: the other one has just stored it.
        return known.get()


def of_its_day(
    prescription: Prescription, patient: User, recorded_at: datetime
) -> Prescription:
    """Return `prescription` as the plan had it on the patient's day of recording."""
    day = recorded_at.astimezone(ZoneInfo(patient.time_zone)).date()
    return plan_versions.of_day(prescription, day)


def check_sender(*, by: User, prescription: Prescription) -> None:
    """Refuse whoever may not send a video for `prescription` now.

    Raises:
        Denied: the exercise is not prescribed to `by`.
        ConsentMissing, PlanEnded.
    """
    access.require(access.can_upload(by, prescription))
    if prescription.plan.ended_at is not None:
        raise PlanEnded(_("This exercise is no longer in your plan."))
    if not selectors.has_consented(by):
        raise ConsentMissing(_("Please read and accept how recordings are used first."))


def check_size(size_bytes: int) -> None:
    """Refuse a video of no bytes, or of more than the limit.

    Raises:
        FileEmpty, FileTooLarge.
    """
    if size_bytes <= 0:
        raise FileEmpty(_("The file is empty. Record the exercise again."))
    limit = settings.UPLOAD_MAX_BYTES
    if size_bytes > limit:
        raise FileTooLarge(
            _(
                "The file has %(size)s; at most %(limit)s can be sent. "
                "Record in 1080p or lower."
            )
            % {"size": filesizeformat(size_bytes), "limit": filesizeformat(limit)}
        )


def check_content(head: bytes) -> str:
    """Return the content type of a file that begins with `head` (`HEAD_BYTES`).

    Raises:
        NotAVideo: it is none of the containers that phones and browsers write.
    """
    kind = _kind(head)
    if kind is None:
        raise NotAVideo(
            _("This file is not a video that can be read. Send MP4, MOV or WebM.")
        )
    return kind


@transaction.atomic
def delete(*, by: User, recording: Recording, now: datetime) -> None:
    """Hide `recording` from everyone; its patient may undo it for `UNDO_FOR`."""
    access.require(access.can_delete_recording(by, recording))
    Recording.objects.present().filter(pk=recording.pk).update(deleted_at=now)
    audit.record(action="recording.deleted", about=recording, by=by, now=now)


@transaction.atomic
def ask_therapist(*, by: User, recording: Recording, now: datetime) -> bool:
    """Ask a therapist to look at `recording`; say whether nobody had asked before."""
    access.require(access.can_ask_therapist(by, recording))
    unasked = Recording.objects.present().filter(pk=recording.pk, asked_at__isnull=True)
    if not unasked.update(asked_at=now):
        return False
    audit.record(action="recording.therapist_asked", about=recording, by=by, now=now)
    return True


@transaction.atomic
def restore(*, by: User, recording: Recording, now: datetime) -> None:
    """Undo the deletion of `recording`.

    Raises:
        TooLate: its time is over; the video is being erased.
        AlreadyThere: the patient has sent the same video again since.
    """
    access.require(access.can_restore_recording(by, recording))
    assert recording.deleted_at is not None  # noqa: S101  for mypy; required above
    if recording.deleted_at < now - UNDO_FOR:
        raise TooLate(_("This video was deleted too long ago to bring it back."))
    same = Recording.objects.present().filter(patient=by, sha256=recording.sha256)
    if same.exists():
        raise AlreadyThere(_("You have sent this video again since: it is there."))
    Recording.objects.filter(pk=recording.pk).update(deleted_at=None)
    audit.record(action="recording.restored", about=recording, by=by, now=now)


def _store(
    by: User,
    prescription: Prescription,
    file: "UploadedFile[bytes]",
    kind: str,
    digest: str,
    now: datetime,
    recorded_at: datetime,
) -> Recording:
    recording = Recording(
        clinic=prescription.plan.clinic,
        patient=by,
        prescription=prescription,
        exercise=prescription.exercise,
        uploaded_by=by,
        content_type=kind,
        size_bytes=file.size or 0,
        sha256=digest,
        recorded_at=recorded_at,
        uploaded_at=now,
        blurs_faces=prescription.plan.clinic.blur_faces,
    )
    file.seek(0)
    recording.original.save(f"original{SUFFIX[kind]}", file, save=False)
    try:
        with transaction.atomic():
            recording.save()
            audit.record(action="recording.uploaded", about=recording, by=by, now=now)
            analyses.request(by=by, recording=recording, now=now)
    except BaseException:
        # No row, no file: nobody could ever delete it.
        recording.original.delete(save=False)
        raise
    return recording


def _checked_kind(file: "UploadedFile[bytes]") -> str:
    file.seek(0)
    return check_content(file.read(HEAD_BYTES))


def _kind(head: bytes) -> str | None:
    """Return the accepted content type that `head` begins, if any."""
    if head[4:8] == b"ftyp" and head[8:12] in _VIDEO_BRANDS:
        return "video/mp4"
    try:
        matches = puremagic.magic_string(head)
    except puremagic.PureError:
        return None
    return next(
        (match.mime_type for match in matches if match.mime_type in SUFFIX), None
    )


def _sha256(file: "UploadedFile[bytes]") -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
