"""What experts pay for their customers: handed in with a receipt, approved, paid."""

from datetime import timedelta

from fpdf import FPDF

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import queries as bookings
from marketplace.calendar import queries as calendar
from marketplace.cli.story import stage, visiting
from marketplace.evidence import uploads
from marketplace.expenses import queries as expense_queries
from marketplace.expenses import service as expenses
from marketplace.expenses.models import Category
from marketplace.expenses.writing import Spent
from marketplace.kit.ids import Ref
from marketplace.payments import queries as payment_queries
from marketplace.payments import service as payments
from marketplace.payments import settling


def hand_in(
    booking: Ref, expert: str, category: Category, words: str, amount: str, original: str = ""
) -> Ref:
    """Spent on the evening before the first day, if that is not before the booking was asked for."""
    by, made = stage.actor(expert), bookings.visible(booking, SYSTEM)
    first = calendar.shifts_of(booking)[0].on
    day = max(first - timedelta(days=1), made.created_at.date())
    receipt = uploads.keep("receipt.pdf", _paper(category.label, words, original or amount), by=by)
    spent = Spent(category, words, day, amount, original, [receipt.ref])
    ref = expenses.hand_in(booking, spent, by=by).ref
    stage.settle()
    return ref


def approve(expense: Ref, approver: str, amount: str = "", reason: str = "") -> None:
    expenses.approve(expense, amount, reason, by=stage.actor(approver))
    stage.settle()


def pay(expense: Ref, payer: str) -> None:
    """On the hosted page."""
    by = stage.actor(payer)
    visiting.pay(payments.start_expense(expense, by=by), payer)
    booking = expense_queries.visible(expense, by).booking_id
    settling.settle(payment_queries.payments_of(booking)[-1].checkout_id or "")
    stage.settle()


def _paper(*lines: str) -> bytes:
    paper = FPDF(format=(105, 148))
    paper.add_page()
    paper.set_font("Helvetica", size=12)
    for line in lines:
        paper.multi_cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())
