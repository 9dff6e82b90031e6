"""The therapist's queue: recordings as rows, counted by kind."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from clinic.domain.triage import Reason
from clinic.selectors import EffectiveResult
from clinic.web.presentation import rows
from clinic.web.presentation.rows import Row


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
class Queue:
    """All rows a therapist may see, flagged ones first, and those of one kind."""

    rows: tuple[Row, ...]
    shown: tuple[Row, ...]
    tiles: tuple[Tile, ...]
    filters: tuple[Filter, ...]
    kind: str

    @property
    def is_mixed(self) -> bool:
        """Whether the rows differ in state, so that each must say its own."""
        return self.kind not in {"to_review", "flagged"}


DEFAULT_KIND: Final = "to_review"


def _waits(row: Row) -> bool:
    return not row.is_pending and not row.is_reviewed


_KINDS: Final[dict[str, Callable[[Row], bool]]] = {
    "to_review": _waits,
    "flagged": lambda row: _waits(row) and row.is_flagged,
    "running": lambda row: row.is_pending,
    "reviewed": lambda row: row.is_reviewed,
    "all": lambda _row: True,
}


def queue(
    results: Sequence[EffectiveResult],
    flags: dict[int, tuple[Reason, ...]],
    *,
    kind: str,
    query: str,
) -> Queue:
    """Return the queue of `results` (newest first).

    Args:
        results: of every recording the therapist may watch.
        flags: reasons to look at a recording, by its key.
        kind: which of them to show; an unknown one shows what is to review.
        query: part of a patient's or an exercise's name.
    """
    kind = kind if kind in _KINDS else DEFAULT_KIND
    found = tuple(row for row in _rows(results, flags) if _matches(row, query))
    ordered = sorted(found, key=lambda row: not (_waits(row) and row.is_flagged))
    return Queue(
        rows=found,
        shown=tuple(row for row in ordered if _KINDS[kind](row)),
        tiles=_tiles(found),
        filters=_filters(found, kind),
        kind=kind,
    )


def _rows(
    results: Sequence[EffectiveResult], flags: dict[int, tuple[Reason, ...]]
) -> list[Row]:
    """Return rows, each with the scores of its patient and exercise up to then."""
    scores: dict[tuple[int, int], list[float]] = defaultdict(list)
    made = []
    for result in reversed(results):
        recording = result.recording
        past = scores[recording.patient_id, recording.exercise_id]
        if result.score is not None:
            past.append(result.score)
        reasons = flags.get(recording.pk, ())
        made.append(rows.row(result, reasons=reasons, scores=tuple(past)))
    return made[::-1]


def _matches(row: Row, query: str) -> bool:
    wanted = query.casefold()
    names = (row.patient.full_name, row.recording.exercise.name)
    return any(wanted in name.casefold() for name in names)


def _count(found: Sequence[Row], kind: str) -> int:
    return sum(_KINDS[kind](row) for row in found)


def _tiles(found: Sequence[Row]) -> tuple[Tile, ...]:
    patients = len({row.patient.pk for row in found})
    failed = sum(_waits(row) and row.has_failed for row in found)
    return (
        Tile(_count(found, "flagged"), _("flagged"), "flag-fill", "act"),
        Tile(_count(found, "to_review"), _("to review"), "eye", "watch"),
        Tile(failed, _("not analyzable"), "exclamation-triangle", ""),
        Tile(_count(found, "running"), _("being analyzed"), "hourglass-split", ""),
        Tile(patients, _("patients"), "people", ""),
    )


def _filters(found: Sequence[Row], chosen: str) -> tuple[Filter, ...]:
    labels = {
        "to_review": _("To review"),
        "flagged": _("Flagged"),
        "running": _("Being analyzed"),
        "reviewed": _("Reviewed"),
        "all": _("All"),
    }
    return tuple(
        Filter(kind, label, _count(found, kind), kind == chosen)
        for kind, label in labels.items()
    )
