"""A clinic's own exercises: made from one video, adjusted, published in versions."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from clinic import access, exercise_learning, jobs, wording
from clinic.models import Exercise, ExerciseVersion, Reference, User
from clinic.models.own_exercise import folder_of
from clinic.services import audit, failures, recordings, retention, work
from clinic.services.errors import Refused

Status = ExerciseVersion.Status

# A deleted video can be brought back for this long; then the file is erased.
UNDO_FOR: Final = timedelta(days=7)
_NAME: Final = 200
# What a therapist said of an exercise holds whatever its repetitions are cut by.
_KEPT: Final = frozenset({"name", "instructions", "repetitions"})


class NotReady(Refused):
    """It is still being worked on, or has failed, or is no draft."""

    code = "not_ready"


class NotAgreed(Refused):
    """Nobody said that who is shown agrees."""

    code = "not_agreed"


class NotSuitable(Refused):
    """What was set cannot be judged by."""

    code = "not_suitable"


def begin(
    *, by: User, name: str, shown: str, file: "UploadedFile[bytes]", now: datetime
) -> ExerciseVersion:
    """Make a draft of an exercise out of the reference video `file`.

    Raises:
        Denied: `by` is no therapist of a clinic.
        NotAgreed, and what `recordings` refuses of a file.
    """
    access.require(access.can_make_exercises(by))
    kind = _checked(file, shown)
    with transaction.atomic():
        exercise = Exercise.objects.create(
            clinic=by.clinic,
            # Not made of the name: codes leave the clinic, in reports and labels.
            code=f"own_{secrets.token_hex(4)}",
            name=name.strip()[:_NAME],
            is_offered=False,
        )
        return _drafted(exercise, 1, by=by, shown=shown, file=file, kind=kind, now=now)


def film_again(
    *,
    by: User,
    version: ExerciseVersion,
    shown: str,
    file: "UploadedFile[bytes]",
    now: datetime,
) -> ExerciseVersion:
    """Learn the draft `version` from another video; what was set of it is lost.

    Raises:
        Denied, NotReady: it is published.
        NotAgreed, and what `recordings` refuses of a file.
    """
    access.require(access.can_change_exercise(by, version))
    kind = _checked(file, shown)
    with transaction.atomic():
        if not ExerciseVersion.objects.drafts().filter(pk=version.pk).exists():
            raise _published()
        exercise, number = version.exercise, version.number
        _drop(version)
        return _drafted(
            exercise, number, by=by, shown=shown, file=file, kind=kind, now=now
        )


@transaction.atomic
def adjust(
    *, by: User, version: ExerciseVersion, wanted: Mapping[str, Any], now: datetime
) -> None:
    """Set how the draft `version` judges, and have the reference judged by it.

    Raises:
        Denied, NotReady: it is published, or nothing was learned yet.
        NotSuitable: it cannot be judged by.
    """
    access.require(access.can_change_exercise(by, version))
    if not version.reference.learned:
        raise NotReady(_("Wait until the video has been looked at."))
    try:
        exercise_learning.adjusted(version.taught["definition"], wanted)
    except exercise_learning.UnsuitableAdjustments as error:
        raise NotSuitable(wording.translated(error.message)) from error
    draft = ExerciseVersion.objects.drafts().filter(pk=version.pk)
    if not draft.update(adjustments=dict(wanted), **work.again(now)):
        raise _published()
    if version.number == 1:
        name = str(wanted["name"]).strip()[:_NAME]
        Exercise.objects.filter(pk=version.exercise_id).update(name=name)
    audit.record(
        action="exercise.adjusted", about=version, by=by, now=now, clinic=by.clinic
    )
    enqueue(version)


@transaction.atomic
def cut_by(*, by: User, version: ExerciseVersion, signal: str, now: datetime) -> None:
    """Cut the repetitions of the draft `version` by another measure, and judge anew.

    Name, words and amount stay; target and bands are those of the new measure.

    Raises:
        Denied, NotReady: it is published, or nothing was learned yet.
        NotSuitable: the reference cannot be cut by it.
    """
    access.require(access.can_change_exercise(by, version))
    reference = version.reference
    keys = {one["key"] for one in reference.signals if one["definition"]}
    if signal not in keys:
        raise NotSuitable(_("Repetitions cannot be cut by that."))
    adjustments = {}
    if said := version.adjustments:
        anew = exercise_learning.as_learned(reference.taught(signal)["definition"])
        adjustments = anew | {name: said[name] for name in _KEPT}
    draft = ExerciseVersion.objects.drafts().filter(pk=version.pk)
    if not draft.update(signal=signal, adjustments=adjustments, **work.again(now)):
        raise _published()
    audit.record(
        action="exercise.cut_anew", about=version, by=by, now=now, clinic=by.clinic
    )
    enqueue(version)


@transaction.atomic
def retry(*, by: User, version: ExerciseVersion, now: datetime) -> bool:
    """Work on `version` again that failed for a passing reason; say whether it did."""
    access.require(access.can_change_exercise(by, version))
    passing = [failure.code for failure in failures.PASSING]
    rows = ExerciseVersion.objects.filter(pk=version.pk, status=Status.FAILED)
    if not rows.filter(failure_code__in=passing).update(**work.again(now)):
        return False
    enqueue(version)
    return True


@transaction.atomic
def publish(*, by: User, version: ExerciseVersion, now: datetime) -> None:
    """Offer the draft `version` to the clinic's therapists, from now on.

    Raises:
        Denied.
        NotReady: it was not judged as it is set now, or is published.
    """
    access.require(access.can_change_exercise(by, version))
    tried = ExerciseVersion.objects.drafts().filter(pk=version.pk, status=Status.DONE)
    if not tried.update(published_at=now, published_by=by):
        raise NotReady(_("Wait until the reference has been judged by what you set."))
    version.refresh_from_db()
    entry = exercise_learning.described(version.definition)
    Exercise.objects.filter(pk=version.exercise_id).update(
        name=entry.name,
        summary=entry.summary,
        instructions=entry.instructions,
        advice=entry.advice,
        kind=entry.kind,
        sides=entry.sides,
        mistakes=entry.mistakes,
        dosage=entry.dosage,
        movement=entry.movement,
        traits=entry.traits,
        figure=exercise_learning.figure(version.taught["motion"]),
        is_offered=True,
    )
    audit.record(
        action="exercise.published",
        about=version,
        by=by,
        now=now,
        clinic=by.clinic,
        number=version.number,
    )


@transaction.atomic
def begin_change(
    *, by: User, version: ExerciseVersion, now: datetime
) -> ExerciseVersion:
    """Return the draft that follows the published `version`; the one that is there.

    Raises:
        Denied, NotReady: `version` is not published.
    """
    access.require(access.can_change_exercise(by, version))
    versions = ExerciseVersion.objects.filter(exercise=version.exercise)
    if existing := versions.drafts().select_related("exercise", "reference").first():
        return existing
    newest = versions.published().order_by("-number").select_for_update().first()
    if newest is None:
        raise NotReady(_("It is not published yet."))
    draft = ExerciseVersion.objects.create(
        exercise=version.exercise,
        number=newest.number + 1,
        reference_id=newest.reference_id,
        signal=newest.signal,
        adjustments=newest.adjustments,
        drafted_by=by,
        drafted_at=now,
        queued_at=now,
    )
    audit.record(
        action="exercise.drafted", about=draft, by=by, now=now, clinic=by.clinic
    )
    enqueue(draft)
    return draft


@transaction.atomic
def discard(*, by: User, version: ExerciseVersion, now: datetime) -> None:
    """Remove the draft `version`; with it the exercise that was never published.

    Raises:
        Denied, NotReady: it is published.
    """
    access.require(access.can_change_exercise(by, version))
    if not ExerciseVersion.objects.drafts().filter(pk=version.pk).exists():
        raise _published()
    audit.record(
        action="exercise.discarded", about=version, by=by, now=now, clinic=by.clinic
    )
    exercise = version.exercise
    _drop(version)
    if not exercise.versions.exists():
        exercise.delete()


@transaction.atomic
def set_offered(
    *, by: User, version: ExerciseVersion, is_offered: bool, now: datetime
) -> None:
    """Archive the exercise of a published `version`, or offer it again.

    Plans that prescribe it go on.
    """
    access.require(access.can_change_exercise(by, version))
    if not version.is_published:
        raise NotReady(_("It is not published yet."))
    Exercise.objects.filter(pk=version.exercise_id).update(is_offered=is_offered)
    action = "exercise.offered" if is_offered else "exercise.archived"
    audit.record(action=action, about=version, by=by, now=now, clinic=by.clinic)


@transaction.atomic
def delete_video(*, by: User, version: ExerciseVersion, now: datetime) -> None:
    """Hide the reference video from everybody; it is erased after `UNDO_FOR`.

    What was learned stays: the exercise is judged and shown as before.
    """
    access.require(access.can_change_exercise(by, version))
    present = Reference.objects.filter(pk=version.reference_id, deleted_at__isnull=True)
    if present.update(deleted_at=now):
        audit.record(
            action="exercise.video_deleted",
            about=version,
            by=by,
            now=now,
            clinic=by.clinic,
        )


@transaction.atomic
def restore_video(*, by: User, version: ExerciseVersion, now: datetime) -> bool:
    """Bring a deleted video back; say whether it was still there."""
    access.require(access.can_change_exercise(by, version))
    rows = Reference.objects.filter(
        pk=version.reference_id, deleted_at__gte=now - UNDO_FOR
    )
    if not rows.update(deleted_at=None):
        return False
    audit.record(
        action="exercise.video_restored",
        about=version,
        by=by,
        now=now,
        clinic=by.clinic,
    )
    return True


def erase_videos(*, now: datetime) -> int:
    """Erase videos whose deletion can no longer be undone; return how many."""
    due = Reference.objects.filter(deleted_at__lt=now - UNDO_FOR)
    erased = 0
    for reference in due.exclude(original="", playback="", still=""):
        for name in ("original", "playback", "still"):
            getattr(reference, name).delete(save=False)
        reference.save(update_fields=["original", "playback", "still"])
        audit.record(
            action="exercise.video_erased",
            about=reference,
            by=None,
            now=now,
            clinic=reference.exercise.clinic,
        )
        erased += 1
    return erased


def enqueue(version: ExerciseVersion) -> None:
    """Ask a worker to learn and judge `version`."""
    jobs.enqueue_on_commit(jobs.LEARN_EXERCISE, version_id=str(version.public_id))


def _checked(file: "UploadedFile[bytes]", shown: str) -> str:
    """Return the content type of a video that may be kept."""
    if shown not in Reference.Shown.values:
        raise NotAgreed(_("Say who is shown, and that they agree."))
    recordings.check_size(file.size or 0)
    file.seek(0)
    return recordings.check_content(file.read(recordings.HEAD_BYTES))


def _drafted(
    exercise: Exercise,
    number: int,
    *,
    by: User,
    shown: str,
    file: "UploadedFile[bytes]",
    kind: str,
    now: datetime,
) -> ExerciseVersion:
    """Store the video with a draft, and have it learned from."""
    reference = Reference(
        exercise=exercise,
        uploaded_by=by,
        uploaded_at=now,
        shown=shown,
        content_type=kind,
        size_bytes=file.size or 0,
    )
    file.seek(0)
    reference.original.save(f"original{recordings.SUFFIX[kind]}", file, save=False)
    try:
        with transaction.atomic():
            reference.save()
            draft = ExerciseVersion.objects.create(
                exercise=exercise,
                number=number,
                reference=reference,
                drafted_by=by,
                drafted_at=now,
                queued_at=now,
            )
            audit.record(
                action="exercise.begun", about=draft, by=by, now=now, clinic=by.clinic
            )
            enqueue(draft)
    except BaseException:
        # No row, no file: nobody could ever delete it.
        reference.original.delete(save=False)
        raise
    return draft


def _drop(version: ExerciseVersion) -> None:
    """Delete a draft, and its reference with all files if no version needs it."""
    reference = version.reference
    version.delete()
    if reference.versions.exists():
        return
    folder, storage = folder_of(reference), reference.original.storage
    reference.delete()
    transaction.on_commit(lambda: retention.delete_folder(storage, folder))


def _published() -> NotReady:
    return NotReady(_("It is published. Make a new version to change it."))
