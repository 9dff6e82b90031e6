"""Measured values of all repetitions as a table."""

from dataclasses import dataclass

from clinic import wording
from clinic.selectors import EffectiveResult
from clinic.web.presentation import words


@dataclass(frozen=True, slots=True)
class Cell:
    """One measured value, or why there is none."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One repetition."""

    index: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Repetitions by measures."""

    columns: tuple[str, ...]
    rows: tuple[MeasureRow, ...]


def table(result: EffectiveResult) -> Table:
    """Return every measured value of `result`, in the order of the report."""
    labels: dict[tuple[str, str], str] = {}
    for item in result.repetitions:
        for measure in item.repetition.measures:
            labels.setdefault(_key(measure), _label(measure))
    return Table(
        columns=tuple(labels.values()),
        rows=tuple(
            MeasureRow(
                item.repetition.index, _cells(item.repetition.measures, tuple(labels))
            )
            for item in result.repetitions
        ),
    )


def _cells(
    measures: list[dict[str, object]], keys: tuple[tuple[str, str], ...]
) -> tuple[Cell, ...]:
    by_key = {_key(measure): measure for measure in measures}
    return tuple(_cell(by_key.get(key, {})) for key in keys)


def _cell(measure: dict[str, object]) -> Cell:
    value, spread = measure.get("value"), measure.get("uncertainty")
    return Cell(
        words.measured(
            value if isinstance(value, int | float) else None,
            str(measure.get("unit", "")),
            spread if isinstance(spread, int | float) else None,
        ),
        wording.translated(str(measure.get("reason") or "")),
    )


def _key(measure: dict[str, object]) -> tuple[str, str]:
    return str(measure.get("name")), str(measure.get("side") or "")


def _label(measure: dict[str, object]) -> str:
    label = wording.translated(str(measure.get("label") or measure.get("name")))
    side = str(measure.get("side"))
    return (
        f"{label} ({wording.translated(side)})" if side in {"left", "right"} else label
    )
