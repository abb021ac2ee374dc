"""A booking that grew is paid with two charges; the expert's money is larger than either, and still everything ties."""

from datetime import timedelta

from marketplace.calendar import queries as calendar
from marketplace.payouts import reconciling, releasing
from marketplace.payouts.models import TransferState
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import service as timesheets
from tests.amendments.changing import MORE, agreed, pay
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import now, on_account, paid
from tests.payouts.stage import onboarded, transfer_of


def test_what_no_single_charge_holds_is_paid_out_of_the_balance(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    onboarded(cast)
    booking = paid(cast)
    pay(cast, agreed(cast, booking, MORE))
    settle()
    clock.to(now(booking).ends_at)
    minutes = {shift.ref: 480 for shift in calendar.booked_shifts(booking.ref)}
    sheet = timesheets.submit(booking.ref, minutes, "", by=cast.actor("ana"))
    timesheets.approve(sheet.ref, by=cast.actor("dora"))
    settle()
    transfer = transfer_of(booking)
    assert (transfer.amount.amount, transfer.charge_id) == (384_000, "")
    clock.to(transfer.due_at + timedelta(days=7))
    releasing.release_due()
    assert transfer_of(booking).state is TransferState.SENT
    assert on_account("connected", cast.ana.ref) == 384_000
    assert on_account("booking", booking.ref) == 0
    assert not [one for one in reconciling.comparisons() if one.difference.amount]
