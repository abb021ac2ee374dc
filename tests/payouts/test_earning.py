"""What Ana earns, and when it leaves."""

import pytest

from marketplace.bookings import service as bookings
from marketplace.bookings.events import BookingCancelled
from marketplace.db.session import atomic
from marketplace.events.log import history
from marketplace.events.models import Event
from marketplace.kit.errors import Conflict
from marketplace.kit.money import Money
from marketplace.kit.period import add_business_days
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payments import queries as payments
from marketplace.payouts import earning, queries
from marketplace.payouts.models import TransferState
from marketplace.simulator.serving import Simulator
from tests import make
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payouts.stage import paid, transfer_of, worked


def eur(cents: int) -> Money:
    return Money(cents, "EUR")


def test_approved_hours_are_hers_and_the_fee_is_ours(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    worked(cast, clock, settle, booking)
    assert ledger.balance(AccountKind.EXPERT, cast.ana.ref, "EUR") == eur(-192_000)
    assert ledger.balance(AccountKind.FEES, "", "EUR") == eur(-19_200)
    assert ledger.balance(AccountKind.BOOKING, booking.ref, "EUR") == eur(0)
    transfer = transfer_of(booking)
    assert (transfer.amount, transfer.state) == (eur(192_000), TransferState.WAITING)
    assert transfer.charge_id == payments.payment_of(booking.id).charge_id
    assert transfer.release_at == add_business_days(clock.now, 2)


def test_a_day_not_worked_goes_back_and_the_rest_is_hers(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    worked(cast, clock, settle, booking, 480, 480, 0)
    assert transfer_of(booking).amount == eur(128_000)
    assert [one.amount for one in payments.refunds_of(booking.id)] == [eur(64_000 + 6_400)]
    assert ledger.balance(AccountKind.BOOKING, booking.ref, "EUR") == eur(0)
    assert ledger.trial_balance() == {"EUR": 0}


def test_when_no_day_was_worked_everything_goes_back(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    worked(cast, clock, settle, booking, 0, 0, 0)
    assert not queries.transfers_of(booking.id)
    assert [one.amount for one in payments.refunds_of(booking.id)] == [booking.total]
    assert ledger.balance(AccountKind.BOOKING, booking.ref, "EUR") == eur(0)
    assert ledger.balance(AccountKind.FEES, "", "EUR") == eur(0)


def test_a_late_cancellation_owes_her_something(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at)
    clock.forward(hours=-3)
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    settle()
    assert transfer_of(booking).amount == eur(64_000 + 64_000)
    assert ledger.balance(AccountKind.EXPERT, cast.ana.ref, "EUR") == eur(-128_000)
    assert ledger.balance(AccountKind.BOOKING, booking.ref, "EUR") == eur(0)
    assert ledger.trial_balance() == {"EUR": 0}


def test_an_early_cancellation_owes_her_nothing(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    bookings.cancel(booking.ref, by=cast.actor("ana"), reason="I am ill.")
    settle()
    assert not queries.transfers_of(booking.id)
    assert ledger.balance(AccountKind.BOOKING, booking.ref, "EUR") == eur(0)


def test_earning_twice_earns_once(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> None:
    booking = paid(cast)
    worked(cast, clock, settle, booking)
    event = next(one for one in all_events(booking.ref) if one.kind == "TimesheetApproved")
    earning.earn(event.fact(), event)
    assert ledger.balance(AccountKind.EXPERT, cast.ana.ref, "EUR") == eur(-192_000)


def all_events(booking: str) -> list[Event]:
    with atomic() as session:
        return [one for one in session.query(Event) if one.payload.get("booking") == booking]


def test_money_that_waits_for_a_charge_is_not_lost(cast: Cast, clock: Clock) -> None:
    """A cancellation read before the payment is known fails, and is tried again."""
    booking = booked(cast)
    fact = BookingCancelled(booking.ref, cast.ana.ref, "customer", "", 64_000, 0, 0, "EUR")
    with pytest.raises(Conflict, match="not known yet"):
        earning.keep_owed(fact, Event(at=clock.now))
    assert not queries.transfers_of(booking.id)
    assert ledger.trial_balance() == {}
    assert history(booking.ref) == []


def test_the_vendor_sets_when_money_is_released(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    make.change(cast.ledgerline, release_business_days=4)
    booking = paid(cast)
    worked(cast, clock, settle, booking)
    assert transfer_of(booking).release_at == add_business_days(clock.now, 4)
