"""How much the expenses of a booking may come to, and what of it is left.

There is no fee on expenses, so a pair could write a price down as one. The vendor's share of the price, frozen on the booking,
bounds what is handed in and what is approved; and who approves only up to a limit approves that much of a booking, in however
many pieces.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.accounts.actor import Actor
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.expenses.models import Expense, ExpenseState
from marketplace.kit.money import Money

ACCEPTED = (ExpenseState.APPROVED, ExpenseState.PAID)
WAITING = (ExpenseState.SUBMITTED, *ACCEPTED)


@dataclass(frozen=True, slots=True)
class Bound:
    """`taken` is what other expenses of the booking have of the `most`, which is `percent` of the price."""

    percent: int
    most: Money
    taken: Money

    @property
    def left(self) -> Money:
        """Never below zero, where both have agreed on a smaller price since."""
        return max(self.most - self.taken, Money.zero(self.most.currency), key=lambda one: one.amount)


def on_hand_in(booking: Booking, but: Expense | None = None) -> Bound | None:
    """For one more, or for `but` handed in again. What waits for an answer counts as asked for. None: there is no bound."""
    return _bound(booking, WAITING, but)


def on_approval(expense: Expense) -> Bound | None:
    """What is only asked for takes nothing away from it."""
    return _bound(expense.booking, ACCEPTED, expense)


def approved_by(actor: Actor, booking: Booking, but: Expense) -> Money:
    """What the actor has approved for this booking, besides that one."""
    mine = select(func.sum(Expense.approved)).where(
        Expense.booking_id == booking.id,
        Expense.state.in_(ACCEPTED),
        Expense.decided_by_id == actor.user_id,
        Expense.id != but.id,
    )
    return Money(int(db.session.scalar(mine) or 0), booking.price.currency)


def _bound(booking: Booking, states: tuple[ExpenseState, ...], but: Expense | None) -> Bound | None:
    if booking.expenses_percent is None or booking.most_expenses is None:
        return None
    amount = func.coalesce(Expense.approved, Expense.__table__.c.claimed_amount)
    others = select(func.sum(amount)).where(Expense.booking_id == booking.id, Expense.state.in_(states))
    if but is not None and but.id is not None:
        others = others.where(Expense.id != but.id)
    taken = Money(int(db.session.scalar(others) or 0), booking.price.currency)
    return Bound(booking.expenses_percent, booking.most_expenses, taken)
