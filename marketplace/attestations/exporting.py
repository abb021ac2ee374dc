"""CSV for people to download: the template, and what is wrong in their file."""

from collections.abc import Iterable, Sequence

from marketplace.attestations.reading import COLUMNS
from marketplace.attestations.staging import ImportLine
from marketplace.kit.spreadsheet import written

EXAMPLE = ("ana@example.org", "Ana Example", "Name of your product", "", "Administrator", "", "", "26")


def template() -> bytes:
    """The heading and one row to write over."""
    return sheet([EXAMPLE])


def sheet(rows: Iterable[Sequence[str]]) -> bytes:
    """A file that can be imported, with these cells in the order of the columns."""
    return written([COLUMNS, *rows])


def mistakes(lines: Iterable[ImportLine]) -> bytes:
    """Row, column, what stands there, what is wrong with it."""
    rows = [(str(line.number), *each) for line in lines for each in line.mistakes]
    return written([("row", "column", "what you wrote", "what is wrong"), *rows])
