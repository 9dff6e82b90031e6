"""The browser's copy of a recording, and the end of its original."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from django.conf import settings
from django.core.files import File
from django.db.models.fields.files import FieldFile

from clinic import recognizer
from clinic.models import Analysis, Consent, Recording
from clinic.services.leases import Lease

Stage = Analysis.Stage


@contextmanager
def working_copy(recording: Recording, lease: Lease) -> Iterator[Path]:
    """Give the video on this machine, once the browser's copy of it exists.

    The copy comes first: the video can then be watched even if its analysis fails.
    """
    with local_copy(recording.original or recording.playback) as video:
        if not recording.playback:
            _prepare(recording, video, lease)
        yield video


@contextmanager
def local_copy(file: FieldFile) -> Iterator[Path]:
    """Give the path of `file` on this machine, fetched from remote storage if need be.

    Raises:
        FileNotFoundError: there is no such file.
    """
    if not file:
        raise FileNotFoundError
    try:
        path = Path(file.path)
    except NotImplementedError:
        with _fetched(file) as copy:
            yield copy
    else:
        yield path


@contextmanager
def _fetched(file: FieldFile) -> Iterator[Path]:
    suffix = Path(file.name or "").suffix
    folder = settings.FILE_UPLOAD_TEMP_DIR
    with NamedTemporaryFile(dir=folder, suffix=suffix) as copy:
        with file.open("rb") as remote:
            for chunk in remote.chunks():
                copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def drop_original(recording: Recording) -> bool:
    """Delete the original once a verified copy exists, unless it is to be kept.

    It is kept where the clinic keeps originals and the patient was told so.
    """
    recording.refresh_from_db(fields=["original", "playback"])
    if not (recording.original and recording.playback) or _is_kept(recording):
        return False
    name, storage = str(recording.original.name), recording.original.storage
    Recording.objects.filter(pk=recording.pk).update(original="")
    storage.delete(name)
    return True


def _is_kept(recording: Recording) -> bool:
    told = Consent.objects.filter(
        patient_id=recording.patient_id,
        given_at__lte=recording.uploaded_at,
        originals_kept=True,
    )
    return recording.clinic.keep_originals and told.exists()


def _prepare(recording: Recording, video: Path, lease: Lease) -> None:
    lease.progress(Stage.PREPARING, 0.0)
    with TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        target = Path(folder) / "playback.mp4"
        if recognizer.transcode(
            video,
            target,
            on_progress=lambda share: lease.progress(Stage.PREPARING, share),
        ):
            _keep(recording, target)


def _keep(recording: Recording, target: Path) -> None:
    field = recording.playback
    with target.open("rb") as content:
        path = field.field.generate_filename(recording, target.name)
        name = field.storage.save(path, File(content))
    row = Recording.objects.filter(pk=recording.pk, playback="")
    if not row.update(playback=name):
        field.storage.delete(name)  # another worker was faster, or it was erased
    recording.refresh_from_db(fields=["playback"])
