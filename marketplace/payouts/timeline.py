"""Where a share of a booking's money is: paid → held → released → on its way → in the bank."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from marketplace.expenses.models import Expense
from marketplace.payments.models import Payment
from marketplace.payouts.models import AccountState, Payout, PayoutAccount, Transfer
from marketplace.timesheets.models import Timesheet, TimesheetState


class Standing(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the money. `at` is when it was reached, or is expected when it lies ahead."""

    label: str
    state: Standing
    at: datetime | date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """All that is known about a share of one booking's money: a week's, or an expense's."""

    payment: Payment | None
    sheet: Timesheet | None
    transfer: Transfer | None
    account: PayoutAccount | None

    @property
    def expense(self) -> Expense | None:
        return self.transfer.expense if self.transfer else None

    @property
    def payout(self) -> Payout | None:
        return self.transfer.payout if self.transfer else None

    @property
    def payable(self) -> bool:
        return self.account is not None and self.account.state is AccountState.PAYABLE


def stops(way: Way) -> list[Stop]:
    """The five stops, of which everything before the first unfinished one is done."""
    every = [_paid(way), _held(way), _released(way), _on_its_way(way), _in_the_bank(way)]
    reached = [done for _, done in every]
    current = reached.index(False) if False in reached else len(every)
    return [_standing(stop, number, current) for number, (stop, _) in enumerate(every)]


Reached = tuple[Stop, bool]
NEXT = Standing.NEXT


def _standing(stop: Stop, number: int, current: int) -> Stop:
    state = Standing.DONE if number < current else Standing.NOW if number == current else NEXT
    return Stop(stop.label, state, stop.at, stop.note if state is not NEXT else "")


def _paid(way: Way) -> Reached:
    paid_at = way.payment.paid_at if way.payment else None
    return Stop("Paid", NEXT, paid_at, "by the customer"), paid_at is not None


def _held(way: Way) -> Reached:
    if way.transfer is not None:
        until = "until the hours were settled"
        if way.expense is not None:
            until = "passed on in full, without a fee"
        elif way.sheet is not None and way.sheet.delivers:
            until = "until the deliverable was accepted"
        return Stop("Held", NEXT, way.transfer.created_at, until), True
    submitted = way.sheet is not None and way.sheet.state is TimesheetState.SUBMITTED
    if way.sheet is not None and way.sheet.booking.disputed_at is not None:
        return Stop("Held", NEXT, None, "until the dispute has ended"), False
    due = way.sheet.approve_by if submitted and way.sheet else None
    note = "the latest day of approval" if due else "until the hours are approved"
    return Stop("Held", NEXT, due, note), False


def _released(way: Way) -> Reached:
    transfer = way.transfer
    if transfer is None:
        return Stop("Released", NEXT), False
    if transfer.sent_at is not None:
        return Stop("Released", NEXT, transfer.sent_at, "to the balance at Stripe"), True
    if transfer.booking.disputed_at is not None:
        return Stop("Released", NEXT, None, "once the dispute has ended"), False
    if not way.payable:
        return Stop("Released", NEXT, None, "as soon as the payout account is ready"), False
    return Stop("Released", NEXT, transfer.release_at, "on this day"), False


def _on_its_way(way: Way) -> Reached:
    payout = way.payout
    if payout is None or payout.arrives_on is None:
        return Stop("On its way", NEXT, None, "as soon as Stripe has made it available"), False
    return Stop("On its way", NEXT, payout.arrives_on, "expected in the bank"), payout.paid_at is not None


def _in_the_bank(way: Way) -> Reached:
    paid_at = way.payout.paid_at if way.payout else None
    return Stop("In the bank", NEXT, paid_at), paid_at is not None
