"""What an expert has earned: posted in the ledger, and put on its way as a transfer with a release date."""

from dataclasses import dataclass
from datetime import date, datetime

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import queries as bookings
from marketplace.bookings.events import BookingCancelled
from marketplace.bookings.models import Booking
from marketplace.db.session import atomic, locked
from marketplace.events.models import Event
from marketplace.expenses import queries as expenses
from marketplace.expenses.events import ExpensePaid
from marketplace.expenses.models import Expense
from marketplace.kit.errors import Conflict
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money, total
from marketplace.kit.period import add_business_days
from marketplace.ledger import service as ledger
from marketplace.ledger.models import EARNED, AccountKind
from marketplace.payments import queries as payments
from marketplace.payouts import queries
from marketplace.payouts.models import Transfer, TransferState
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets.events import TimesheetApproved


@dataclass(frozen=True, slots=True)
class Earned:
    """The price is the expert's, the fee on it is ours. `cause` makes it happen once."""

    booking: Ref
    cause: Ref
    price: Money
    fee: Money
    what: str
    timesheet: Ref | None = None
    expense: Ref | None = None


def earn(fact: TimesheetApproved, event: Event) -> None:
    """The worked days of a sheet are the expert's, the fee on them is ours."""
    price, fee = Money(fact.price, fact.currency), Money(fact.fee, fact.currency)
    what = (
        f"Earned: deliverable accepted, {fact.deliverable}"[:120] if fact.deliverable else _said(fact.week_on)
    )
    _release(Earned(fact.booking, fact.cause, price, fee, what, fact.subject), event)


def keep_owed(fact: BookingCancelled, event: Event) -> None:
    """What a late cancellation owes is the expert's, the fee on it is ours. It comes before the first day: nothing was earned."""
    booking = bookings.visible(fact.subject, SYSTEM)
    owed, fee = Money(fact.owed, fact.currency), booking.fee - Money(fact.refund_fee, fact.currency)
    _release(Earned(fact.subject, fact.subject, owed, fee, "Earned: owed after the cancellation"), event)


def pass_on(fact: ExpensePaid, event: Event) -> None:
    """All of what the customer paid for an expense is the expert's."""
    expense = expenses.visible(fact.subject, SYSTEM)
    amount, none = Money(fact.amount, fact.currency), Money.zero(fact.currency)
    what = f"Expense: {expense.category.label}, {expense.spent_on.day} {expense.spent_on:%b %Y}"
    _release(Earned(fact.booking, fact.subject, amount, none, what, expense=fact.subject), event)


def _said(week_on: str) -> str:
    if not week_on:
        return "Earned: hours approved"
    monday = date.fromisoformat(week_on)
    return f"Earned: hours approved, week of {monday.day} {monday:%b %Y}"


def _release(earned: Earned, event: Event) -> None:
    if not earned.price:
        return
    with atomic() as session:
        booking = locked(Booking, earned.booking)
        cause = _post(booking, earned)
        if queries.transfer_for(cause) is None:
            expense = expenses.visible(earned.expense, SYSTEM) if earned.expense else None
            charge = _charge_for(expense) if expense else None
            transfer = transfer_for(booking, earned.price, cause=cause, since=event.at, charge=charge)
            transfer.timesheet = timesheets.visible(earned.timesheet, SYSTEM) if earned.timesheet else None
            transfer.expense = expense
            session.add(transfer)


def transfer_for(
    booking: Booking, price: Money, *, cause: str, since: datetime, charge: str | None = None
) -> Transfer:
    """The row, not yet in the session; its days of waiting are counted from `since`. It is taken out of that charge, where one is
    named, and otherwise out of one that paid for the days."""
    release_at = add_business_days(since, booking.release_business_days)
    return Transfer(
        booking_id=booking.id,
        cause=cause,
        expert_id=booking.expert_id,
        amount=price,
        charge_id=_source(booking, price) if charge is None else charge,
        release_at=release_at,
        due_at=release_at,
    )


def _charge_for(expense: Expense) -> str:
    """The charge that paid just this."""
    paid = payments.payment_for_expense(expense.id)
    if paid is None or paid.charge_id is None:
        raise Conflict("The charge that pays for this is not known yet.")
    return paid.charge_id


def _source(booking: Booking, price: Money) -> str:
    """The charge that alone still holds it. Stripe takes no more out of a charge than it brought, so that after other weeks,
    refunds and changes of the booking there may be none; then the transfer is paid out of the balance."""
    paid = payments.good_payments_of(booking.id)
    if not paid or any(one.charge_id is None for one in paid):
        raise Conflict("The charge that pays for this is not known yet.")
    sent = [one for one in queries.transfers_of(booking.id) if one.state is not TransferState.DROPPED]
    for one in paid:
        gone = total((other.amount for other in sent if other.charge_id == one.charge_id), price.currency)
        if one.amount - payments.given_back(one) - gone >= price:
            return one.charge_id or ""
    return ""


def _post(booking: Booking, earned: Earned) -> Ref:
    """Under the reference that it returns."""
    rested, reference = (AccountKind.BOOKING, booking.ref), f"{EARNED}{earned.cause}"
    lines = ledger.move(earned.price, out_of=(AccountKind.EXPERT, booking.expert.ref), into=rested)
    ledger.post(reference, earned.what, lines, booking=booking.ref)
    if earned.fee:
        lines = ledger.move(earned.fee, out_of=(AccountKind.FEES, ""), into=rested)
        ledger.post(f"fee:{earned.cause}", "Our fee on it", lines, booking=booking.ref)
    return reference
