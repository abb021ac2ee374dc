"""One attempt to pay: its row, and the page at Stripe that belongs to it."""

from datetime import timedelta

from flask import current_app

from marketplace.amendments.models import Amendment, AmendmentState
from marketplace.bookings.models import Booking, BookingState
from marketplace.bookings.wording import length, length_of
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.expenses.models import Expense, ExpenseState
from marketplace.gateways.errors import GatewayRefused
from marketplace.gateways.stripe import Checkout, checkout_expiry, the_gateway
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.organizations.models import Organization
from marketplace.payments import queries
from marketplace.payments.errors import AlreadyPaid, NotWaiting
from marketplace.payments.models import Payment, PaymentState

LEFT_TO_PAY = timedelta(minutes=2)
"""An open page with less time than this is not offered again."""
LEFT_TO_OPEN = timedelta(minutes=30)
"""Stripe opens no page for less (docs.stripe.com/api/checkout/sessions/create, `expires_at`)."""
PAGE_LIVES = timedelta(hours=12)
"""Of a page for an expense, for which nothing is held."""


def refuse_unless_waiting(booking: Booking) -> None:
    """Raises `AlreadyPaid` or `NotWaiting`."""
    if booking.state in (BookingState.CONFIRMED, BookingState.COMPLETED):
        raise AlreadyPaid
    if booking.state is not BookingState.ACCEPTED:
        raise NotWaiting("This booking does not wait for a payment.")
    if booking.hold_until is None or booking.hold_until <= clock.now():
        raise NotWaiting("The days were held for you until now, and that time is over. Nothing was charged.")


def refuse_unless_agreed(amendment: Amendment) -> None:
    """The same of a change that costs more."""
    if amendment.state is AmendmentState.APPLIED:
        raise AlreadyPaid
    if not _agreed(amendment):
        raise NotWaiting("This change does not wait for a payment.")
    if amendment.pay_by is None or amendment.pay_by <= clock.now():
        raise NotWaiting(
            "The new days were held for you until now, and that time is over. Nothing was charged."
        )


def refuse_unless_approved(expense: Expense) -> None:
    """The same of an expense. Called with the row locked."""
    if expense.state is ExpenseState.PAID:
        raise AlreadyPaid("This expense is already paid.")
    if expense.state is not ExpenseState.APPROVED:
        raise NotWaiting("This expense does not wait for a payment.")


def awaits(payment: Payment) -> bool:
    """The booking waits to be paid for, or the change of a booking that stands, or an expense of just that amount."""
    booking, amendment, expense = payment.booking, payment.amendment, payment.expense
    if expense is not None:
        return expense.state is ExpenseState.APPROVED and expense.amount == payment.amount
    if amendment is None:
        return booking.state is BookingState.ACCEPTED
    return _agreed(amendment)


def _agreed(amendment: Amendment) -> bool:
    return amendment.state is AmendmentState.ACCEPTED and amendment.booking.state is BookingState.CONFIRMED


def usable(payment: Payment) -> bool:
    """May still be offered, or, when it never reached Stripe, still be opened."""
    needed = LEFT_TO_PAY if payment.state is PaymentState.OPEN else LEFT_TO_OPEN
    return payment.expires_at >= clock.now() + needed


def begin(booking: Booking) -> Payment:
    """The row, before anything is asked of Stripe. The page closes with the hold."""
    now = clock.now()
    payment = Payment(
        booking_id=booking.id,
        amount=booking.total,
        fee=booking.fee,
        expires_at=checkout_expiry(booking.hold_until or now, now=now),
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def begin_change(amendment: Amendment) -> Payment:
    """The same for what a change costs more. The page closes with the hold of the new days."""
    now = clock.now()
    payment = Payment(
        booking_id=amendment.booking_id,
        amendment_id=amendment.id,
        amount=amendment.change,
        fee=amendment.fee_change,
        expires_at=checkout_expiry(amendment.pay_by or now, now=now),
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def begin_expense(expense: Expense) -> Payment:
    """The same for an expense: nothing is held meanwhile, so the page is open as long as Stripe keeps it. No fee is on it."""
    now = clock.now()
    payment = Payment(
        booking_id=expense.booking_id,
        expense_id=expense.id,
        amount=expense.amount,
        fee=Money.zero(expense.claimed.currency),
        expires_at=checkout_expiry(now + PAGE_LIVES, now=now),
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def open_page(ref: Ref) -> str:
    """Make the page under the row's own key, keep where it is, and return that. Safe to repeat.

    Raises `NotWaiting` when the attempt was closed meanwhile; the page is closed again then.
    """
    payment = queries.payment(ref)
    customer = _customer(payment.booking.organization)
    try:
        page = _page(queries.payment(ref), customer)
    except GatewayRefused:
        give_up(ref)
        raise
    if not _opened(ref, page):
        the_gateway().expire_checkout(page.id, key=f"payment:{ref}:expire")
        raise NotWaiting("This does not wait for a payment any more. Nothing was charged.")
    return page.url or ""


def _page(payment: Payment, customer: str) -> Checkout:
    """All of it comes from what is frozen: the same key must always mean the same request."""
    booking = payment.booking
    lines = [(_what(payment), payment.price), ("Service fee", payment.fee)]
    back = f"{current_app.config['BASE_URL']}/{_address(payment)}/payment"
    return the_gateway().create_checkout(
        customer=customer,
        total=payment.amount,
        description=f"Booking {booking.ref}",
        lines=[line for line in lines if line[1]],
        reference=payment.ref,
        transfer_group=booking.ref,
        success_url=back + "/return?checkout={CHECKOUT_SESSION_ID}",
        cancel_url=back + "/return",
        expires_at=payment.expires_at,
        key=payment.key,
    )


def _address(payment: Payment) -> str:
    """Of the page that it is paid from."""
    if payment.expense:
        return f"expenses/{payment.expense.ref}"
    return f"amendments/{payment.amendment.ref}" if payment.amendment else f"bookings/{payment.booking.ref}"


def _what(payment: Payment) -> str:
    if payment.expense:
        return f"Expense of {payment.expense.created_at:%d.%m.%Y}"  # of the rest a correction may change all
    if payment.amendment:
        before, after = len(payment.amendment.before), len(payment.amendment.after)
        return (
            f"Change of the booking: {length_of(after)} instead of {before}"
            if before != after
            else "Change of the booking"
        )
    if payment.booking.is_call:
        return f"{length(payment.booking).capitalize()} on {payment.booking.first_on:%d.%m.%Y}"
    return f"{length(payment.booking)} from {payment.booking.starts_at:%d.%m.%Y}"


def _opened(ref: Ref, page: Checkout) -> bool:
    """Keep the page's id, also of one that came too late: its notices must find the row."""
    with atomic():
        payment = locked(Payment, ref)
        if payment.state is PaymentState.STARTED:
            payment.become("open")
        payment.checkout_id = page.id
        return payment.state is not PaymentState.CLOSED


def give_up(ref: Ref) -> None:
    """Nobody was ever led to this page, or its time is over."""
    with atomic():
        payment = locked(Payment, ref)
        if payment.state in queries.WAITING:
            payment.become("close")


def _customer(organization: Organization) -> str:
    """Stripe's customer for the organization, made once."""
    if organization.stripe_customer_id:
        return organization.stripe_customer_id
    ref, name = organization.ref, organization.name
    founder = min(organization.memberships, key=lambda one: one.id).user.email
    made = the_gateway().create_customer(email=founder, name=name, reference=ref, key=f"customer:{ref}")
    with atomic():
        kept = locked(Organization, ref)
        kept.stripe_customer_id = kept.stripe_customer_id or made
        return kept.stripe_customer_id
