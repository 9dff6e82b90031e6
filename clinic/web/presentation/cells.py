"""Cells of files for spreadsheets, which take some texts for formulas."""

from collections.abc import Iterable
from typing import Final

# OWASP, CSV Injection: what a cell must not begin with.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: object) -> object:
    """Return `cell` so that no spreadsheet computes it; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def safe_row(row: Iterable[object]) -> list[object]:
    """Return a row of such cells; what is absent is empty."""
    return ["" if cell is None else safe(cell) for cell in row]
