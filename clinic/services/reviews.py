"""Therapists' judgments: laid over an analysis, which itself never changes."""

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import Finding, Recording, Repetition, Review, User, Verdict
from clinic.services import audit, digests, notices, review_claims
from clinic.services.errors import Refused

Decision = Verdict.Decision


class MistakeUnknown(Refused):
    """The exercise knows no such mistake."""

    code = "mistake_unknown"


class NothingChanged(Refused):
    """The finding already says so."""

    code = "nothing_changed"


class TimeOutside(Refused):
    """The moment is not within the repetition."""

    code = "time_outside"


def confirm(*, by: User, finding: Finding, now: datetime, reason: str = "") -> Verdict:
    """Say that `finding` is right. It replaces an earlier verdict."""
    return _judge(by, finding, Decision.CONFIRMED, reason, now)


def dismiss(*, by: User, finding: Finding, now: datetime, reason: str = "") -> Verdict:
    """Say that `finding` is wrong. It replaces an earlier verdict."""
    return _judge(by, finding, Decision.DISMISSED, reason, now)


def cannot_see(
    *, by: User, finding: Finding, now: datetime, reason: str = ""
) -> Verdict:
    """Say that the video does not show whether `finding` is right."""
    return _judge(by, finding, Decision.NOT_VISIBLE, reason, now)


def change(
    *,
    by: User,
    finding: Finding,
    now: datetime,
    severity: str = "",
    mistake: str = "",
) -> Verdict:
    """Say that there is a mistake, but of another severity, or another one.

    Raises:
        Denied: `by` is not in charge of the patient.
        MistakeUnknown: the exercise does not list `mistake`.
        NothingChanged: both are as they were found.
    """
    severity = "" if severity == finding.severity else severity
    mistake = "" if mistake == finding.mistake else mistake
    if not severity and not mistake:
        raise NothingChanged(_("Choose another severity or another mistake."))
    said = {"severity": severity, "mistake": mistake}
    if mistake:
        entry = _entry(finding.repetition.analysis.recording, mistake)
        said |= {"name": entry.get("name", ""), "message": entry.get("cue", "")}
    return _judge(by, finding, Decision.CHANGED, "", now, **said)


@transaction.atomic
def undo(*, by: User, finding: Finding, now: datetime) -> bool:
    """Take back the verdict on `finding`; say whether there was one."""
    access.require(access.can_judge_finding(by, finding))
    undone = _undo_standing(finding, now)
    if undone:
        digests.refresh(finding.repetition.analysis.recording)
        _audit("finding.verdict_undone", finding, by, now)
    return bool(undone)


@transaction.atomic
def add_finding(
    *,
    by: User,
    repetition: Repetition,
    mistake: str,
    severity: str,
    time_s: float,
    now: datetime,
    side: str = "",
    message: str = "",
) -> Finding:
    """Add a mistake that the recognizer missed, at `time_s` of the recording.

    Without `message` the patient is told the exercise's own sentence for it.

    Raises:
        Denied: `by` is not in charge of the patient.
        MistakeUnknown: the exercise does not list `mistake`.
        TimeOutside: `time_s` is not within the repetition.
    """
    recording = repetition.analysis.recording
    access.require(access.can_review_recording(by, recording))
    entry = _entry(recording, mistake)
    if not repetition.start_s <= time_s <= repetition.end_s:
        raise TimeOutside(_("Choose a moment within the repetition."))
    finding = Finding.objects.create(
        repetition=repetition,
        source=Finding.Source.THERAPIST,
        added_by=by,
        mistake=mistake,
        name=entry.get("name", ""),
        severity=severity,
        joint=entry.get("joint", ""),
        side=side or repetition.side,
        time_s=time_s,
        message=message.strip() or entry.get("cue", ""),
        clinical=entry.get("clinical", ""),
    )
    digests.refresh(recording)
    _audit("finding.added", finding, by, now)
    return finding


@transaction.atomic
def write_note(*, by: User, recording: Recording, note: str, now: datetime) -> Review:
    """Replace the therapist's words to the patient about `recording`."""
    access.require(access.can_review_recording(by, recording))
    review, _created = Review.objects.update_or_create(
        recording=recording,
        defaults={"by": by, "note": note.strip(), "note_written_at": now},
    )
    if review.note:
        notices.of_answer(recording, now=now)
    audit.record(action="review.note_written", about=recording, by=by, now=now)
    return review


@transaction.atomic
def mark_reviewed(*, by: User, recording: Recording, now: datetime) -> Review:
    """Say that the therapist has finished with `recording`."""
    access.require(access.can_review_recording(by, recording))
    review, _created = Review.objects.update_or_create(
        recording=recording, defaults={"by": by, "reviewed_at": now}
    )
    review_claims.release(by=by, recording=recording)
    notices.of_review(recording, now=now)
    audit.record(action="review.finished", about=recording, by=by, now=now)
    return review


@transaction.atomic
def reopen(*, by: User, recording: Recording, now: datetime) -> bool:
    """Take back that `recording` is reviewed; say whether it was."""
    access.require(access.can_review_recording(by, recording))
    reviews = Review.objects.filter(recording=recording, reviewed_at__isnull=False)
    reopened = reviews.update(reviewed_at=None, by=by)
    if reopened:
        audit.record(action="review.reopened", about=recording, by=by, now=now)
    return bool(reopened)


@transaction.atomic
def _judge(
    by: User,
    finding: Finding,
    decision: Decision,
    reason: str,
    now: datetime,
    **said: str,
) -> Verdict:
    # Two therapists at once: the second waits here, then replaces the first.
    finding = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("repetition__analysis__recording__patient")
        .get(pk=finding.pk)
    )
    access.require(access.can_judge_finding(by, finding))
    _undo_standing(finding, now)
    verdict = Verdict.objects.create(
        finding=finding,
        by=by,
        decision=decision,
        reason=reason.strip(),
        decided_at=now,
        pipeline_version=finding.repetition.analysis.pipeline_version,
        **said,
    )
    digests.refresh(finding.repetition.analysis.recording)
    _audit(f"finding.{decision.value}", finding, by, now)
    return verdict


def _entry(recording: Recording, mistake: str) -> dict[str, str]:
    """Return what the exercise says of `mistake`."""
    known: dict[str, dict[str, str]] = {
        entry["code"]: entry for entry in recording.exercise.mistakes
    }
    if mistake not in known:
        raise MistakeUnknown(_("Choose one of the mistakes of this exercise."))
    return known[mistake]


def _audit(action: str, finding: Finding, by: User, now: datetime) -> None:
    audit.record(
        action=action,
        about=finding,
        by=by,
        now=now,
        mistake=finding.mistake,
        repetition=finding.repetition.index,
    )


def _undo_standing(finding: Finding, now: datetime) -> int:
    # Whoever waited for the lock read the clock before the verdict that now gives way.
    undone_at = Greatest("decided_at", Value(now))
    return finding.verdicts.standing().update(undone_at=undone_at)
