"""Kill the process anywhere between approved hours and Ana's bank, start it again: she is paid once, to the cent."""

from collections.abc import Callable

import pytest

from marketplace.bookings.models import Booking
from marketplace.events import inbox, outbox
from marketplace.events.log import history
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payouts import arriving, paying, queries, releasing, service
from marketplace.payouts.models import AccountState
from marketplace.reconciliation.service import compare
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import service as timesheets
from tests import crashing
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.crashing import Point, points
from tests.payouts.stage import onboarded, paid, worked
from tests.simulated import Webhooks
from tests.timesheets.stage import AFTER, submitted

EARNED = 192_000


def at_stripe(simulator: Simulator, kind: str) -> list[int]:
    """The amounts of all such objects."""
    with simulator.world.store.transaction():
        return [one["amount"] for one in simulator.world.store.every(kind)]


@pytest.fixture
def earned(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> Booking:
    """Three days are approved, Ana can be paid, and the day of release has come."""
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking)
    clock.forward(days=4)
    return booking


def paid_once(cast: Cast, simulator: Simulator, clock: Clock, booking: Booking) -> None:
    """Whatever is left to be done is done by the schedule alone."""
    crashing.recovered(clock, minutes=5)
    clock.forward(days=3)
    crashing.recovered(clock, minutes=2)
    assert at_stripe(simulator, "transfer") == at_stripe(simulator, "payout") == [EARNED]
    for kind, owner in ((AccountKind.EXPERT, cast.ana.ref), (AccountKind.CONNECTED, cast.ana.ref)):
        assert ledger.balance(kind, owner, "EUR").amount == 0
    assert ledger.balance(AccountKind.BOOKING, booking.ref, "EUR").amount == 0
    (transfer,) = queries.transfers_of(booking.id)
    assert transfer.payout is not None
    assert [event.kind for event in history(transfer.ref)] == ["TransferSent"]
    assert [event.kind for event in history(transfer.payout.ref)] == ["PayoutSent", "PayoutPaid"]
    assert not compare(None)[1].differences


@pytest.mark.parametrize("point", points(requests=3, commits=2), ids=str)
def test_setting_up_payouts(cast: Cast, simulator: Simulator, clock: Clock, point: Point) -> None:
    """The row, the account and its settings at Stripe, its id kept, the link."""
    ana = cast.actor("ana")
    assert crashing.dies(cast.app, point, lambda: service.onboard(by=ana, country="DE"))
    assert onboarded(cast).state is AccountState.PAYABLE
    assert len(simulator.events("v2.core.account.created")) == 1


@pytest.mark.parametrize("point", points(requests=1, commits=3), ids=str)
def test_hearing_that_ana_can_be_paid(
    cast: Cast, simulator: Simulator, clock: Clock, webhooks: Webhooks, point: Point
) -> None:
    person.onboard(service.onboard(by=cast.actor("ana"), country="DE"))
    webhooks("account.updated")
    assert crashing.dies(cast.app, point, inbox.sweep)
    crashing.recovered(clock, minutes=5)
    account = queries.account_of(cast.ana.id)
    assert account is not None and account.state is AccountState.PAYABLE
    assert [event.kind for event in history(account.ref)] == ["PayoutAccountEnabled"]


def approving(cast: Cast, clock: Clock, settle: Settle) -> tuple[Booking, Callable[[], object]]:
    booking = paid(cast)
    onboarded(cast)
    clock.to(AFTER)
    sheet, dora = submitted(cast, booking).ref, cast.actor("dora")
    settle()

    def approve() -> None:
        timesheets.approve(sheet, by=dora)
        outbox.sweep()

    return booking, approve


@pytest.mark.parametrize("point", points(requests=0, commits=9), ids=str)
def test_approving_hours(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, point: Point
) -> None:
    """The approval, then each reaction: claimed, done, noted."""
    booking, approve = approving(cast, clock, settle)
    assert crashing.dies(cast.app, point, approve)
    if point == Point("before", "commit", 1):
        approve()
    clock.forward(days=4)
    paid_once(cast, simulator, clock, booking)


@pytest.mark.parametrize("point", points(requests=1, commits=2), ids=str)
def test_releasing(cast: Cast, simulator: Simulator, clock: Clock, earned: Booking, point: Point) -> None:
    """That it is asked for, the transfer, that it was made."""
    assert crashing.dies(cast.app, point, releasing.release_due)
    paid_once(cast, simulator, clock, earned)


@pytest.mark.parametrize("point", points(requests=2, commits=3), ids=str)
def test_paying_out(cast: Cast, simulator: Simulator, clock: Clock, earned: Booking, point: Point) -> None:
    """The balance, the row, that it is asked for, the payout, that it was made."""
    releasing.release_due()
    assert crashing.dies(cast.app, point, paying.pay_out_due)
    paid_once(cast, simulator, clock, earned)


@pytest.mark.parametrize("point", points(requests=1, commits=1), ids=str)
def test_arriving(cast: Cast, simulator: Simulator, clock: Clock, earned: Booking, point: Point) -> None:
    releasing.release_due()
    paying.pay_out_due()
    clock.forward(days=2)
    assert crashing.dies(cast.app, point, arriving.check_sent)
    paid_once(cast, simulator, clock, earned)


def test_these_are_all_the_points_there_are(
    cast: Cast, simulator: Simulator, clock: Clock, earned: Booking
) -> None:
    """A new request or commit in between shows here, and wants its own crash above."""
    emil = cast.actor("emil")
    assert crashing.counted(cast.app, lambda: service.onboard(by=emil, country="DE")) == (3, 2)
    assert crashing.counted(cast.app, releasing.release_due) == (1, 2)
    assert crashing.counted(cast.app, paying.pay_out_due) == (2, 3)
    clock.forward(days=2)
    assert crashing.counted(cast.app, arriving.check_sent) == (1, 1)
