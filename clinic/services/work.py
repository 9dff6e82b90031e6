"""Claim rows of work, and rescue those whose worker or message was lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db.models import F, QuerySet

from clinic.models.work import Work, WorkQuerySet
from clinic.services import failures, workers
from clinic.services.failures import Failure
from clinic.services.leases import LEASE, UNCLAIMED, Lease

W = TypeVar("W", bound=Work)
Status = Work.Status

MAX_ATTEMPTS: Final = 3
# A queued row this old, while no worker is busy, has lost its message ...
MESSAGE_LOST_AFTER: Final = timedelta(seconds=60)
# ... and one this old has lost it even if workers are busy.
MESSAGE_SURELY_LOST_AFTER: Final = timedelta(minutes=10)


def claim(row: WorkQuerySet[W], lease: Lease) -> bool:
    """Compare-and-set: one UPDATE decides which worker owns the row."""
    now = lease.clock()
    claimed = (
        row.claimable(now)
        .filter(attempts__lt=MAX_ATTEMPTS)
        .update(
            status=Status.RUNNING,
            claim=lease.claim,
            claimed_at=now,
            lease_until=now + LEASE,
            worker=workers.this_process()[:200],
            attempts=F("attempts") + 1,
            stage=Work.Stage.PREPARING,
            percent=0,
            started_at=now,
        )
    )
    return claimed == 1


def failed(failure: Failure, now: datetime) -> dict[str, Any]:
    """Return the columns of a row that failed for good and belongs to nobody."""
    return {
        "status": Status.FAILED,
        "finished_at": now,
        **UNCLAIMED,
        **failure.columns(),
    }


def again(now: datetime) -> dict[str, Any]:
    """Return the columns of a row that is to be worked on from the start."""
    return {
        "status": Status.QUEUED,
        "stage": Work.Stage.QUEUED,
        "percent": 0,
        "attempts": 0,
        "queued_at": now,
        "finished_at": None,
        **UNCLAIMED,
        **failures.NONE,
    }


def rescue(
    rows: QuerySet[W],
    *,
    now: datetime,
    enqueue: Callable[[W], None],
    give_up: Callable[[W, QuerySet[W], datetime], bool],
) -> int:
    """Requeue of `rows` what was abandoned or lost its message; return how many moved.

    What was tried too often is handed to `give_up` with the rows it may change: none,
    where its worker shows up right then.
    """
    moved = 0
    for row in rows.filter(status=Status.RUNNING):
        if _is_abandoned(row, now):
            moved += _rescue_one(row, rows, now, enqueue, give_up)
    for row in _without_message(rows, now):
        waiting = rows.filter(pk=row.pk, status=Status.QUEUED, queued_at=row.queued_at)
        # Refreshed, or a backlog would be enqueued again every time.
        if waiting.update(queued_at=now):
            enqueue(row)
            moved += 1
    return moved


def _is_abandoned(row: Work, now: datetime) -> bool:
    """Say whether the lease ran out, or its worker is seen to be gone before that."""
    has_run_out = row.lease_until is not None and row.lease_until < now
    return has_run_out or workers.is_gone(row.worker)


def _rescue_one(
    row: W,
    rows: QuerySet[W],
    now: datetime,
    enqueue: Callable[[W], None],
    give_up: Callable[[W, QuerySet[W], datetime], bool],
) -> bool:
    """Requeue or give up one abandoned row, unless its worker shows up right now."""
    same = rows.filter(pk=row.pk, claim=row.claim, lease_until=row.lease_until)
    if row.attempts >= MAX_ATTEMPTS:
        return give_up(row, same, now)
    requeued = same.update(status=Status.QUEUED, queued_at=now, **UNCLAIMED)
    if requeued:
        enqueue(row)
    return bool(requeued)


def _without_message(rows: QuerySet[W], now: datetime) -> QuerySet[W]:
    """Return queued rows that no message in the broker is likely to name."""
    running = rows.filter(status=Status.RUNNING, lease_until__gte=now)
    patience = MESSAGE_SURELY_LOST_AFTER if running.exists() else MESSAGE_LOST_AFTER
    return rows.filter(status=Status.QUEUED, queued_at__lt=now - patience)
