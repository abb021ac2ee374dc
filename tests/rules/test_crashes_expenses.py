"""Kill the process anywhere while an expense is paid and passed on: the customer pays once, and all of it reaches Ana once."""

import pytest

from marketplace.bookings.models import Booking
from marketplace.events import outbox
from marketplace.events.log import history
from marketplace.expenses.models import Expense, ExpenseState
from marketplace.ledger import queries as ledger
from marketplace.payments import service as payments
from marketplace.payouts import queries as payouts
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import crashing
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.crashing import Point, points
from tests.expenses.spending import approved, come_back, now, page_for
from tests.payments.paying import on_account
from tests.payouts import stage
from tests.rules.test_crashes import at_stripe

TICKET = 4_520


@pytest.fixture
def booking(cast: Cast, simulator: Simulator, settle: Settle) -> Booking:
    made = stage.paid(cast)
    settle()
    return made


def _passed_on_once(cast: Cast, simulator: Simulator, one: Expense) -> None:
    assert now(one).state is ExpenseState.PAID
    assert [event.kind for event in history(one.ref)].count("ExpensePaid") == 1
    charges = [each["amount"] for each in at_stripe(simulator, "charge") if each["paid"]]
    assert sorted(charges) == [TICKET, 211_200]
    assert at_stripe(simulator, "refund") == []
    (transfer,) = payouts.transfers_of(one.booking_id)
    assert (transfer.amount.amount, transfer.expense_id) == (TICKET, one.id)
    assert on_account("expert", cast.ana.ref) == -TICKET
    assert on_account("booking", one.booking.ref) == -211_200
    assert ledger.trial_balance() == {"EUR": 0}


# Dora presses Pay: only the row is the expense's own. What follows is cut in `test_crashes`: bookings open the same page.
@pytest.mark.parametrize("point", points(requests=0, commits=1), ids=str)
def test_pressing_pay(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, booking: Booking, point: Point
) -> None:
    one, dora = approved(cast, booking), cast.actor("dora")
    assert crashing.dies(cast.app, point, lambda: payments.start_expense(one.ref, by=dora))
    person.pay(page_for(cast, now(one)))
    come_back(one)
    settle()
    _passed_on_once(cast, simulator, one)


# The browser comes back and what follows: asked twice, booked; passed on.
@pytest.mark.parametrize("point", points(requests=2, commits=4), ids=str)
def test_coming_back_and_passing_on(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, booking: Booking, point: Point
) -> None:
    one = approved(cast, booking)
    settle()
    person.pay(page_for(cast, one))

    def follow() -> None:
        come_back(one)
        outbox.sweep()

    assert crashing.dies(cast.app, point, follow)
    crashing.recovered(clock)
    settle()
    _passed_on_once(cast, simulator, one)


def test_these_are_all_the_points_of_paying(cast: Cast, simulator: Simulator, booking: Booking) -> None:
    """A new request or commit in between shows here, and wants its own crash above, or where bookings open the page."""
    one, dora = approved(cast, booking), cast.actor("dora")
    assert crashing.counted(cast.app, lambda: payments.start_expense(one.ref, by=dora)) == (1, 2)
    person.pay(page_for(cast, now(one)))
    assert crashing.counted(cast.app, lambda: come_back(one)) == (2, 1)
