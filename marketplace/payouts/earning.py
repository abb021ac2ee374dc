"""What an expert has earned: posted in the ledger, and put on its way as a transfer with a release date."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import queries as bookings
from marketplace.bookings.events import BookingCancelled
from marketplace.bookings.models import Booking
from marketplace.db.session import atomic, locked
from marketplace.events.models import Event
from marketplace.kit.errors import Conflict
from marketplace.kit.money import Money
from marketplace.kit.period import add_business_days
from marketplace.ledger import service as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payments import queries as payments
from marketplace.payments.models import Payment
from marketplace.payouts import queries
from marketplace.payouts.models import Transfer
from marketplace.timesheets.events import TimesheetApproved


def earn(fact: TimesheetApproved, event: Event) -> None:
    """The worked days are the expert's, the fee on them is ours."""
    price, fee = Money(fact.price, fact.currency), Money(fact.fee, fact.currency)
    _earned(fact.booking, price, fee, "Earned: hours approved", event)


def keep_owed(fact: BookingCancelled, event: Event) -> None:
    """What a late cancellation owes is the expert's, the fee on it is ours."""
    booking = bookings.visible(fact.subject, SYSTEM)
    fee = booking.fee - Money(fact.refund_fee, fact.currency)
    if fact.owed:
        _earned(
            fact.subject, Money(fact.owed, fact.currency), fee, "Earned: owed after the cancellation", event
        )


def _earned(booking_ref: str, price: Money, fee: Money, what: str, event: Event) -> None:
    if not price:
        return
    with atomic() as session:
        booking = locked(Booking, booking_ref)
        _post(booking, price, fee, what)
        if queries.transfers_of(booking.id):
            return
        session.add(transfer_for(booking, price, event.at))


def transfer_for(booking: Booking, price: Money, since: datetime) -> Transfer:
    """The row, not yet in the session; its days of waiting are counted from `since`."""
    paid = payments.good_payments_of(booking.id)
    if not paid or any(one.charge_id is None for one in paid):
        raise Conflict("The charge that pays for this is not known yet.")
    release_at = add_business_days(since, booking.release_business_days)
    return Transfer(
        booking_id=booking.id,
        expert_id=booking.expert_id,
        amount=price,
        charge_id=source(paid, price),
        release_at=release_at,
        due_at=release_at,
    )


def source(paid: Sequence[Payment], price: Money) -> str:
    """The charge that alone is large enough. Stripe takes no more out of a charge than it brought, so that after changes of the
    booking there may be none; then the transfer is paid out of the balance."""
    return next((one.charge_id or "" for one in paid if one.amount >= price), "")


def _post(booking: Booking, price: Money, fee: Money, what: str) -> None:
    rested = (AccountKind.BOOKING, booking.ref)
    lines = ledger.move(price, out_of=(AccountKind.EXPERT, booking.expert.ref), into=rested)
    ledger.post(f"earned:{booking.ref}", what, lines, booking=booking.ref)
    if fee:
        lines = ledger.move(fee, out_of=(AccountKind.FEES, ""), into=rested)
        ledger.post(f"fee:{booking.ref}", "Our fee on it", lines, booking=booking.ref)
