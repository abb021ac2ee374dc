"""Kill the process anywhere around a payment or a refund, start it again: nothing is lost, and nothing happens twice.

Each story is cut at every request to Stripe and every commit that it makes; afterwards the customer's next click, a notice or
merely the schedule brings it to the same end.
"""

import pytest

from marketplace.amendments import service as amendments
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import ShiftState
from marketplace.events import inbox, outbox
from marketplace.events.log import history
from marketplace.ledger import queries as ledger
from marketplace.payments import queries
from marketplace.payments import service as payments
from marketplace.payments.models import PaymentState, RefundState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import crashing
from tests.amendments import changing
from tests.bookings.asking import WEEK, accepted
from tests.cast import Cast
from tests.conftest import Clock
from tests.crashing import Point, points
from tests.payments.paying import attempt, begin, now, on_account, paid
from tests.simulated import Webhooks

TOTAL = 352_000


def at_stripe(simulator: Simulator, kind: str) -> list[dict]:
    with simulator.world.store.transaction():
        return list(simulator.world.store.every(kind))


def charged(simulator: Simulator) -> list[int]:
    return [one["amount"] for one in at_stripe(simulator, "charge") if one["paid"]]


def given_back(simulator: Simulator) -> list[int]:
    return [one["amount"] for one in at_stripe(simulator, "refund")]


def kinds(booking: Booking) -> list[str]:
    return [event.kind for event in history(booking.ref)]


# Dora presses Pay: the row, the customer at Stripe, its id kept, the page at Stripe, its id kept.
STARTING = points(requests=2, commits=3)


@pytest.mark.parametrize("point", STARTING, ids=str)
def test_pressing_pay(cast: Cast, simulator: Simulator, clock: Clock, point: Point) -> None:
    booking, dora = accepted(cast), cast.actor("dora")
    assert crashing.dies(cast.app, point, lambda: payments.start(booking.ref, by=dora))
    person.pay(begin(cast, booking))
    payments.settle(attempt(booking).checkout_id or "")
    assert now(booking).state is BookingState.CONFIRMED
    assert len(at_stripe(simulator, "customer")) == 1
    assert len(at_stripe(simulator, "checkout.session")) == 1
    assert charged(simulator) == [TOTAL]
    assert on_account("booking", booking.ref) == -TOTAL


@pytest.mark.parametrize("point", STARTING, ids=str)
def test_pressing_pay_and_walking_away(cast: Cast, simulator: Simulator, clock: Clock, point: Point) -> None:
    booking, dora = accepted(cast), cast.actor("dora")
    assert crashing.dies(cast.app, point, lambda: payments.start(booking.ref, by=dora))
    clock.to(booking.hold_until)
    crashing.recovered(clock)
    assert now(booking).state is BookingState.LAPSED
    assert {one.state for one in queries.payments_of(booking.id)} <= {PaymentState.CLOSED}
    assert not [one for one in at_stripe(simulator, "checkout.session") if one["status"] == "open"]
    assert ledger.entries_of(booking.ref) == []


# The news that she has paid: two questions to Stripe, and one transaction for all that follows.
SETTLING = points(requests=2, commits=1)


@pytest.mark.parametrize("point", SETTLING, ids=str)
def test_the_browser_comes_back(cast: Cast, simulator: Simulator, clock: Clock, point: Point) -> None:
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    checkout = attempt(booking).checkout_id or ""
    assert crashing.dies(cast.app, point, lambda: payments.settle(checkout))
    crashing.recovered(clock)
    _confirmed_once(booking)


@pytest.mark.parametrize("point", points(requests=2, commits=3), ids=str)
def test_the_webhook_is_read(
    cast: Cast, simulator: Simulator, webhooks: Webhooks, clock: Clock, point: Point
) -> None:
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    webhooks("checkout.session.completed")
    assert crashing.dies(cast.app, point, inbox.sweep)
    crashing.recovered(clock, minutes=5)
    _confirmed_once(booking)


def _confirmed_once(booking: Booking) -> None:
    assert now(booking).state is BookingState.CONFIRMED
    assert kinds(booking).count("BookingConfirmed") == 1
    assert {shift.state for shift in calendar.shifts_of(booking.ref)} == {ShiftState.BOOKED}
    assert on_account("booking", booking.ref) == -TOTAL
    assert ledger.trial_balance() == {"EUR": 0}


# Cancelled: the reaction writes the refund down, asks Stripe, writes the outcome down.
@pytest.mark.parametrize("point", points(requests=1, commits=6), ids=str)
def test_a_cancellation_is_refunded(cast: Cast, simulator: Simulator, clock: Clock, point: Point) -> None:
    booking = paid(cast)
    outbox.sweep()
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    assert crashing.dies(cast.app, point, outbox.sweep)
    crashing.recovered(clock, minutes=5)
    (refund,) = queries.refunds_of(booking.id)
    assert refund.state is RefundState.SUCCEEDED
    assert given_back(simulator) == [TOTAL]
    assert on_account("booking", booking.ref) == 0
    assert [event.kind for event in history(refund.ref)] == ["RefundSucceeded"]


# Too late: the page is asked about, the money booked, and the refund made.
@pytest.mark.parametrize("point", points(requests=3, commits=6), ids=str)
def test_a_late_payment_goes_back(cast: Cast, simulator: Simulator, clock: Clock, point: Point) -> None:
    booking = accepted(cast)
    person.pay(begin(cast, booking))
    bookings.cancel(booking.ref, by=cast.actor("bruno"))

    def follow() -> None:
        payments.settle(attempt(booking).checkout_id or "")
        outbox.sweep()

    assert crashing.dies(cast.app, point, follow)
    crashing.recovered(clock)
    assert now(booking).state is BookingState.CANCELLED
    assert charged(simulator) == given_back(simulator) == [TOTAL]
    assert on_account("booking", booking.ref) == 0
    assert ledger.trial_balance() == {"EUR": 0}


def test_these_are_all_the_points_there_are(cast: Cast, simulator: Simulator) -> None:
    """A new request or commit in between shows here, and wants its own crash above."""
    booking, dora = accepted(cast), cast.actor("dora")
    assert crashing.counted(cast.app, lambda: payments.start(booking.ref, by=dora)) == (2, 3)
    person.pay(begin(cast, booking))
    checkout = attempt(booking).checkout_id or ""
    assert crashing.counted(cast.app, lambda: payments.settle(checkout)) == (2, 1)


# A change that costs less: the reaction writes the refund down, asks Stripe, writes the outcome down.
@pytest.mark.parametrize("point", points(requests=1, commits=6), ids=str)
def test_what_a_change_gives_back(cast: Cast, simulator: Simulator, clock: Clock, point: Point) -> None:
    booking = paid(cast)
    outbox.sweep()
    changing.agreed(cast, booking, changing.LESS)
    assert crashing.dies(cast.app, point, outbox.sweep)
    crashing.recovered(clock, minutes=5)
    (refund,) = queries.refunds_of(booking.id)
    assert refund.state is RefundState.SUCCEEDED
    assert given_back(simulator) == [70_400]
    assert on_account("booking", booking.ref) == -281_600


# A change that costs more: the page is asked about, the money booked and the days changed in one transaction.
@pytest.mark.parametrize("point", SETTLING, ids=str)
def test_the_difference_is_paid(cast: Cast, simulator: Simulator, clock: Clock, point: Point) -> None:
    booking = paid(cast)
    one = changing.agreed(cast, booking)
    person.pay(payments.start_change(one.ref, by=cast.actor("dora")))
    checkout = attempt(booking).checkout_id or ""
    assert crashing.dies(cast.app, point, lambda: payments.settle(checkout))
    crashing.recovered(clock)
    assert changing.booked_days(booking.ref) == changing.MORE
    assert [event.kind for event in history(one.ref)].count("AmendmentApplied") == 1
    assert sorted(charged(simulator)) == [70_400, TOTAL]
    assert on_account("booking", booking.ref) == -TOTAL - 70_400


# Agreeing to what costs nothing: one commit, before which nothing has happened and after which all has.
@pytest.mark.parametrize("point", points(requests=0, commits=1), ids=str)
def test_days_move_whole_or_not_at_all(cast: Cast, simulator: Simulator, clock: Clock, point: Point) -> None:
    booking = paid(cast)
    one, ana = changing.propose(cast, booking, changing.MOVED), cast.actor("ana")
    assert crashing.dies(cast.app, point, lambda: amendments.accept(one.ref, by=ana))
    moved = point.when == "after"
    assert changing.booked_days(booking.ref) == (changing.MOVED if moved else WEEK)
    assert changing.now(one).open is not moved
