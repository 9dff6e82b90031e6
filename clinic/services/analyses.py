"""Request, run and rescue analyses. The only code that moves `Analysis.status`."""

import hashlib
import json
import logging
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from clinic import access, jobs, recognizer
from clinic.models import Analysis, ExerciseVersion, Recording, User
from clinic.services import (
    audit,
    digests,
    failures,
    notices,
    playback,
    results,
    work,
)
from clinic.services.leases import LEASE, Clock, Lease, LostLease

logger = logging.getLogger(__name__)

Status = Analysis.Status


@transaction.atomic
def request(
    *,
    by: User,
    recording: Recording,
    now: datetime,
    options: dict[str, Any] | None = None,
) -> Analysis:
    """Queue the analysis of `recording` by the current pipeline.

    It is judged by the rules of its prescription, that of the day it was recorded, and
    a clinic's own exercise by the version that held then.
    Asking again returns the row that is already there and enqueues nothing. The
    first analysis of a recording is current at once; a later one when it is done.
    """
    access.require(access.can_request_analysis(by, recording))
    chosen = _by_prescription(
        recording, recognizer.default_options() if options is None else options
    )
    analysis, created = Analysis.objects.get_or_create(
        recording=recording,
        pipeline_version=recognizer.VERSION,
        options_key=options_key(chosen),
        defaults={
            "options": chosen,
            "queued_at": now,
            "is_current": not recording.analyses.current().exists(),
        },
    )
    if created:
        audit.record(
            action="analysis.requested",
            about=analysis,
            by=by,
            now=now,
            clinic=recording.clinic,
            pipeline=analysis.pipeline_version,
        )
        _enqueue(analysis.public_id)
    return analysis


def _by_prescription(recording: Recording, options: dict[str, Any]) -> dict[str, Any]:
    """Return `options` with the patient's own rules, and what the exercise was then."""
    chosen = dict(options)
    if recording.prescription is not None and recording.prescription.rules:
        chosen["rules"] = recording.prescription.rules
    if recording.exercise.is_own:
        exercise, moment = recording.exercise, recording.recorded_at
        version = ExerciseVersion.objects.in_force(exercise, moment)
        if version is not None:
            chosen["version"] = version.number
    return chosen


def options_key(options: dict[str, Any]) -> str:
    """Return a short name of `options`, the same for the same options."""
    text = json.dumps(options, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def choose(*, by: User, analysis: Analysis, now: datetime) -> None:
    """Make a finished `analysis` the one that counts for its recording.

    Raises:
        Denied: `by` is not in charge of the patient, or it is not finished.
    """
    recording = analysis.recording
    access.require(access.can_review_recording(by, recording))
    access.require(analysis.status == Status.DONE)
    rows = Analysis.objects.filter(recording=recording)
    rows.exclude(pk=analysis.pk).update(is_current=False)
    rows.filter(pk=analysis.pk).update(is_current=True)
    digests.refresh(recording)
    audit.record(
        action="analysis.chosen",
        about=analysis,
        by=by,
        now=now,
        clinic=recording.clinic,
        pipeline=analysis.pipeline_version,
    )


@transaction.atomic
def retry(*, by: User, analysis: Analysis, now: datetime) -> bool:
    """Queue a failed analysis again; say whether it had failed for a passing reason."""
    access.require(access.can_request_analysis(by, analysis.recording))
    failed = Analysis.objects.filter(
        pk=analysis.pk,
        status=Status.FAILED,
        failure_code__in=[failure.code for failure in failures.PASSING],
    )
    queued = failed.update(**work.again(now))
    if queued:
        audit.record(
            action="analysis.retried",
            about=analysis,
            by=by,
            now=now,
            clinic=analysis.recording.clinic,
        )
        notices.withdraw(analysis.recording)
        _enqueue(analysis.public_id)
    return bool(queued)


def run(*, analysis_id: uuid.UUID, clock: Clock) -> None:
    """Claim one analysis, run the recognizer, store what it found.

    Safe to call twice, or from two workers at once: the second caller claims nothing
    and returns. The work runs outside any transaction, and each step of progress
    renews the lease; whoever loses the lease stops and stores nothing.
    """
    lease = Lease(claim=uuid.uuid4(), clock=clock)
    if not _claim(analysis_id, lease):
        logger.info("analysis %s is not up for work", analysis_id)
        return
    analysis = Analysis.objects.select_related(
        "recording__exercise", "recording__clinic", "recording__patient"
    ).get(public_id=analysis_id)
    try:
        _work(analysis, lease)
    except LostLease:
        logger.warning("analysis %s was taken over by another worker", analysis_id)


def settle_at_once(
    *,
    by: User,
    recording: Recording,
    analyzed: recognizer.Analyzed,
    still: Path,
    now: datetime,
) -> Analysis:
    """Store what was already found of `recording`, as a worker stores its results."""
    access.require(access.can_request_analysis(by, recording))
    lease = Lease(claim=uuid.uuid4(), clock=lambda: now)
    analysis = Analysis.objects.create(
        recording=recording,
        pipeline_version=recognizer.VERSION,
        options=recognizer.default_options(),
        options_key=options_key(recognizer.default_options()),
        status=Status.RUNNING,
        claim=lease.claim,
        claimed_at=now,
        lease_until=now + LEASE,
        attempts=1,
        queued_at=now,
        started_at=now,
    )
    found = results.keep(analysis, analyzed, still)
    results.settle(analysis, found, lease, tells_patient=False)
    analysis.refresh_from_db()
    return analysis


def rescue(*, now: datetime) -> int:
    """Requeue work whose worker or message was lost; return how many rows moved."""
    moved = work.rescue(
        Analysis.objects.of_present_recordings(),
        now=now,
        enqueue=lambda analysis: _enqueue(analysis.public_id),
        give_up=_give_up,
    )
    digests.fill_missing()
    return moved


def _claim(analysis_id: uuid.UUID, lease: Lease) -> bool:
    present = Analysis.objects.of_present_recordings()
    return work.claim(present.filter(public_id=analysis_id), lease)


def _work(analysis: Analysis, lease: Lease) -> None:
    """Do the claimed work; whatever ends it becomes a stored outcome."""
    try:
        with playback.working_copy(analysis.recording, lease) as video:
            found = results.find(analysis, video, lease)
    except LostLease:
        raise
    except recognizer.Unanalyzable as error:
        failure = failures.Failure(error.code, error.message, error.what_to_do)
        _fail(analysis, lease, failure)
    except jobs.OutOfTime:
        _fail(analysis, lease, failures.TOOK_TOO_LONG)
    except (recognizer.Unavailable, OSError):
        logger.exception("analysis %s must wait", analysis.public_id)
        _release(analysis, lease)
    except Exception:
        _fail(analysis, lease, failures.INTERNAL_ERROR)
        raise
    else:
        results.settle(analysis, found, lease)
        playback.drop_original(analysis.recording)


def _fail(analysis: Analysis, lease: Lease, failure: failures.Failure) -> None:
    with transaction.atomic():
        lease.settle(status=Status.FAILED, **failure.columns())
        digests.refresh(analysis.recording)
        notices.of_failure(analysis, now=lease.clock())
        _audit("analysis.failed", analysis, lease.clock(), code=failure.code)
    playback.drop_original(analysis.recording)


def _release(analysis: Analysis, lease: Lease) -> None:
    """Put work back that failed for no fault of the video's; rescue starts it again."""
    if analysis.attempts >= work.MAX_ATTEMPTS:
        _fail(analysis, lease, failures.UNAVAILABLE)
        return
    lease.release()


def _give_up(analysis: Analysis, row: QuerySet[Analysis], now: datetime) -> bool:
    """Let one abandoned row fail for good; say whether it was still abandoned."""
    with transaction.atomic():
        gave_up = row.update(**work.failed(failures.GAVE_UP, now))
        if gave_up:
            digests.refresh(analysis.recording)
            notices.of_failure(analysis, now=now)
            _audit("analysis.failed", analysis, now, code=failures.GAVE_UP.code)
    return bool(gave_up)


def _enqueue(analysis_id: uuid.UUID) -> None:
    jobs.enqueue_on_commit(jobs.ANALYZE_RECORDING, analysis_id=str(analysis_id))


def _audit(action: str, analysis: Analysis, now: datetime, **detail: str) -> None:
    audit.record(
        action=action,
        about=analysis,
        by=None,
        now=now,
        clinic=analysis.recording.clinic,
        **detail,
    )
