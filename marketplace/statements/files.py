"""A statement to take away: CSV for a spreadsheet, PDF for the file."""

from collections.abc import Sequence
from datetime import datetime

from fpdf.fonts import FontFace

from marketplace.kit.money import Money
from marketplace.kit.paper import INK, SOFT, Paper
from marketplace.kit.spreadsheet import Rows, moment
from marketplace.statements.month import Month
from marketplace.statements.monthly import Statement

HEADS = ("account", "currency", "at (UTC)", "what", "booking", "reference", "amount", "left")


def rows(statements: Sequence[Statement]) -> Rows:
    """A line for what was there, one for each movement, one for what was left; amounts in major units."""
    yield HEADS
    for one in statements:
        start = (one.title, one.opening.currency)
        yield (*start, "", "At the beginning of the month", "", "", "", _plain(one.opening))
        for line in one.lines:
            amounts = (_plain(line.amount), _plain(line.left))
            yield (*start, moment(line.at), line.what, line.booking, line.reference, *amounts)
        yield (*start, "", "At the end of the month", "", "", "", _plain(one.closing))


def pdf(statements: Sequence[Statement], whom: str, month: Month, site: str, made_at: datetime) -> bytes:
    """`whom` it is for, `site` the name of this installation."""
    paper = Paper(f"{site} · {whom} · {month.words}")
    paper.set_creation_date(made_at)
    paper.set_title(f"Statement, {whom}, {month.words}")
    paper.add_page()
    paper.line_of(f"Statement for {month.words}", bold=True)
    paper.line_of(whom)
    paper.line_of(f"Made {moment(made_at)} UTC. Times and the month are those of UTC.", soft=True)
    if not statements:
        paper.ln(4)
        paper.line_of("Nothing moved, and nothing was held.")
    for one in statements:
        paper.ln(6)
        paper.line_of(f"{one.title}, {one.opening.currency}", bold=True)
        _table(paper, one)
    return bytes(paper.output())


def _table(paper: Paper, one: Statement) -> None:
    paper.set_font("Roboto", "", 9)
    paper.set_text_color(*INK)
    paper.set_draw_color(*SOFT)
    heads = FontFace(emphasis="BOLD", color=INK)
    with paper.table(
        borders_layout="HORIZONTAL_LINES",
        col_widths=(26, 78, 24, 24),
        headings_style=heads,
        line_height=5,
        text_align=("LEFT", "LEFT", "RIGHT", "RIGHT"),
    ) as table:
        table.row(("When", "What", "Amount", "Left"))
        table.row(("", "At the beginning of the month", "", _plain(one.opening)))
        for line in one.lines:
            of = f" (booking {line.booking})" if line.booking else ""
            table.row((moment(line.at), f"{line.what}{of}", _plain(line.amount), _plain(line.left)))
        table.row(("", "At the end of the month", "", _plain(one.closing)))


def _plain(money: Money) -> str:
    return str(money.decimal())
