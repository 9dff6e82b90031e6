"""Therapists' words at a moment of a recording, and the phrases they use again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import Comment, Exercise, Phrase, Recording, User
from clinic.selectors.results import effective_result
from clinic.services import audit, notices, reviews
from clinic.services.errors import Refused


class CommentEmpty(Refused):
    """There is nothing in it."""

    code = "comment_empty"


class MomentOutside(Refused):
    """The moment is not in the video."""

    code = "moment_outside"


@transaction.atomic
def write(
    *,
    by: User,
    recording: Recording,
    text: str,
    time_s: float,
    now: datetime,
    keep: bool = False,
) -> Comment:
    """Write `text` to the patient at `time_s` of `recording`; `keep` it as a phrase.

    Raises:
        Denied: `by` is not in charge of the patient.
        CommentEmpty, MomentOutside.
    """
    access.require(access.can_review_recording(by, recording))
    words = text.strip()
    if not words:
        raise CommentEmpty(_("Write something first."))
    if time_s < 0 or time_s > (recording.duration_s or time_s):
        raise MomentOutside(_("Choose a moment within the video."))
    comment = Comment.objects.create(
        recording=recording,
        repetition_id=_repetition_at(recording, time_s, by),
        time_s=round(time_s, 3),
        by=by,
        text=words,
        written_at=now,
    )
    notices.of_answer(recording, now=now)
    _audit("comment.written", comment, by, now)
    if keep:
        keep_phrase(by=by, text=words, exercise=recording.exercise, now=now)
    return comment


@transaction.atomic
def answer(
    *,
    by: User,
    recording: Recording,
    text: str,
    time_s: float,
    now: datetime,
    keep: bool = False,
) -> Comment:
    """Write a comment and finish the review with it, in one step."""
    comment = write(
        by=by, recording=recording, text=text, time_s=time_s, now=now, keep=keep
    )
    reviews.mark_reviewed(by=by, recording=recording, now=now)
    return comment


@transaction.atomic
def withdraw(*, by: User, comment: Comment, now: datetime) -> bool:
    """Take `comment` back, so that the patient no longer sees it."""
    access.require(access.can_review_recording(by, comment.recording))
    standing = Comment.objects.standing().filter(pk=comment.pk)
    withdrawn = standing.update(withdrawn_at=now)
    if withdrawn:
        _audit("comment.withdrawn", comment, by, now)
    return bool(withdrawn)


@transaction.atomic
def keep_phrase(
    *, by: User, text: str, now: datetime, exercise: Exercise | None = None
) -> Phrase:
    """Keep `text` for the therapists of the clinic; twice is once."""
    access.require(access.can_keep_phrases(by))
    words = text.strip()
    if not words:
        raise CommentEmpty(_("Write something first."))
    phrase, created = Phrase.objects.get_or_create(
        clinic=by.clinic,
        text=words,
        defaults={"exercise": exercise, "added_by": by, "added_at": now},
    )
    if created:
        audit.record(action="phrase.kept", about=phrase, by=by, now=now)
    return phrase


@transaction.atomic
def drop_phrase(*, by: User, phrase: Phrase, now: datetime) -> None:
    """Forget a phrase of the clinic."""
    access.require(access.can_keep_phrases(by) and by.clinic_id == phrase.clinic_id)
    audit.record(action="phrase.dropped", about=phrase, by=by, now=now)
    phrase.delete()


def _repetition_at(recording: Recording, time_s: float, by: User) -> int | None:
    result = effective_result(recording, viewer=by)
    return next(
        (
            item.repetition.pk
            for item in result.repetitions
            if item.repetition.start_s <= time_s <= item.repetition.end_s
        ),
        None,
    )


def _audit(action: str, comment: Comment, by: User, now: datetime) -> None:
    audit.record(
        action=action, about=comment, by=by, now=now, clinic=comment.recording.clinic
    )
