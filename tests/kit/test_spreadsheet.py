"""What is written opens as what it is, and runs nothing."""

import pytest

from marketplace.kit.spreadsheet import harmless, written


@pytest.mark.parametrize("cell", ["=1+1", "+49 30 1234", "-2+3", "@SUM(A1)", " =1", "-12.5.1", "-", "\t=1"])
def test_what_a_spreadsheet_would_run_is_only_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12.50", "-7", "12", "A day - or two", ""])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_a_table_begins_with_a_mark_for_excel() -> None:
    assert written([("Köln", "-1.00")]) == b"\xef\xbb\xbfK\xc3\xb6ln,-1.00\r\n"
