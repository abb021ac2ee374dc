"""What a dispute does to an expert's money: nothing leaves meanwhile, and at its end it is divided anew."""

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.db.session import locked
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money, total
from marketplace.ledger import queries as ledger_queries
from marketplace.ledger import service as ledger
from marketplace.ledger.models import EARNED, AccountKind
from marketplace.payouts import queries
from marketplace.payouts.earning import transfer_for
from marketplace.payouts.models import Transfer, TransferState


def waiting(booking: Booking) -> list[Transfer]:
    """Transfers for its days that have not left. One that was asked for may be with the expert already.

    A dispute is about the price: what was paid for an expense waits for its end, and is not divided.
    """
    return [one for one in _of_days(booking) if one.state is TransferState.WAITING and one.asked_at is None]


def left(booking: Booking) -> list[Transfer]:
    """Those that are with the expert, or may be."""
    return [
        one
        for one in _of_days(booking)
        if one.state is TransferState.SENT or (one.state is TransferState.WAITING and one.asked_at)
    ]


def _of_days(booking: Booking) -> list[Transfer]:
    return [one for one in queries.transfers_of(booking.id) if one.expense_id is None]


def fee_taken(booking: Booking) -> Money:
    """Our fee on what is earned so far."""
    entries = ledger_queries.entries_of(booking.ref)
    fees = [
        posting.amount
        for entry in entries
        for posting in entry.postings
        if posting.account is AccountKind.FEES
    ]
    return Money(-sum(fees), booking.price.currency)


def divide_anew(booking: Booking, price: Money, fee: Money, *, fee_before: Money, cause: Ref) -> None:
    """Of what has not left the expert gets `price`, and our fee on that is `fee`, where it was `fee_before`.

    In the transaction that ends the dispute called `cause`, with the booking locked. The rest rests on the booking again, to go
    back to the customer.
    """
    held = [locked(Transfer, one.ref) for one in waiting(booking)]
    before = total((one.amount for one in held), price.currency)
    expert, rests = (AccountKind.EXPERT, booking.expert.ref), (AccountKind.BOOKING, booking.ref)
    earned = f"{EARNED}dispute:{cause}"
    if price != before:
        lines = ledger.move(price - before, out_of=expert, into=rests)
        ledger.post(earned, "Earned: the dispute has ended", lines, booking=booking.ref)
    if fee != fee_before:
        lines = ledger.move(fee - fee_before, out_of=(AccountKind.FEES, ""), into=rests)
        ledger.post(f"fee:dispute:{cause}", "Our fee after the dispute", lines, booking=booking.ref)
    _give_out(booking, held, price, earned)


def _give_out(booking: Booking, held: list[Transfer], price: Money, cause: str) -> None:
    """The transfers that wait carry that much together: the earliest first, and a new one what they do not hold."""
    rest = price
    for one in held:
        amount = min(one.amount, rest)
        rest -= amount
        if amount:
            one.amount = amount
        else:
            one.become("drop")
    if rest:
        db.session.add(transfer_for(booking, rest, cause=cause, since=clock.now()))
