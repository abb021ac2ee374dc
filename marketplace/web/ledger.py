"""A booking's ledger: every movement of its money, each side its own, the vendor's finance all of it."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, render_template

from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.kit.ids import Ref
from marketplace.ledger import queries
from marketplace.ledger.models import AccountKind
from marketplace.ledger.statement import Statement, statement
from marketplace.payouts import policy
from marketplace.web.security import actor, signed_in

bp = Blueprint("ledger", __name__)

Account = tuple[AccountKind, Ref]


@bp.get("/bookings/<ref>/ledger")
@signed_in
def show(ref: Ref) -> str:
    booking = bookings.visible(ref, actor())
    return render_template(
        "ledger/show.html",
        booking=booking,
        statements=[one for one in readable(booking) if one.movements],
        trial=queries.trial_balance([ref]).get(booking.price.currency, 0),
        everything=policy.sees_everything(actor(), booking),
    )


def readable(booking: Booking) -> Sequence[Statement]:
    """The accounts of a booking that the reader may see."""
    entries, currency = queries.entries_of(booking.ref), booking.price.currency
    return [statement(entries, kind, owner, currency) for kind, owner in _accounts(booking)]


def _accounts(booking: Booking) -> Iterator[Account]:
    """Both sides read what is held; the expert reads the way to the bank; the vendor's finance reads it all."""
    everything = policy.sees_everything(actor(), booking)
    yield AccountKind.BOOKING, booking.ref
    if everything or actor().user_id == booking.expert.user_id:
        yield AccountKind.EXPERT, booking.expert.ref
        yield AccountKind.CONNECTED, booking.expert.ref
    if everything:
        yield from ((kind, "") for kind in (AccountKind.STRIPE, AccountKind.STRIPE_FEES, AccountKind.FEES))
