"""CSV for people to download: the template, and what is wrong in their file."""

import csv
import io
from collections.abc import Iterable, Sequence

from marketplace.attestations.checking import FORMULAS
from marketplace.attestations.reading import COLUMNS
from marketplace.attestations.staging import ImportLine

EXAMPLE = ("ana@example.org", "Ana Example", "Name of your product", "", "Administrator", "", "", "26")


def template() -> bytes:
    """The heading and one row to write over."""
    return sheet([EXAMPLE])


def sheet(rows: Iterable[Sequence[str]]) -> bytes:
    """A file that can be imported, with these cells in the order of the columns."""
    return _written([COLUMNS, *rows])


def mistakes(lines: Iterable[ImportLine]) -> bytes:
    """Row, column, what stands there, what is wrong with it."""
    rows = [(str(line.number), *each) for line in lines for each in line.mistakes]
    return _written([("row", "column", "what you wrote", "what is wrong"), *rows])


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    """With a byte order mark: without one Excel does not read it as UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before what would begin a formula."""
    return f"'{cell}" if cell.startswith(FORMULAS) or cell.strip().startswith(FORMULAS) else cell
