"""The worker's part of own exercises: learn from the video, judge it by what is set.

The only code that moves `ExerciseVersion.status`, beside what asks for the work.
"""

import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings
from django.core.files import File
from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_noop as _

from clinic import exercise_learning, jobs, recognizer
from clinic.models import ExerciseVersion, Reference
from clinic.services import audit, own_exercises, playback, results, work
from clinic.services.failures import Failure
from clinic.services.leases import Clock, Lease, LostLease

logger = logging.getLogger(__name__)

Stage = ExerciseVersion.Stage

_LATER: Final = _("Try again later. The video is kept.")
TOOK_TOO_LONG: Final = Failure(
    "took_too_long",
    _("The analysis took too long and was stopped."),
    _("Send a shorter video: three to five repetitions are enough."),
)
INTERNAL_ERROR: Final = Failure(
    "internal_error", _("Something went wrong on our side."), _LATER
)
GAVE_UP: Final = Failure(
    "gave_up", _("The analysis was interrupted several times."), _LATER
)
UNAVAILABLE: Final = Failure(
    "unavailable", _("The analysis is not available at the moment."), _LATER
)


@dataclass(slots=True)
class _Made:
    """What one attempt made: columns of both rows, and the files that they name."""

    reference: dict[str, Any] = field(default_factory=dict)
    version: dict[str, Any] = field(default_factory=dict)
    files: list[tuple[FieldFile, str]] = field(default_factory=list)

    def store(self, row: models.Model, name: str, path: Path) -> None:
        """Store the file at `path` as the field `name` of `row`."""
        file: FieldFile = getattr(row, name)
        with path.open("rb") as content:
            target = file.field.generate_filename(row, path.name)
            stored = str(file.storage.save(target, File(content)))
        columns = self.reference if isinstance(row, Reference) else self.version
        columns[name] = stored
        self.files.append((file, stored))

    def delete_files(self) -> None:
        """Delete what was stored."""
        for file, name in self.files:
            file.storage.delete(name)


def run(*, version_id: uuid.UUID, clock: Clock) -> None:
    """Claim one version, learn what is to be learned, judge the reference by it.

    Safe to call twice, or from two workers at once, like `analyses.run`.
    """
    lease = Lease(claim=uuid.uuid4(), clock=clock, model=ExerciseVersion)
    if not work.claim(ExerciseVersion.objects.filter(public_id=version_id), lease):
        logger.info("version %s is not up for work", version_id)
        return
    rows = ExerciseVersion.objects.select_related("reference", "exercise__clinic")
    version = rows.get(public_id=version_id)
    try:
        _work(version, lease)
    except LostLease:
        logger.warning("version %s was changed or taken over", version_id)


def rescue(*, now: datetime) -> int:
    """Requeue versions whose worker or message was lost; return how many."""
    return work.rescue(
        ExerciseVersion.objects.select_related("exercise__clinic"),
        now=now,
        enqueue=own_exercises.enqueue,
        give_up=_give_up,
    )


def _give_up(
    version: ExerciseVersion, row: QuerySet[ExerciseVersion], now: datetime
) -> bool:
    with transaction.atomic():
        gave_up = row.update(**work.failed(GAVE_UP, now))
        if gave_up:
            audit.record(
                action="exercise.failed",
                about=version,
                by=None,
                now=now,
                clinic=version.exercise.clinic,
                code=GAVE_UP.code,
            )
    return bool(gave_up)


def _work(version: ExerciseVersion, lease: Lease) -> None:
    """Do the claimed work; whatever ends it becomes a stored outcome."""
    with _making() as (made, folder):
        try:
            definition, poses = _learned(version, lease, made, folder)
            _try_out(version, lease, made, folder, definition, poses)
        except LostLease:
            raise
        except recognizer.Unanalyzable as error:
            _fail(lease, Failure(error.code, error.message, error.what_to_do))
        except jobs.OutOfTime:
            _fail(lease, TOOK_TOO_LONG)
        except (recognizer.Unavailable, OSError):
            logger.exception("version %s must wait", version.public_id)
            if version.attempts >= work.MAX_ATTEMPTS:
                _fail(lease, UNAVAILABLE)
            else:
                lease.release()
        except Exception:
            _fail(lease, INTERNAL_ERROR)
            raise
        else:
            _settle(version, lease, made)
            return
        # What failed is tried again from its video: nothing of this attempt is kept.
        made.delete_files()


@contextmanager
def _making() -> Iterator[tuple[_Made, Path]]:
    """Give a place for what is made; files without a row are deleted on errors."""
    made = _Made()
    with TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        try:
            yield made, Path(folder)
        except BaseException:
            made.delete_files()
            raise


def _fail(lease: Lease, failure: Failure) -> None:
    lease.settle(status=ExerciseVersion.Status.FAILED, **failure.columns())


def _learned(
    version: ExerciseVersion, lease: Lease, made: _Made, folder: Path
) -> tuple[str, Path]:
    """Return the exercise as learned, and the poses of its reference here."""
    reference = version.reference
    if reference.learned:
        poses = folder / recognizer.POSES_NAME
        with reference.poses.open("rb") as stored, poses.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
        return version.taught["definition"], poses
    with playback.local_copy(reference.original) as video:
        _prepare(reference, video, lease, made, folder)
        learned = exercise_learning.learn(
            video,
            folder,
            name=version.exercise.name,
            code=version.exercise.code,
            on_progress=lease.progress,
        )
    made.store(reference, "poses", learned.poses)
    made.reference |= {
        "learned": learned.definition,
        "takes": learned.takes,
        "motion": learned.motion,
        "signals": learned.signals,
    }
    return learned.definition, learned.poses


def _prepare(
    reference: Reference, video: Path, lease: Lease, made: _Made, folder: Path
) -> None:
    """Make the browser's copy of the video."""
    lease.progress(Stage.PREPARING, 0.0)
    target = folder / "playback.mp4"
    if recognizer.transcode(
        video, target, on_progress=lambda share: lease.progress(Stage.PREPARING, share)
    ):
        made.store(reference, "playback", target)


def _try_out(
    version: ExerciseVersion,
    lease: Lease,
    made: _Made,
    folder: Path,
    definition: str,
    poses: Path,
) -> None:
    """Judge the reference by what the therapist set."""
    lease.progress(Stage.ASSESSMENT, 0.0)
    if version.adjustments:
        definition = exercise_learning.adjusted(definition, version.adjustments)
    tried = exercise_learning.try_out(poses, folder, definition=definition)
    # The path of the curves is named after the claim.
    version.claim = lease.claim
    made.store(version, "curves", results.gzipped(tried.curves))
    made.version |= {"report": tried.report, "definition": definition}
    if "learned" in made.reference:
        made.reference["duration_s"] = tried.report["video"]["duration_s"]
        _still(version, made, folder, tried)


def _still(
    version: ExerciseVersion, made: _Made, folder: Path, tried: recognizer.Analyzed
) -> None:
    """Take the still picture at the best moment."""
    target = folder / "still.jpg"
    still = recognizer.Still(target, results.best_moment(tried.report))
    with playback.local_copy(version.reference.original) as video:
        recognizer.save_stills(video, [still], curves=tried.curves)
    made.store(version.reference, "still", target)


def _settle(version: ExerciseVersion, lease: Lease, made: _Made) -> None:
    """Write both rows and let go of the claim, all or nothing.

    Raises:
        LostLease: the therapist set something else meanwhile, or another worker has it.
    """
    replaced = str(version.curves.name or "")
    with transaction.atomic():
        lease.settle(
            status=ExerciseVersion.Status.DONE,
            stage=Stage.DONE,
            percent=100,
            **made.version,
        )
        if made.reference:
            _keep(version.reference, made)
        audit.record(
            action="exercise.tried",
            about=version,
            by=None,
            now=lease.clock(),
            clinic=version.exercise.clinic,
            pipeline=recognizer.VERSION,
        )
    if replaced:
        version.curves.storage.delete(replaced)


def _keep(reference: Reference, made: _Made) -> None:
    """Write what was learned; the original goes where a copy for watching exists."""
    columns = dict(made.reference)
    original = str(reference.original.name or "")
    if "playback" in columns and original:
        columns["original"] = ""
        storage = reference.original.storage
        transaction.on_commit(lambda: storage.delete(original))
    Reference.objects.filter(pk=reference.pk).update(**columns)
