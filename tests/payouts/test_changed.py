"""A booking that grew is paid with two charges; however its money leaves, no charge gives more than it brought."""

from datetime import timedelta

from marketplace.bookings.models import Booking
from marketplace.kit.money import Money
from marketplace.payments.queries import good_payments_of
from marketplace.payouts import queries, releasing
from marketplace.payouts.models import Transfer, TransferState
from marketplace.reconciliation.service import compare
from marketplace.simulator.serving import Simulator
from tests.amendments.changing import MORE, agreed, pay
from tests.bookings.asking import WEEK
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import now, on_account, paid
from tests.payouts.stage import onboarded
from tests.timesheets.stage import decided


def released(cast: Cast, booking: Booking, clock: Clock, settle: Settle) -> list[Transfer]:
    """Everything is worked, approved and sent."""
    clock.to(now(booking).ends_at)
    decided(cast, now(booking))
    settle()
    clock.forward(days=9)
    releasing.release_due()
    found = list(queries.transfers_of(booking.id))
    assert {one.state for one in found} == {TransferState.SENT}
    assert on_account("connected", cast.ana.ref) == sum(one.amount.amount for one in found)
    assert on_account("booking", booking.ref) == 0
    assert not compare(None)[1].differences
    return found


def test_each_week_leaves_out_of_a_charge_that_still_holds_it(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    onboarded(cast)
    booking = paid(cast)
    pay(cast, agreed(cast, booking, MORE))
    settle()
    first, second = released(cast, booking, clock, settle)
    assert (first.amount.amount, second.amount.amount) == (320_000, 64_000)
    assert [first.charge_id, second.charge_id] == [one.charge_id for one in good_payments_of(booking.id)]
    assert second.due_at - first.due_at < timedelta(days=1)


def test_what_no_single_charge_holds_is_paid_out_of_the_balance(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    onboarded(cast)
    booking = paid(cast)
    pay(cast, agreed(cast, booking, WEEK, Money(80_000, "EUR")))
    settle()
    (only,) = released(cast, booking, clock, settle)
    assert (only.amount.amount, only.charge_id) == (400_000, "")
