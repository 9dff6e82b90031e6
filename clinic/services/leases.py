"""A worker's hold on one row of work: renewed by progress, lost when it goes silent."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from clinic.domain import stages
from clinic.models import Analysis, ExerciseVersion
from clinic.models.work import Work

Clock = Callable[[], datetime]
Status = Work.Status

# Short, so that the work of a killed worker is taken over soon.
LEASE: Final = timedelta(seconds=60)
# Progress comes with every frame; the row need not be written that often.
WRITE_EVERY: Final = timedelta(seconds=1)
UNCLAIMED: Final[Mapping[str, Any]] = {
    "claim": None,
    "claimed_at": None,
    "lease_until": None,
    "worker": "",
}


class LostLease(Exception):
    """Another worker owns the row by now: stop and store nothing."""


@dataclass(slots=True)
class Lease:
    """The claim of one worker on one row of `model`."""

    claim: uuid.UUID
    clock: Clock
    model: type[Analysis] | type[ExerciseVersion] = Analysis
    _stage: str = field(default="", init=False)
    _written_at: datetime | None = field(default=None, init=False)

    def progress(self, stage: str, fraction: float) -> None:
        """Write how far the work is, and renew the lease with it.

        Raises:
            LostLease: another worker took over.
        """
        now = self.clock()
        is_news = stage != self._stage or self._written_at is None
        if not is_news and self._written_at and now - self._written_at < WRITE_EVERY:
            return
        percent = stages.percent(stage, fraction)
        self._update(stage=stage, percent=percent, lease_until=now + LEASE)
        self._stage, self._written_at = stage, now

    def settle(self, **outcome: object) -> None:
        """Write the outcome and let go.

        Raises:
            LostLease: another worker took over; its outcome will count.
        """
        self._update(finished_at=self.clock(), **UNCLAIMED, **outcome)

    def release(self) -> None:
        """Put the work back into the queue."""
        self._update(status=Status.QUEUED, queued_at=self.clock(), **UNCLAIMED)

    def _update(self, **columns: Any) -> None:
        if not self._row().update(**columns):
            raise LostLease

    def _row(self) -> QuerySet[Any]:
        return self.model.objects.filter(claim=self.claim, status=Status.RUNNING)
