"""Paying: from the click to Stripe's page, and from there to a confirmed booking.

    start    row ─▶ the page is made under the row's key ─▶ its id is kept ─▶ the customer is sent there
    settle   Stripe is asked how the page stands ─▶ money posted and booking confirmed, in one transaction

Webhook, the browser's return and the timer all lead to `settle`, in any order and any number of times.
"""

from collections.abc import Callable

from marketplace.accounts.actor import Actor
from marketplace.amendments import queries as amendments
from marketplace.amendments.models import Amendment
from marketplace.approvals import policy as approving
from marketplace.approvals import service as approvals
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking
from marketplace.bookings.policy import undisputed
from marketplace.db.session import atomic, locked
from marketplace.expenses import queries as expenses
from marketplace.expenses.models import Expense
from marketplace.gateways.stripe import the_gateway
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.payments import opening, policy, queries
from marketplace.payments.errors import AlreadyPaid, NotWaiting
from marketplace.payments.models import Payment, PaymentState
from marketplace.payments.refunds import give_back
from marketplace.payments.settling import apply, settle

__all__ = ["give_back", "settle", "start", "start_change", "start_expense"]


def start(booking_ref: Ref, *, by: Actor) -> str:
    """The address of Stripe's page for this booking: a new one, or the one that is open already.

    Raises `AlreadyPaid`, `NotWaiting`, `NotApproved`, `GatewayUnavailable`.
    """
    return _page_of(_attempt(booking_ref, by), lambda: start(booking_ref, by=by))


def start_change(amendment_ref: Ref, *, by: Actor) -> str:
    """The same for what a change of a booking costs more."""
    return _page_of(_attempt_at_change(amendment_ref, by), lambda: start_change(amendment_ref, by=by))


def start_expense(expense_ref: Ref, *, by: Actor) -> str:
    """The same for an expense that was approved. No fee is on it."""
    return _page_of(_attempt_at_expense(expense_ref, by), lambda: start_expense(expense_ref, by=by))


def _page_of(payment: Payment, again: Callable[[], str]) -> str:
    if payment.checkout_id is None:
        return opening.open_page(payment.ref)
    page = the_gateway().checkout(payment.checkout_id)
    if page.status == "open" and page.url:
        return page.url
    state = apply(page).state
    if state is PaymentState.PAID:
        raise AlreadyPaid
    if state is PaymentState.OPEN:
        raise NotWaiting("Your bank is still working on your payment. This page shows it when it is through.")
    return again()


def _attempt(booking_ref: Ref, by: Actor) -> Payment:
    """The attempt that is still good, or a new one. Two clicks at once get the same."""
    with atomic():
        booking = locked(Booking, bookings.visible(booking_ref, by).ref)
        permit(policy.may_pay(by, booking))
        opening.refuse_unless_waiting(booking)
        approvals.refuse_unless_approved(booking)
        usable = [one for one in queries.waiting(booking.id) if opening.usable(one)]
        return usable[-1] if usable else opening.begin(booking)


def _attempt_at_change(ref: Ref, by: Actor) -> Payment:
    with atomic():
        booking = locked(Booking, amendments.visible(ref, by).booking.ref)
        permit(policy.may_pay(by, booking))
        amendment = locked(Amendment, ref)
        opening.refuse_unless_agreed(amendment)
        permit(approving.within(by, booking, amendment.total))
        usable = [one for one in queries.waiting(booking.id, amendment.id) if opening.usable(one)]
        return usable[-1] if usable else opening.begin_change(amendment)


def _attempt_at_expense(ref: Ref, by: Actor) -> Payment:
    with atomic():
        booking = locked(Booking, expenses.visible(ref, by).booking.ref)
        permit(policy.may_pay(by, booking))
        permit(undisputed(booking))
        expense = locked(Expense, ref)
        opening.refuse_unless_approved(expense)
        waiting = queries.waiting_for_expense(ref)
        usable = [one for one in waiting if opening.usable(one) and one.amount == expense.amount]
        return usable[-1] if usable else opening.begin_expense(expense)
