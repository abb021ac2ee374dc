"""Kill the process anywhere while the end of a dispute is carried out: both sides get theirs once, to the cent."""

import pytest

from marketplace.bookings.models import Booking, BookingState
from marketplace.disputes import service
from marketplace.events import outbox
from marketplace.events.log import history
from marketplace.ledger import queries as ledger
from marketplace.payments import queries as payments
from marketplace.payments.models import RefundState
from marketplace.payouts import queries as payouts
from marketplace.payouts.models import TransferState
from marketplace.simulator.serving import Simulator
from tests import crashing
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.crashing import Point, points
from tests.disputes.disputing import at_work, begin, eur, now, opine, taken
from tests.payments.paying import now as booking_now
from tests.payments.paying import on_account
from tests.payouts.stage import onboarded, paid, worked


def at_stripe(simulator: Simulator, kind: str) -> list[int]:
    with simulator.world.store.transaction():
        return [one["amount"] for one in simulator.world.store.every(kind)]


def divided_once(cast: Cast, simulator: Simulator, clock: Clock, booking: Booking) -> None:
    """Whatever is left to be done is done by the schedule alone."""
    crashing.recovered(clock, minutes=5)
    clock.forward(days=5)
    crashing.recovered(clock, minutes=2)
    found = booking_now(booking)
    assert (found.state, found.disputed_at) == (BookingState.COMPLETED, None)
    (refund,) = payments.refunds_of(booking.id)
    (transfer,) = payouts.transfers_of(booking.id)
    assert (refund.state, transfer.state) == (RefundState.SUCCEEDED, TransferState.SENT)
    assert (at_stripe(simulator, "refund"), at_stripe(simulator, "transfer")) == ([100_100], [101_000])
    assert on_account("booking", booking.ref) == 0
    assert on_account("expert", cast.ana.ref) == -on_account("connected", cast.ana.ref)
    assert ledger.trial_balance() == {"EUR": 0}


# The opinion with all that it does to our books is one commit; its refund is written down, asked for, and noted.
@pytest.mark.parametrize("point", points(requests=1, commits=4), ids=str)
def test_an_opinion_is_carried_out(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, point: Point
) -> None:
    booking = at_work(cast, clock)
    onboarded(cast)
    one = taken(cast, booking).ref
    settle()

    def decide() -> None:
        if now(one).open:
            opine(cast, one, 101_000)
        outbox.sweep()

    assert crashing.dies(cast.app, point, decide)
    decide()
    divided_once(cast, simulator, clock, booking)
    assert [event.kind for event in history(one)].count("DisputeDecided") == 1


@pytest.mark.parametrize("point", points(requests=0, commits=1), ids=str)
def test_agreeing_is_all_or_nothing(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, point: Point
) -> None:
    """Of hours that were approved: the transfer changes with the dispute's end, or neither does."""
    booking, ana = paid(cast), cast.actor("ana")
    worked(cast, clock, settle, booking)
    one = begin(cast, booking, 91_000).ref
    assert crashing.dies(cast.app, point, lambda: service.agree(one, by=ana))
    open_still = point.when == "before"
    assert now(one).open is open_still
    (transfer,) = payouts.transfers_of(booking.id)
    assert transfer.amount == eur(192_000 if open_still else 101_000)
    onboarded(cast)
    if open_still:
        service.agree(one, by=ana)
    divided_once(cast, simulator, clock, booking)
