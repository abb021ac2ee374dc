"""What became of a payment page: asked of Stripe, then written down once."""

from collections.abc import Iterable

from marketplace.accounts.actor import SYSTEM
from marketplace.amendments import applying
from marketplace.amendments.models import Amendment
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.expenses import service as expenses
from marketplace.expenses.models import Expense
from marketplace.gateways.stripe import Charge, Checkout, the_gateway
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.payments import opening, posting, queries
from marketplace.payments.events import PaymentCameTooLate, PaymentSucceeded
from marketplace.payments.models import Payment, PaymentState


def settle(checkout_id: str) -> Payment:
    """Bring our row to where Stripe's page is. Harmless at any time; raises `NotFound` when the page is not ours."""
    return apply(the_gateway().checkout(checkout_id))


def apply(page: Checkout) -> Payment:
    """The same, with the page just fetched."""
    payment = queries.payment(page.reference)
    if payment.state is PaymentState.PAID:
        return payment
    ref = payment.ref
    if page.paid and page.payment_intent_id:
        _take(ref, page, the_gateway().charge_of(page.payment_intent_id))
    elif page.status == "expired":
        opening.give_up(ref)
    else:
        _looked_at(ref, page)
    return queries.payment(ref)


def _take(ref: Ref, page: Checkout, charge: Charge) -> None:
    """The money is in: book it, and do what it was paid for if that still waits. Bookings are locked before payments."""
    with atomic():
        booking = locked(Booking, queries.payment(ref).booking.ref)
        payment = locked(Payment, ref)
        if payment.state is PaymentState.PAID:
            return
        _lock_subject(payment)
        _paid(payment, page, charge)
        amount, currency = charge.amount.amount, charge.amount.currency
        if opening.awaits(payment):
            _do(payment, booking)
            record(PaymentSucceeded(ref, booking.ref, amount, currency), by=SYSTEM)
        else:
            payment.too_late = True
            expense = payment.expense.ref if payment.expense else ""
            record(PaymentCameTooLate(ref, booking.ref, amount, currency, expense), by=SYSTEM)


def _lock_subject(payment: Payment) -> None:
    """What it pays for, besides the booking."""
    if payment.amendment:
        locked(Amendment, payment.amendment.ref)
    if payment.expense:
        locked(Expense, payment.expense.ref)


def _do(payment: Payment, booking: Booking) -> None:
    if payment.expense:
        expenses.pay(payment.expense, payment.ref)
    elif payment.amendment:
        applying.apply(payment.amendment, booking, by=SYSTEM)
    else:
        bookings.confirm(booking)


def _paid(payment: Payment, page: Checkout, charge: Charge) -> None:
    if payment.state is PaymentState.STARTED:
        payment.become("open")
    payment.become("pay")
    payment.checkout_id, payment.intent_id, payment.charge_id = page.id, page.payment_intent_id, charge.id
    payment.paid_at = payment.checked_at = clock.now()
    posting.paid(payment, charge.amount)
    _note_fee(payment, charge)


def _note_fee(payment: Payment, charge: Charge) -> None:
    if charge.fee is None or payment.stripe_fee is not None:
        return
    payment.stripe_fee = charge.fee.amount
    posting.fee_taken(payment, charge.fee)


def _looked_at(ref: Ref, page: Checkout) -> None:
    with atomic():
        payment = locked(Payment, ref)
        payment.checked_at = clock.now()
        payment.checkout_id = page.id


def learn_fee(charge_id: str) -> None:
    """Stripe works its fee out a little after the payment; book it when it is known."""
    payment = queries.payment_by_charge(charge_id)
    if payment.stripe_fee is not None or payment.intent_id is None:
        return
    ref, charge = payment.ref, the_gateway().charge_of(payment.intent_id)
    with atomic():
        _note_fee(locked(Payment, ref), charge)


def close(booking_ref: Ref) -> None:
    """Nobody may pay for this booking any more: close its pages. One that was paid meanwhile is settled instead."""
    _close(queries.waiting_for(booking_ref))


def close_change(amendment_ref: Ref) -> None:
    """The same for a change that does not wait for its payment any more."""
    _close(queries.waiting_for_amendment(amendment_ref))


def close_expense(expense_ref: Ref) -> None:
    """The same for an expense that was sent back or withdrawn."""
    _close(queries.waiting_for_expense(expense_ref))


def _close(payments: Iterable[Payment]) -> None:
    for payment in payments:
        if payment.checkout_id is None:
            opening.give_up(payment.ref)
        else:
            key = f"{payment.key}:expire"
            apply(the_gateway().expire_checkout(payment.checkout_id, key=key))
