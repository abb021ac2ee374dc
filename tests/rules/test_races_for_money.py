"""However many workers and people reach for the same money at once: hours are decided once, and Ana is paid once."""

from collections.abc import Callable, Sequence

import pytest
from flask import Flask

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payouts import arriving, paying, queries, releasing, service
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries as sheet_queries
from marketplace.timesheets import service as timesheets
from marketplace.timesheets.models import TimesheetState
from tests import racing
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payouts.stage import onboarded, paid, worked
from tests.racing import Move
from tests.timesheets.stage import AFTER, submitted

Race = Callable[[Flask, Sequence[Move]], list[str]]
races = pytest.mark.parametrize("race", [racing.threads, racing.processes])


def at_stripe(simulator: Simulator, kind: str) -> list[int]:
    with simulator.world.store.transaction():
        return [one["amount"] for one in simulator.world.store.every(kind)]


@races
def test_hours_are_approved_sent_back_and_overdue_at_once(cast: Cast, clock: Clock, race: Race) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    ref, dora, olga = submitted(cast, booking).ref, cast.actor("dora"), cast.actor("olga")
    clock.forward(days=10)
    said = race(
        cast.app,
        [
            lambda: timesheets.approve(ref, by=dora),
            lambda: timesheets.approve(ref, by=olga),
            lambda: timesheets.send_back(ref, "No.", by=dora),
            timesheets.approve_overdue,
        ],
    )
    assert set(said) <= {"done", "WrongState"}
    decisions = [event.kind for event in history(ref)][1:]
    assert decisions in (["TimesheetApproved"], ["TimesheetSentBack"])


@races
def test_hours_are_approved_in_part_and_whole_sent_back_and_submitted_at_once(
    cast: Cast, clock: Clock, race: Race
) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    sheet, ana, dora, olga = submitted(cast, booking), *(cast.actor(name) for name in ("ana", "dora", "olga"))
    ref, days = sheet.ref, [entry.shift.ref for entry in sheet.entries]
    again, booking_ref = dict.fromkeys(days, 60), booking.ref
    said = race(
        cast.app,
        [
            lambda: timesheets.approve(ref, seen=1, by=olga),
            lambda: timesheets.approve_days(ref, days[:2], "Not the third.", seen=1, by=dora),
            lambda: timesheets.send_back(ref, "No.", seen=1, by=dora),
            lambda: timesheets.submit(booking_ref, again, "", by=ana),
        ],
    )
    assert set(said) <= {"done", "WrongState", "Conflict", "Invalid", "NotAllowed"}
    db.session.rollback()
    decisions = [event.kind for event in history(ref)]
    assert decisions in (
        ["TimesheetSubmitted", "TimesheetApproved"],
        ["TimesheetSubmitted", "TimesheetSentBack"],
        ["TimesheetSubmitted", "TimesheetSentBack", "TimesheetSubmitted"],
    )
    sheets = sheet_queries.sheets_of(booking.id)
    approved = sum(one.days for one in sheets if one.state is TimesheetState.APPROVED)
    assert (approved, sum(one.days for one in sheets)) == (
        db.session.get_one(Booking, booking.id).settled_days,
        3,
    )
    assert len([one for one in sheets if one.state is not TimesheetState.APPROVED]) <= 1


@races
def test_three_workers_send_the_same_money(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, race: Race
) -> None:
    booking: Booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking)
    clock.forward(days=4)
    assert set(race(cast.app, [releasing.release_due] * 3)) == {"done"}
    releasing.release_due()
    assert set(race(cast.app, [paying.pay_out_due] * 3)) == {"done"}
    paying.pay_out_due()
    clock.forward(days=2)
    assert set(race(cast.app, [arriving.check_sent] * 3)) == {"done"}
    db.session.rollback()
    assert at_stripe(simulator, "transfer") == at_stripe(simulator, "payout") == [192_000]
    (transfer,) = queries.transfers_of(booking.id)
    assert transfer.payout is not None
    assert [event.kind for event in history(transfer.payout.ref)] == ["PayoutSent", "PayoutPaid"]
    assert ledger.balance(AccountKind.EXPERT, cast.ana.ref, "EUR").amount == 0
    assert ledger.balance(AccountKind.CONNECTED, cast.ana.ref, "EUR").amount == 0


@races
def test_four_clicks_open_one_account(cast: Cast, simulator: Simulator, race: Race) -> None:
    ana = cast.actor("ana")
    said = race(cast.app, [lambda: service.onboard(by=ana, country="DE")] * 4)
    assert set(said) <= {"done", "GatewayUnavailable"}
    service.onboard(by=ana)
    assert len(simulator.events("v2.core.account.created")) == 1
