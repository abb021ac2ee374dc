"""Both sides press at once about expenses and deliverables: one of them is first, and no day and no cent is given twice."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest
from flask import Flask

from marketplace.events.log import history
from marketplace.expenses import queries as asked
from marketplace.expenses import service as expenses
from marketplace.expenses.models import ExpenseState
from marketplace.payments import queries as payments
from marketplace.payments import service as paying
from marketplace.payments.errors import NotWaiting
from marketplace.payouts import queries as payouts
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import delivering, queries, service
from tests import racing
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.expenses.spending import TICKET, approved, handed_in, now, page_for, receipt, spent
from tests.payments.paying import on_account
from tests.payouts import stage
from tests.racing import Move
from tests.timesheets.stage import AFTER

Race = Callable[[Flask, Sequence[Move]], list[str]]
PROMISED = [{"title": "The rules", "accepted_when": ""}, {"title": "The run", "accepted_when": ""}]


@pytest.mark.parametrize("race", [racing.threads, racing.processes])
def test_hours_and_two_deliverables_reach_for_the_same_days(cast: Cast, clock: Clock, race: Race) -> None:
    booking = booked(cast, deliverables=PROMISED)
    clock.to(AFTER)
    ref, ana = booking.ref, cast.actor("ana")
    days = [one.ref for one in queries.shifts_of(booking)]
    hours = dict.fromkeys(days, 480)
    said = race(
        cast.app,
        [
            lambda: service.submit(ref, hours, "", by=ana),
            lambda: delivering.deliver(ref, 1, days, "Here.", by=ana),
            lambda: delivering.deliver(ref, 2, days[:1], "Here.", by=ana),
            lambda: delivering.deliver(ref, 1, days, "Here.", by=ana),
        ],
    )
    assert said.count("done") == 1
    claimed = [entry.shift_id for one in queries.sheets_of(booking.id) for entry in one.entries]
    assert len(claimed) == len(set(claimed))


def test_an_expense_is_paid_withdrawn_and_sent_back_at_once(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    booking = stage.paid(cast)
    one = approved(cast, booking)
    person.pay(page_for(cast, one))
    checkout = payments.payments_of(booking.id)[-1].checkout_id or ""
    ref, ana, dora = one.ref, cast.actor("ana"), cast.actor("dora")
    racing.threads(
        cast.app,
        [
            lambda: paying.settle(checkout),
            lambda: expenses.withdraw(ref, by=ana),
            lambda: expenses.send_back(ref, "No.", by=dora),
            lambda: paying.settle(checkout),
        ],
    )
    settle()
    paid = now(one).state is ExpenseState.PAID
    back = sum(each.amount.amount for each in payments.refunds_of(booking.id))
    gained = sum(each.amount.amount for each in payouts.transfers_of(booking.id))
    assert (gained, back) == ((4_520, 0) if paid else (0, 4_520))
    assert on_account("booking", booking.ref) == -211_200


@pytest.mark.parametrize("against", ["send_back", "withdraw"])
def test_an_expense_is_approved_and_taken_from_the_table_at_once(
    cast: Cast, simulator: Simulator, against: str
) -> None:
    """Whatever wins, what stands there is what the last of them was told, and nothing is paid that is not approved."""
    booking = stage.paid(cast)
    one = handed_in(cast, booking)
    ref, ana, dora, olga = one.ref, cast.actor("ana"), cast.actor("dora"), cast.actor("olga")

    def other() -> object:
        if against == "withdraw":
            return expenses.withdraw(ref, by=ana)
        return expenses.send_back(ref, "Which train?", seen=1, by=olga)

    said = racing.processes(
        cast.app,
        [
            lambda: expenses.approve(ref, seen=1, by=dora),
            other,
            lambda: expenses.approve(ref, "40", "Second class.", seen=1, by=olga),
            other,
        ],
    )
    done = [event.kind for event in history(ref)]
    assert said.count("done") == len(done) - 1, "each that was done is written down once"
    ended = {"withdraw": ExpenseState.WITHDRAWN, "send_back": ExpenseState.SENT_BACK}[against]
    assert now(one).state is ended, "both may follow an approval, and no approval follows them"
    assert done.count("ExpenseApproved") <= 1
    assert done[-1] == {"withdraw": "ExpenseWithdrawn", "send_back": "ExpenseSentBack"}[against]
    with pytest.raises(NotWaiting):
        page_for(cast, one)


def test_two_receipts_reach_for_what_is_left_of_the_bound(cast: Cast) -> None:
    booking = booked(cast)
    receipts = [receipt(cast, content=TICKET + bytes([number])) for number in range(4)]
    by = cast.actor("ana")
    ready = [spent(cast, "400", files=[one]) for one in receipts]
    said = racing.processes(cast.app, [partial(expenses.hand_in, booking.ref, each, by=by) for each in ready])
    assert said.count("done") == 2
    together = sum(each.claimed.amount for each in asked.of_booking(booking.id))
    assert together == 80_000
