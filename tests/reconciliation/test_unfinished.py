"""Money that should have moved stands where an operator sees it, and may be tried again without moving twice."""

import pytest

from marketplace import schedule
from marketplace.bookings.models import Booking
from marketplace.events.log import history
from marketplace.gateways.errors import GatewayRefused
from marketplace.gateways.stripe import StripeGateway
from marketplace.kit.errors import NotAllowed, NotFound, WrongState
from marketplace.ledger import queries as ledger
from marketplace.payments import queries as payments
from marketplace.payments import refunds
from marketplace.payments.errors import TooMuch
from marketplace.payments.models import RefundState
from marketplace.payouts import releasing
from marketplace.payouts.models import TransferState
from marketplace.reconciliation.service import compare
from marketplace.reconciliation.unfinished import try_again, unfinished
from marketplace.simulator.resources.refunds import come_back
from marketplace.simulator.serving import Simulator
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payouts.stage import onboarded, paid, transfer_of, worked


@pytest.fixture
def booking(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> Booking:
    """One day is given back, two are earned and due to be released."""
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking, 480, 480, 0)
    clock.forward(days=4)
    return booking


def sent_back(simulator: Simulator, refund: str) -> None:
    """By the bank, days later; and we have looked."""
    with simulator.world.store.transaction():
        come_back(simulator.world, refund)
    refunds.refresh(refund)


def refused(*_: object, **__: object) -> None:
    raise GatewayRefused("no", "Your account is under review.")


def test_a_refused_transfer_is_seen_and_sent_at_once(
    cast: Cast, booking: Booking, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    otto = cast.actor("otto")
    assert unfinished(otto) == []
    with monkeypatch.context() as stripe:
        stripe.setattr(StripeGateway, "transfer", refused)
        for _ in range(8):
            clock.forward(days=1)
            releasing.release_due()
    (one,) = unfinished(otto)
    assert (one.kind, one.whom, one.tries) == ("transfer", "Ana", 9)
    assert "Your account is under review." in one.why
    schedule.tick()
    assert transfer_of(booking).state is TransferState.WAITING, "its pause lasts a day"
    try_again("transfer", one.ref, by=otto)
    schedule.tick()
    assert transfer_of(booking).state is TransferState.SENT
    assert [each.kind for each in unfinished(otto)] == []
    with pytest.raises(WrongState):
        try_again("transfer", one.ref, by=otto)


def test_a_refund_that_came_back_goes_out_again(cast: Cast, booking: Booking, simulator: Simulator) -> None:
    """The bank sent it back; the customer has a new account there."""
    releasing.release_due()
    otto, (refund,) = cast.actor("otto"), payments.refunds_of(booking.id)
    first = refund.stripe_id or ""
    sent_back(simulator, first)
    (one,) = unfinished(otto)
    assert (one.kind, one.ref, one.whom) == ("refund", refund.ref, "Nordwind")
    try_again("refund", refund.ref, by=otto)
    schedule.tick()
    again = payments.refund(refund.ref)
    assert again.state is RefundState.SUCCEEDED and again.stripe_id != first
    assert [event.kind for event in history(refund.ref)] == [
        "RefundSucceeded",
        "RefundFailed",
        "RefundTriedAgain",
        "RefundSucceeded",
    ]
    assert compare(None)[1].flagged == []
    assert ledger.trial_balance() == {"EUR": 0}
    assert unfinished(otto) == []


def test_not_twice_and_not_by_anybody(cast: Cast, booking: Booking, simulator: Simulator) -> None:
    otto, (refund,) = cast.actor("otto"), payments.refunds_of(booking.id)
    with pytest.raises(WrongState):
        try_again("refund", refund.ref, by=otto)
    with pytest.raises(NotAllowed):
        try_again("refund", refund.ref, by=cast.actor("fritz"))
    for kind in ("charge", "payout"):
        with pytest.raises(NotFound):
            try_again(kind, refund.ref, by=otto)


def test_a_transfer_that_waits_for_its_day_is_not_hurried(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    """Until then a dispute can stop it."""
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking, 480, 480, 480)
    with pytest.raises(WrongState, match="waits for its day"):
        try_again("transfer", transfer_of(booking).ref, by=cast.actor("otto"))
    releasing.release_due()
    assert transfer_of(booking).state is TransferState.WAITING


def test_what_failed_is_still_owed(cast: Cast, booking: Booking, simulator: Simulator) -> None:
    """Nothing else may use the money of a refund that is to be tried again."""
    (refund,) = payments.refunds_of(booking.id)
    whole = refund.payment
    sent_back(simulator, refund.stripe_id or "")
    with pytest.raises(TooMuch):
        refunds.refund(whole, "everything", whole.price, whole.fee)
    try_again("refund", refund.ref, by=cast.actor("otto"))
    refunds.send(refund.ref)
    assert payments.refund(refund.ref).state is RefundState.SUCCEEDED
