"""The therapist's queue: recordings as rows, counted by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.domain.triage import Priority
from clinic.models import User
from clinic.selectors import Listed, Waiting
from clinic.web.presentation import rows
from clinic.web.presentation.addresses import addresses_of
from clinic.web.presentation.days import Days
from clinic.web.presentation.rows import Row

DEFAULT_KIND: Final = "to_review"
KINDS: Final = ("to_review", "flagged", "running", "reviewed", "all")

# Where a product of the three factors is called high, and where middling: a major
# mistake found today with some doubt, and half of that.
_HIGH: Final = 0.75
_MIDDLE: Final = 0.35
_UNSURE: Final = 0.75

Scores = Mapping[int, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Tile:
    """One number at a glance."""

    number: int
    label: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One kind of recordings, as a chip."""

    key: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Urgency:
    """How urgent a recording is: a word, its tone, and the factors behind it."""

    tone: str
    label: str
    words: str
    days: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A recording in the queue, with how urgent it is and who looks at it.

    `sent` is the day, `sent_at` with the time, `sent_iso` for programs.
    """

    row: Row
    urgency: Urgency | None
    taken_by: str
    address: str
    patient_address: str
    sent: str
    sent_at: str
    sent_iso: str


def kind_of(wanted: str) -> str:
    """Return the kind of recordings that `wanted` names; else what is to review."""
    return wanted if wanted in KINDS else DEFAULT_KIND


def of_waiting(
    items: Sequence[tuple[Waiting, Listed]], scores: Scores, *, viewer: User
) -> list[QueueRow]:
    """Return what waits as rows, in the given order."""
    drawn = _Rows()
    return [
        drawn.of(
            rows.listed_row(
                listed,
                reasons=item.reasons,
                scores=scores.get(item.pk, ()),
            ),
            urgency(item.priority),
            item.claim.by.full_name if item.claim and item.is_taken(viewer) else "",
        )
        for item, listed in items
    ]


def of_listed(items: Sequence[Listed]) -> list[QueueRow]:
    """Return recordings of any state as rows."""
    drawn = _Rows()
    return [drawn.of(_with_reasons(item)) for item in items]


class _Rows:
    """Makes rows; what many of them share is worked out once."""

    def __init__(self) -> None:
        self._reviews = addresses_of("therapist:review")
        self._patients = addresses_of("therapist:patient")
        self._days, self._dates = Days(_("j M")), Days("DATE_FORMAT")

    def of(
        self, row: Row, urgent: Urgency | None = None, taken_by: str = ""
    ) -> QueueRow:
        """Return one row."""
        sent = localtime(row.recording.uploaded_at)
        return QueueRow(
            row=row,
            urgency=urgent,
            taken_by=taken_by,
            address=self._reviews(row.recording.public_id),
            patient_address=self._patients(row.patient.public_id),
            sent=self._days.words(sent),
            sent_at=f"{self._dates.words(sent)}, {sent:%H:%M}",
            sent_iso=sent.isoformat(timespec="seconds"),
        )


def _with_reasons(item: Listed) -> Row:
    reasons = () if item.is_reviewed else item.reasons
    return replace(rows.listed_row(item, reasons=reasons), spark=None)


def urgency(priority: Priority) -> Urgency:
    """Put the product of risk, uncertainty and waiting time into words."""
    days = round((priority.waiting - 1) / 0.5)
    waits = ngettext("waits %(n)d day", "waits %(n)d days", days) % {"n": days}
    factors = [
        _("risk %(percent)d %%") % {"percent": round(100 * priority.risk)},
        _("unsure") if priority.uncertainty >= _UNSURE else _("rather sure"),
        waits if days else _("sent today"),
    ]
    words = " × ".join(str(factor) for factor in factors)
    if priority.total >= _HIGH:
        return Urgency("act", _("High"), words, days)
    if priority.total >= _MIDDLE:
        return Urgency("watch", _("Middle"), words, days)
    return Urgency("", _("Low"), words, days)


def tiles(counts: Mapping[str, int]) -> tuple[Tile, ...]:
    """Return the numbers above the queue."""
    return (
        Tile(counts["flagged"], _("flagged"), "flag-fill", "act"),
        Tile(counts["to_review"], _("to review"), "eye", "watch"),
        Tile(counts["failed"], _("not analyzable"), "exclamation-triangle", ""),
        Tile(counts["running"], _("being analyzed"), "hourglass-split", ""),
        Tile(counts["patients"], _("patients waiting"), "people", ""),
    )


def filters(counts: Mapping[str, int], chosen: str) -> tuple[Filter, ...]:
    """Return the kinds as chips."""
    labels = {
        "to_review": _("To review"),
        "flagged": _("Flagged"),
        "running": _("Being analyzed"),
        "reviewed": _("Reviewed"),
        "all": _("All"),
    }
    return tuple(
        Filter(kind, label, counts[kind], kind == chosen)
        for kind, label in labels.items()
    )
