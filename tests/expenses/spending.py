"""What Ana pays for Nordwind: a train ticket, on a booking that is paid for."""

from typing import Any

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.evidence import uploads
from marketplace.expenses import queries, service
from marketplace.expenses.models import Expense
from marketplace.expenses.writing import Spent
from marketplace.kit import clock
from marketplace.payments import queries as payment_queries
from marketplace.payments import service as payments
from marketplace.simulator import person
from tests.cast import Cast

TICKET = b"%PDF-1.7\nBerlin-Hamburg 45.20"


def receipt(cast: Cast, who: str = "ana", content: bytes = TICKET) -> str:
    return uploads.keep("ticket.pdf", content, by=cast.actor(who)).ref


def spent(cast: Cast, amount: str = "45.20", **other: Any) -> Spent:
    given: dict[str, Any] = {
        "category": "travel",
        "words": "Train to Hamburg and back.",
        "spent_on": clock.today(),
        "amount": amount,
        "files": [receipt(cast)],
    }
    return Spent(**(given | other))


def handed_in(cast: Cast, booking: Booking, amount: str = "45.20", **other: Any) -> Expense:
    return service.hand_in(booking.ref, spent(cast, amount, **other), by=cast.actor("ana"))


def approved(cast: Cast, booking: Booking, amount: str = "45.20") -> Expense:
    return service.approve(handed_in(cast, booking, amount).ref, by=cast.actor("dora"))


def page_for(cast: Cast, one: Expense) -> str:
    """Dora presses Pay; the address she is led to."""
    return payments.start_expense(one.ref, by=cast.actor("dora"))


def come_back(one: Expense) -> None:
    """The browser does, from the page of the latest attempt."""
    (*_, last) = [each for each in payment_queries.payments_of(one.booking_id) if each.expense_id == one.id]
    payments.settle(last.checkout_id or "")


def paid(cast: Cast, booking: Booking, amount: str = "45.20") -> Expense:
    return paid_for_now(cast, handed_in(cast, booking, amount))


def paid_for_now(cast: Cast, one: Expense) -> Expense:
    """Approved by Dora, and paid."""
    service.approve(one.ref, by=cast.actor("dora"))
    person.pay(page_for(cast, one))
    come_back(one)
    return now(one)


def now(one: Expense | str) -> Expense:
    db.session.rollback()
    ref = one if isinstance(one, str) else one.ref
    return db.session.scalars(queries.whole().where(Expense.ref == ref)).one()
