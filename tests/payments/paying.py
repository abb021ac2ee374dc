"""Dora pays for what Bruno asked and Ana accepted: a few steps of hers, for stories about payments."""

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payments import queries
from marketplace.payments import service as payments
from marketplace.payments.models import Payment
from marketplace.simulator import person
from tests.bookings.asking import WEEK, accepted
from tests.cast import Cast

TOTAL = 352_000


def begin(cast: Cast, booking: Booking) -> str:
    """Dora presses Pay; the address she is led to."""
    return payments.start(booking.ref, by=cast.actor("dora"))


def attempt(booking: Booking) -> Payment:
    """Her latest attempt."""
    return queries.payments_of(booking.id)[-1]


def settle(booking: Booking) -> Payment:
    """The notice arrives, or the browser comes back."""
    return payments.settle(attempt(booking).checkout_id or "")


def paid(cast: Cast, days: list = WEEK) -> Booking:
    """A confirmed booking, paid by card."""
    booking = accepted(cast, days)
    person.pay(begin(cast, booking))
    settle(booking)
    return booking


def now(booking: Booking | str) -> Booking:
    """The booking, or the one of that ref, as it stands now."""
    db.session.rollback()
    return bookings.visible(booking if isinstance(booking, str) else booking.ref, SYSTEM)


def on_account(kind: str, owner: str = "", currency: str = "EUR") -> int:
    """Minor units in an account of the ledger."""
    return ledger.balance(AccountKind(kind), owner, currency).amount
