"""Expenses that wait: approvers are reminded of what they have not answered, payers of what is approved and not paid."""

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import Booking
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.expenses import queries
from marketplace.expenses.events import ExpenseReminded
from marketplace.expenses.models import Expense, ExpenseState
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.kit.period import add_business_days

WAITING_DAYS = (2, 4, 10)
"""So many business days after it was handed in, and again after it was approved."""


def remind() -> None:
    """Nothing happens by itself: an expense is money that nobody has paid in yet."""
    for found in queries.waiting():
        if _waited(found) > found.reminders:
            _remind(found.ref, found.booking.ref)


def _remind(ref: Ref, booking_ref: Ref) -> None:
    with atomic():
        locked(Booking, booking_ref)
        expense = locked(Expense, ref)
        waited = _waited(expense)
        if waited > expense.reminders:
            expense.reminders = waited
            approved = expense.state is ExpenseState.APPROVED
            record(ExpenseReminded(ref, booking_ref, approved, waited), by=SYSTEM)


def _waited(expense: Expense) -> int:
    """How many of the days for reminders have passed. A dispute lets it wait without a word."""
    since = expense.waits_since
    if since is None or expense.booking.disputed_at is not None:
        return 0
    return sum(add_business_days(since, days) <= clock.now() for days in WAITING_DAYS)
