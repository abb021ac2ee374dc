"""Use cases: hand in, correct, withdraw, approve, send back; and what payments calls once the money is in."""

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.expenses import events, policy, queries, writing
from marketplace.expenses.models import LIFECYCLE, Expense, ExpenseFile
from marketplace.expenses.writing import Spent
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, permit
from marketplace.kit.ids import Ref


def hand_in(booking_ref: Ref, spent: Spent, *, by: Actor) -> Expense:
    """A new one, with its receipt. Raises `Invalid` naming the fields."""
    with atomic():
        booking = locked(Booking, bookings.visible(booking_ref, by).ref)
        permit(policy.may_hand_in(by, booking))
        expense = Expense(booking=booking)
        writing.fill(expense, spent)
        expense.submissions, expense.submitted_at = 1, clock.now()
        db.session.add(expense)
        _attach(expense, spent, by)
        record(_submitted(expense), by=by)
    return expense


def correct(ref: Ref, spent: Spent, *, by: Actor) -> Expense:
    """Hand it in again after it was sent back. Receipts that came before stay with it."""
    with atomic():
        expense = _locked(ref, by)
        permit(policy.may_change(by, expense))
        expense.become("submit")
        writing.fill(expense, spent)
        expense.submissions += 1
        expense.submitted_at, expense.reminders, expense.approved = clock.now(), 0, None
        expense.decided_at, expense.decided_by_id = None, None
        _attach(expense, spent, by)
        record(_submitted(expense), by=by)
    return expense


def withdraw(ref: Ref, *, by: Actor) -> Expense:
    """Take it back, until it is paid."""
    with atomic():
        expense = _locked(ref, by)
        permit(policy.may_change(by, expense))
        expense.become("withdraw")
        expense.ended_at = clock.now()
        record(events.ExpenseWithdrawn(expense.ref, expense.booking.ref), by=by)
    return expense


def approve(ref: Ref, amount: str = "", reason: str = "", *, seen: int | None = None, by: Actor) -> Expense:
    """Accept all of it, or the `amount` that is typed and a reason why it is less. It is then to be paid.

    `seen` is the submission that was looked at. Raises `Conflict` when there has been another, `Invalid`.
    """
    with atomic():
        expense = _decidable(ref, "approve", seen, by)
        taken, words = writing.approved(expense, amount, reason)
        permit(policy.may_approve(by, expense, taken))
        expense.become("approve")
        expense.approved, expense.reason = taken.amount, words
        _decided(expense, by)
        record(
            events.ExpenseApproved(
                ref, expense.booking.ref, taken.amount, expense.claimed.amount, taken.currency, words
            ),
            by=by,
        )
    return expense


def send_back(ref: Ref, reason: str, *, seen: int | None = None, by: Actor) -> Expense:
    """Ask the expert to look again; also after it was approved, until it is paid."""
    with atomic():
        expense = _decidable(ref, "send_back", seen, by)
        expense.reason = writing.reason_of(reason)
        expense.become("send_back")
        expense.approved = None
        _decided(expense, by)
        record(events.ExpenseSentBack(ref, expense.booking.ref, expense.reason), by=by)
    return expense


def pay(expense: Expense, payment: Ref) -> None:
    """The customer has paid. Called by payments, in its transaction, with booking and expense locked."""
    expense.become("pay")
    expense.ended_at = clock.now()
    amount = expense.amount
    record(
        events.ExpensePaid(expense.ref, expense.booking.ref, payment, amount.amount, amount.currency),
        by=SYSTEM,
    )


def _attach(expense: Expense, spent: Spent, by: Actor) -> None:
    expense.files += ExpenseFile.taken(spent.files, by=by, submission=expense.submissions)
    db.session.flush()


def _decided(expense: Expense, by: Actor) -> None:
    expense.decided_at, expense.decided_by_id, expense.reminders = clock.now(), by.user_id, 0


def _locked(ref: Ref, by: Actor) -> Expense:
    """The expense, its booking locked first."""
    locked(Booking, queries.visible(ref, by).booking.ref)
    return locked(Expense, ref)


def _decidable(ref: Ref, verb: str, seen: int | None, by: Actor) -> Expense:
    expense = _locked(ref, by)
    permit(policy.may_decide(by, expense))
    LIFECYCLE.after(expense.state, verb)
    if seen not in (None, expense.submissions):
        raise Conflict("This was handed in anew since you looked at it. Look at the new one first.")
    return expense


def _submitted(expense: Expense) -> events.ExpenseSubmitted:
    amount = expense.claimed
    return events.ExpenseSubmitted(
        expense.ref, expense.booking.ref, amount.amount, amount.currency, expense.submissions
    )
