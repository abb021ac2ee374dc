"""CSV for people: files that open in a spreadsheet as what they are, and run nothing there."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO

from marketplace.kit.money import Money

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins like this is run by spreadsheets as a formula (owasp.org/www-community/attacks/CSV_Injection)."""

AT_A_TIME = 200
"""Rows of the database read at once for a table."""

BELOW_ZERO = re.compile(r"-[0-9]+(\.[0-9]+)?")

Rows = Iterator[Sequence[str]]
"""A table as it is read, its headings first."""


def write(rows: Iterable[Sequence[str]], into: IO[bytes]) -> None:
    """Row by row, so that no table has to fit into memory. With a byte order mark: without one Excel does not read it as UTF-8."""
    text = io.TextIOWrapper(into, encoding="utf-8-sig", newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    text.detach()


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """All of a small one."""
    file = io.BytesIO()
    write(rows, file)
    return file.getvalue()


def moment(at: datetime | None) -> str:
    """In UTC, to the minute; empty for never."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def amount(money: Money | None) -> str:
    """In figures with a point, without its currency, which has a column of its own; empty for none."""
    return str(money.decimal()) if money is not None else ""


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before what would begin a formula, which a number below zero is not."""
    if BELOW_ZERO.fullmatch(cell):
        return cell
    return f"'{cell}" if cell.startswith(FORMULAS) or cell.strip().startswith(FORMULAS) else cell
