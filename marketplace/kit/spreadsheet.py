"""CSV for people: files that open in a spreadsheet as what they are, and run nothing there."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins like this is run by spreadsheets as a formula (owasp.org/www-community/attacks/CSV_Injection)."""


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """With a byte order mark: without one Excel does not read it as UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before what would begin a formula."""
    return f"'{cell}" if cell.startswith(FORMULAS) or cell.strip().startswith(FORMULAS) else cell
