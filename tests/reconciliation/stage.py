"""A booking whose money has gone through every station, and somebody who does things at Stripe by hand."""

from marketplace.bookings.models import Booking
from marketplace.gateways.stripe import the_gateway
from marketplace.kit.money import Money
from marketplace.payouts import queries, releasing
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payouts.stage import onboarded, paid, worked


def released(cast: Cast, clock: Clock, settle: Settle) -> Booking:
    """One day is given back, two are earned and released."""
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking, 480, 480, 0)
    clock.forward(days=4)
    releasing.release_due()
    return booking


def by_hand(cast: Cast, booking: Booking) -> str:
    """Somebody moves one euro to Ana on Stripe's own pages; what Stripe calls it."""
    moved = the_gateway().transfer(
        destination=queries.destination(cast.ana.id),
        amount=Money(100, "EUR"),
        source_charge=queries.transfers_of(booking.id)[0].charge_id,
        transfer_group=booking.ref,
        reference="by hand",
        key="by hand",
    )
    return moved.id
