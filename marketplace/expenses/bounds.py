"""How much the expenses of a booking may come to, and what of it is left.

There is no fee on expenses, so a pair could write a price down as one. The vendor's share of the price, frozen on the booking,
bounds what is handed in and what is approved. Once the booking has ended, it is the same share of what the expert keeps of the
price: days that were given back leave nothing to measure expenses by but a small rest, for the ticket that nobody takes back.
And who approves only up to a limit approves that much of a booking, in however many pieces.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.accounts.actor import Actor
from marketplace.bookings.models import Booking, BookingState
from marketplace.db.base import db
from marketplace.expenses.models import Expense, ExpenseState
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger

ACCEPTED = (ExpenseState.APPROVED, ExpenseState.PAID)
WAITING = (ExpenseState.SUBMITTED, *ACCEPTED)

LEAST_PERCENT = 10
"""Of the whole price, however little of it the expert keeps in the end; never more than the vendor's share."""


@dataclass(frozen=True, slots=True)
class Bound:
    """`taken` is what other expenses have of the `most`; `rule` says where that comes from: "50 % of its price". `later`
    is a sentence about what becomes of it at the booking's end, empty where that has come."""

    most: Money
    rule: str
    later: str
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


def most_of(booking: Booking) -> Money | None:
    """Together, as it stands now; None where there is no bound."""
    percent = booking.expenses_percent
    return None if percent is None else _most(booking, percent)[0]


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
    if booking.expenses_percent is None:
        return None
    amount = func.coalesce(Expense.approved, Expense.__table__.c.claimed_amount)
    others = select(func.sum(amount)).where(Expense.booking_id == booking.id, Expense.state.in_(states))
    if but is not None and but.id is not None:
        others = others.where(Expense.id != but.id)
    taken = Money(int(db.session.scalar(others) or 0), booking.price.currency)
    return Bound(*_most(booking, booking.expenses_percent), taken)


def _most(booking: Booking, percent: int) -> tuple[Money, str, str]:
    """It follows the price where both agree on another, and what is kept of it in the end."""
    least = min(percent, LEAST_PERCENT)
    if booking.ended_at is None:
        later = (
            f"Should days be called off or not be worked, it is {percent} % of what the expert keeps of the price in the end, or "
            f"{least} % of the price where that is more."
        )
        return booking.price.share(percent * 100), f"{percent} % of its price", later
    of_kept, of_price = _kept(booking).share(percent * 100), booking.price.share(least * 100)
    if of_kept.amount >= of_price.amount:
        return of_kept, f"{percent} % of what the expert keeps of its price", ""
    return of_price, f"{least} % of its price, for of that the expert keeps little or nothing", ""


def _kept(booking: Booking) -> Money:
    """Of the price of a booking that has ended: what is owed after a cancellation, or what hours and disputes made the expert's."""
    if booking.state is BookingState.CANCELLED:
        return booking.owed_price
    spent = select(Expense.ref).where(Expense.booking_id == booking.id)
    return ledger.earned_for(booking.ref, booking.price.currency, but=db.session.scalars(spent).all())
