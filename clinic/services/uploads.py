"""Take videos in part by part, so that a broken connection loses nothing.

What arrived is kept in files of its own (`UploadPart`), which every storage can do, and
counted by one compare-and-set UPDATE: two senders of the same bytes, or a server killed
between two parts, leave neither a hole nor a doubled part.
"""

import base64
import hashlib
import hmac
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import Prescription, Recording, Upload, UploadPart, User
from clinic.models.upload import folder_of
from clinic.services import audit, recordings, retention
from clinic.services.errors import Refused

# An unfinished upload waits this long for its next part. The phone keeps the video, so
# one that comes later begins again and loses nothing but time.
EXPIRES_AFTER: Final = timedelta(days=7)
# Longest time that a video may wait on a phone for a connection and still count for
# the day on which it was made.
LONGEST_WAIT: Final = timedelta(days=30)
# Bytes held in memory at once, kept as one part; also the longest body whose checksum
# is checked, for that is done before anything is kept.
PART_BYTES: Final = 4 * 1024**2
# Unfinished uploads a patient may have at once: the disk is everybody's.
MOST_UNFINISHED: Final = 20

DIGESTS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "sha1": lambda content: hashlib.sha1(content, usedforsecurity=False).digest(),
    "sha256": lambda content: hashlib.sha256(content).digest(),
}


class TooManyUnfinished(Refused):
    """The patient has begun more uploads than are kept."""

    code = "too_many_unfinished"


class OffsetDiffers(Refused):
    """The part does not begin where the last one ended."""

    code = "offset_differs"


class ChecksumDiffers(Refused):
    """The part changed on its way."""

    code = "checksum_differs"


class ChecksumUnusable(Refused):
    """The checksum is of no known kind, not base64, or of too long a part."""

    code = "checksum_unusable"


class Expired(Refused):
    """Nobody went on with the upload for too long."""

    code = "upload_expired"


class _PartsGone(Exception):
    """Another request has just made a recording of the parts."""


class Source(Protocol):
    """Where the bytes of a part come from: a request."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes; none at the end."""
        ...


@transaction.atomic
def begin(
    *,
    by: User,
    prescription: Prescription,
    size_bytes: int,
    recorded_at: datetime | None,
    now: datetime,
) -> Upload:
    """Announce a video of `size_bytes` for `prescription`.

    Raises:
        Denied: the exercise is not prescribed to `by`.
        ConsentMissing, PlanEnded, FileEmpty, FileTooLarge, TooManyUnfinished.
    """
    prescription = recordings.of_its_day(prescription, by, recorded_at or now)
    recordings.check_sender(by=by, prescription=prescription)
    recordings.check_size(size_bytes)
    waiting = Upload.objects.visible_to(by).unfinished().filter(expires_at__gt=now)
    if waiting.count() >= MOST_UNFINISHED:
        raise TooManyUnfinished(
            _("Too many videos are on their way. Wait until some have arrived.")
        )
    upload = Upload.objects.create(
        clinic=prescription.plan.clinic,
        patient=by,
        prescription=prescription,
        size_bytes=size_bytes,
        recorded_at=_plausible(recorded_at, now),
        begun_at=now,
        expires_at=now + EXPIRES_AFTER,
    )
    audit.record(action="upload.begun", about=upload, by=by, now=now, size=size_bytes)
    return upload


def append(
    *,
    by: User,
    upload: Upload,
    offset_bytes: int,
    source: Source,
    now: datetime,
    checksum: str = "",
) -> Upload:
    """Keep what `source` holds from `offset_bytes` on; return the upload as it is then.

    A connection that breaks keeps what has arrived, but for a part with a checksum
    (`"sha256 <base64>"`), which is kept whole or not at all. Bytes beyond the announced
    size are not read.

    Raises:
        Denied, Expired, OffsetDiffers, ChecksumDiffers, ChecksumUnusable.
        NotAVideo: its first bytes begin no video; the upload is gone.
    """
    _require_open(by, upload, now)
    if offset_bytes != upload.offset_bytes:
        raise _differs()
    if checksum:
        content = _read(source, upload.size_bytes - offset_bytes, limit=PART_BYTES + 1)
        _verify(content, checksum)
        _keep(upload, content, now)
        return upload
    while left := upload.size_bytes - upload.offset_bytes:
        content = _read(source, left, limit=PART_BYTES)
        if not content:
            break
        _keep(upload, content, now)
    return upload


def finish(*, by: User, upload: Upload, now: datetime) -> Recording | None:
    """Make a whole upload a recording; None while bytes are missing.

    Safe to ask again: after a crash the next request puts the parts together anew, or
    erases those that a recording was made of.

    Raises:
        Denied, and what `recordings.upload` refuses; the parts are gone then.
        Expired: the parts are gone.
    """
    access.require(access.can_send_upload(by, upload))
    if upload.recording is not None:
        if upload.parts.exists():  # the server was killed before it erased them
            _drop_parts(upload)
        return upload.recording
    if not upload.is_whole:
        return None
    try:
        recording = _store(by, upload, now)
    except _PartsGone:
        return _made_by_another_request(upload)
    except Refused:
        discard(upload=upload)
        raise
    Upload.objects.filter(pk=upload.pk).update(recording=recording)
    upload.recording = recording
    _drop_parts(upload)
    return recording


def _made_by_another_request(upload: Upload) -> Recording:
    """Return the recording that the parts went into.

    Where there is none, a server was killed while it erased them: the sender, who keeps
    the video until it is stored, begins again.
    """
    upload.refresh_from_db()
    if upload.recording is None:
        discard(upload=upload)
        raise _expired()
    return upload.recording


def give_up(*, by: User, upload: Upload) -> None:
    """Forget an upload whose sender does not want to go on; a recording stays."""
    access.require(access.can_send_upload(by, upload))
    discard(upload=upload)


def discard(*, upload: Upload) -> None:
    """Erase the parts of `upload`, then its row: a crash in between loses no file."""
    _drop_parts(upload)
    upload.delete()


def erase_expired(*, now: datetime) -> int:
    """Erase uploads that nobody may go on with; return how many."""
    due = list(Upload.objects.expired(now))
    for upload in due:
        discard(upload=upload)
    return len(due)


def _require_open(by: User, upload: Upload, now: datetime) -> None:
    access.require(access.can_send_upload(by, upload))
    if upload.expires_at <= now:
        raise _expired()


def _expired() -> Expired:
    return Expired(_("Sending took too long. The video is sent from its beginning."))


def _plausible(recorded_at: datetime | None, now: datetime) -> datetime:
    """Return when the video was made; a phone's clock may be wrong."""
    if recorded_at is None or not now - LONGEST_WAIT <= recorded_at <= now:
        return now
    return recorded_at


def _read(source: Source, wanted: int, *, limit: int) -> bytes:
    """Return up to `wanted` and `limit` bytes; fewer where the connection broke."""
    content = bytearray()
    wanted = min(wanted, limit)
    while len(content) < wanted:
        try:
            piece = source.read(wanted - len(content))
        except OSError:
            break
        if not piece:
            break
        content += piece
    return bytes(content)


def _verify(content: bytes, checksum: str) -> None:
    if len(content) > PART_BYTES:
        raise ChecksumUnusable(_("The part is too long for a checksum."))
    algorithm, _space, encoded = checksum.partition(" ")
    try:
        expected = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise ChecksumUnusable(_("The checksum cannot be read.")) from error
    if algorithm not in DIGESTS:
        raise ChecksumUnusable(_("The checksum is of an unknown kind."))
    if not hmac.compare_digest(DIGESTS[algorithm](content), expected):
        raise ChecksumDiffers(_("A part of the video was damaged on its way."))


def _keep(upload: Upload, content: bytes, now: datetime) -> None:
    """Store `content` at the end of `upload`, and count it if nobody was faster."""
    begins_at, ends_at = upload.offset_bytes, upload.offset_bytes + len(content)
    if not content:
        return
    if begins_at == 0 and len(content) >= min(recordings.HEAD_BYTES, upload.size_bytes):
        _check_head(upload, content)
    part = UploadPart(upload=upload, offset_bytes=begins_at, size_bytes=len(content))
    part.file.save("part", ContentFile(content), save=False)
    try:
        _count(part, ends_at, now)
    except BaseException as error:
        part.file.delete(save=False)  # no row, no file
        raise (_differs() if isinstance(error, IntegrityError) else error) from error
    upload.offset_bytes = ends_at


@transaction.atomic
def _count(part: UploadPart, ends_at: int, now: datetime) -> None:
    """Compare-and-set: of two senders of one part, one is counted."""
    part.save()
    counted = Upload.objects.filter(pk=part.upload_id, offset_bytes=part.offset_bytes)
    if not counted.update(offset_bytes=ends_at, expires_at=now + EXPIRES_AFTER):
        raise _differs()


def _differs() -> OffsetDiffers:
    return OffsetDiffers(_("The video goes on from another place."))


def _check_head(upload: Upload, content: bytes) -> None:
    try:
        recordings.check_content(content[: recordings.HEAD_BYTES])
    except recordings.NotAVideo:
        discard(upload=upload)
        raise


def _store(by: User, upload: Upload, now: datetime) -> Recording:
    with _assembled(upload) as file:
        return recordings.upload(
            by=by,
            prescription=upload.prescription,
            file=file,
            now=now,
            recorded_at=upload.recorded_at,
        )


def _assembled(upload: Upload) -> TemporaryUploadedFile:
    """Return the parts put together, beside the recordings so that it can be moved.

    Raises:
        _PartsGone: they are not all there.
    """
    whole = TemporaryUploadedFile("video", None, upload.size_bytes, None)
    assert whole.file is not None  # noqa: S101  for mypy; it has just been opened
    try:
        for part in upload.parts.order_by("offset_bytes"):
            with part.file.open("rb") as content:
                shutil.copyfileobj(content, whole.file, PART_BYTES)
        whole.file.flush()
        if whole.file.tell() != upload.size_bytes:
            raise _PartsGone
    except FileNotFoundError as error:
        whole.close()
        raise _PartsGone from error
    except BaseException:
        whole.close()
        raise
    return whole


def _drop_parts(upload: Upload) -> None:
    """Erase files before rows; and what a killed server stored without a row."""
    retention.delete_folder(default_storage, folder_of(upload))
    upload.parts.all().delete()
