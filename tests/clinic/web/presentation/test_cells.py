"""Cells that no spreadsheet computes."""

import pytest

from clinic.web.presentation.cells import safe, safe_row


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_begins_like_a_formula_is_a_text(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["squat", "", -3.5, 12, "a=b"])
def test_everything_else_stays_as_it_is(cell):
    assert safe(cell) == cell


def test_what_is_absent_is_empty():
    assert safe_row([None, 1, "=x"]) == ["", 1, "'=x"]
