"""From the bytes of a file to rows of cells, whatever spreadsheet wrote it. Raises `Invalid` with what to do instead."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marketplace.kit.errors import Invalid

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 20_000
NEEDED = ("email", "product", "role", "months")
COLUMNS = ("email", "name", "product", "module", "role", "first release", "last release", "months")
ALIASES = {"e mail": "email", "mail": "email", "mail address": "email", "email address": "email"}
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
OTHER_FILES = (
    (
        b"PK\x03\x04",
        "This is an Excel workbook or a zip archive. Save the sheet as CSV, and choose that file.",
    ),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook. Save the sheet as CSV, and choose that file."),
    (b"%PDF", "This is a PDF. Export the table as CSV, and choose that file."),
)
NOT_TEXT = "This is not a text file. Save the sheet as “CSV UTF-8”, and choose that file."
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


@dataclass(frozen=True)
class Sheet:
    """`rows` are the spreadsheet's row number and the cells by column; `encoding` and `separator` in words."""

    encoding: str
    separator: str
    ignored: Sequence[str]
    rows: Sequence[tuple[int, dict[str, str]]]


def read(content: bytes) -> Sheet:
    text, encoding = _text(content)
    separator = _separator(text)
    records = _records(text, separator)
    heading = next(records, None)
    columns = _columns([] if heading is None else heading[1])
    filled = ((number, cells) for number, cells in records if any(cell.strip() for cell in cells))
    rows = [(number, _cells(columns, cells, number)) for number, cells in filled]
    if not rows:
        raise _refused("There is a heading, but no row below it.")
    if len(rows) > MOST_ROWS:
        raise _refused(f"These are {len(rows):,} rows; a file holds up to {MOST_ROWS:,}. Split it, please.")
    ignored = [name or "a column without a name" for name in columns if name not in COLUMNS]
    return Sheet(encoding, SEPARATORS[separator], ignored, rows)


def _text(content: bytes) -> tuple[str, str]:
    if not content.strip():
        raise _refused("The file is empty.")
    if len(content) > LARGEST:
        raise _refused("The file is larger than 5 MB. Split it, please.")
    for magic, sentence in OTHER_FILES:
        if content.startswith(magic):
            raise _refused(sentence)
    text, encoding = _decoded(content)
    if _CONTROL.search(text):
        raise _refused(NOT_TEXT)
    return text, encoding


def _decoded(content: bytes) -> tuple[str, str]:
    """Its text, and the encoding in words. What is not UTF is taken for what Excel writes in Western Europe."""
    for bom, codec, label in BOMS:
        if content.startswith(bom):
            try:
                return content.decode(codec), label
            except UnicodeDecodeError as error:
                raise _refused(f"The file says it is {label}, but breaks off in the middle.") from error
    for codec, label in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252 (assumed: it is not UTF-8)")):
        try:
            return content.decode(codec), label
        except UnicodeDecodeError:
            continue
    raise _refused(NOT_TEXT)


def _separator(text: str) -> str:
    """Whichever splits the heading into the most columns we know."""
    line = next((one for one in text.splitlines() if one.strip()), "")
    return max(SEPARATORS, key=lambda mark: sum(_named(cell) in COLUMNS for cell in line.split(mark)))


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Row numbers as the spreadsheet shows them, and cells; empty rows before the heading are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, begun = 0, False
    try:
        for cells in reader:
            number += 1
            begun = begun or any(cell.strip() for cell in cells)
            if begun:
                yield number, cells
    except csv.Error as error:
        sentence = (
            f"Row {number + 1} cannot be read: its quotation marks do not match, or a cell is far too long."
        )
        raise _refused(sentence) from error


def _columns(cells: Sequence[str]) -> list[str]:
    columns = [_named(cell) for cell in cells]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise _refused(
            f"The first row should name the columns, and lacks: {', '.join(missing)}. The template shows them all."
        )
    twice = sorted({name for name in columns if name in COLUMNS and columns.count(name) > 1})
    if twice:
        raise _refused(f"The heading has two columns called {' and '.join(twice)}.")
    return [
        column if column in COLUMNS else cell.strip()[:60]
        for column, cell in zip(columns, cells, strict=True)
    ]


def _cells(columns: Sequence[str], cells: Sequence[str], number: int) -> dict[str, str]:
    """The cells we know, by column. A row that is longer than the heading has slipped."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise _refused(
            f"Row {number} has more cells than the heading. A separator inside a cell needs quotation marks around it."
        )
    found = dict.fromkeys(COLUMNS, "")
    return found | {name: cell for name, cell in zip(columns, cells, strict=False) if name in COLUMNS}


def _named(cell: str) -> str:
    plain = re.sub(r"[\s_\-]+", " ", cell.strip().strip('"').strip()).casefold()
    return ALIASES.get(plain, plain)


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, {"file": sentence})
