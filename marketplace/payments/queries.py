"""Payments and refunds, as they stand in our books."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import joinedload

from marketplace.amendments.models import Amendment
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.expenses.models import Expense
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money, total
from marketplace.payments.models import Payment, PaymentState, Refund, RefundState

WAITING = (PaymentState.STARTED, PaymentState.OPEN)
GOOD = (Payment.state == PaymentState.PAID) & Payment.too_late.is_(False)
OF_DAYS = Payment.expense_id.is_(None)
"""For the booking's days. What pays for an expense is never given back with them, nor does it pay for them."""


def payment_of(booking_id: int) -> Payment | None:
    """The payment that confirmed the booking."""
    first = Payment.amendment_id.is_(None)
    return db.session.scalar(select(Payment).where(Payment.booking_id == booking_id, GOOD, OF_DAYS, first))


def good_payments_of(booking_id: int) -> Sequence[Payment]:
    """What the booking's days are paid with: the payment that confirmed it, then those for its changes."""
    rows = select(Payment).where(Payment.booking_id == booking_id, GOOD, OF_DAYS)
    return db.session.scalars(rows.order_by(Payment.id)).all()


def payment_for_expense(expense_id: int) -> Payment | None:
    """The one that paid it."""
    return db.session.scalar(select(Payment).where(Payment.expense_id == expense_id, GOOD))


def payments_of(booking_id: int) -> Sequence[Payment]:
    """Every attempt, oldest first."""
    return db.session.scalars(
        select(Payment).where(Payment.booking_id == booking_id).order_by(Payment.id)
    ).all()


def latest(booking_ref: Ref) -> Payment | None:
    """The last attempt to pay for that booking, for a change of it, or an expense."""
    rows = select(Payment).join(Booking).where(Booking.ref == booking_ref)
    return db.session.scalar(rows.order_by(Payment.id.desc()).limit(1))


def refunds_of(booking_id: int) -> Sequence[Refund]:
    """Everything that went or goes back, oldest first."""
    rows = select(Refund).join(Payment).where(Payment.booking_id == booking_id)
    return db.session.scalars(rows.options(joinedload(Refund.payment)).order_by(Refund.id)).all()


def waiting(booking_id: int, amendment_id: int | None = None) -> Sequence[Payment]:
    """Attempts that may still be paid: for the booking itself, or for one change of it."""
    rows = select(Payment).where(Payment.booking_id == booking_id, OF_DAYS, Payment.state.in_(WAITING))
    return db.session.scalars(rows.where(Payment.amendment_id == amendment_id).order_by(Payment.id)).all()


def waiting_for_amendment(ref: Ref) -> Sequence[Payment]:
    rows = select(Payment).join(Payment.amendment).where(Amendment.ref == ref, Payment.state.in_(WAITING))
    return db.session.scalars(rows.order_by(Payment.id)).all()


def waiting_for_expense(ref: Ref) -> Sequence[Payment]:
    rows = select(Payment).join(Payment.expense).where(Expense.ref == ref, Payment.state.in_(WAITING))
    return db.session.scalars(rows.order_by(Payment.id)).all()


def waiting_for(booking_ref: Ref) -> Sequence[Payment]:
    """Those for the booking itself and its changes, by its name."""
    rows = select(Payment).join(Booking).where(Booking.ref == booking_ref, OF_DAYS)
    return db.session.scalars(rows.where(Payment.state.in_(WAITING)).order_by(Payment.id)).all()


def payment(ref: Ref) -> Payment:
    """With its booking, and the change or expense it pays for. Raises `NotFound`."""
    return _one(Payment.ref == ref)


def payment_of_page(checkout_id: str) -> Payment | None:
    """The attempt that Stripe's page belongs to."""
    return db.session.scalar(select(Payment).where(Payment.checkout_id == checkout_id))


def payment_by_charge(charge_id: str) -> Payment:
    return _one(Payment.charge_id == charge_id)


def _one(condition: ColumnElement[bool]) -> Payment:
    rows = select(Payment).where(condition)
    found = db.session.scalar(
        rows.options(
            joinedload(Payment.booking).joinedload(Booking.organization),
            joinedload(Payment.amendment),
            joinedload(Payment.expense),
        )
    )
    if found is None:
        raise NotFound("We could not find that payment.")
    return found


def refund(ref: Ref) -> Refund:
    """With its payment and booking. Raises `NotFound`."""
    return _one_refund(Refund.ref == ref)


def refund_by_stripe_id(stripe_id: str) -> Refund:
    return _one_refund(Refund.stripe_id == stripe_id)


def _one_refund(condition: ColumnElement[bool]) -> Refund:
    whole = joinedload(Refund.payment).joinedload(Payment.booking)
    found = db.session.scalar(select(Refund).where(condition).options(whole))
    if found is None:
        raise NotFound("We could not find that refund.")
    return found


def refund_for(cause: str) -> Refund | None:
    return db.session.scalar(select(Refund).where(Refund.cause == cause))


def refunds_for(causes: Collection[str]) -> Sequence[Refund]:
    return db.session.scalars(select(Refund).where(Refund.cause.in_(causes)).order_by(Refund.id)).all()


def given_back(payment: Payment) -> Money:
    """What of it went back or is on its way."""
    rows = select(Refund).where(Refund.payment_id == payment.id, Refund.state != RefundState.FAILED)
    return total((one.amount for one in db.session.scalars(rows)), payment.amount.currency)


def spoken_for(payment: Payment) -> Money:
    """The same with what failed: it is still owed, and is to be tried again."""
    rows = select(Refund).where(Refund.payment_id == payment.id)
    return total((one.amount for one in db.session.scalars(rows)), payment.amount.currency)


def begun(before: datetime) -> Sequence[Ref]:
    """Attempts that were written down by then and never reached Stripe, as far as we know."""
    rows = select(Payment.ref).where(Payment.state == PaymentState.STARTED, Payment.created_at <= before)
    return db.session.scalars(rows.order_by(Payment.id)).all()


def to_look_at(now: datetime, checked_before: datetime) -> Sequence[str]:
    """Checkouts whose notice may have been lost: not asked about for a while, or their time is over."""
    held_until = case(
        (Payment.expense_id.is_not(None), Payment.expires_at),
        (Payment.amendment_id.is_(None), Booking.hold_until),
        else_=Amendment.pay_by,
    )
    over = or_(Payment.checked_at <= checked_before, Payment.expires_at <= now, held_until <= now)
    rows = select(Payment.checkout_id).join(Payment.booking).outerjoin(Payment.amendment)
    rows = rows.where(Payment.state == PaymentState.OPEN, over)
    return [one for one in db.session.scalars(rows.order_by(Payment.id)) if one]


def without_fee(checked_before: datetime) -> Sequence[str]:
    """Charges whose fee Stripe had not worked out when we last asked."""
    unknown = (Payment.state == PaymentState.PAID) & Payment.stripe_fee.is_(None)
    rows = select(Payment.charge_id).where(unknown, Payment.checked_at <= checked_before)
    return [one for one in db.session.scalars(rows.order_by(Payment.id)) if one]


def unsent_refunds(before: datetime) -> Sequence[Ref]:
    rows = select(Refund.ref).where(Refund.state == RefundState.STARTED, Refund.checked_at <= before)
    return db.session.scalars(rows.order_by(Refund.id)).all()


def refunds_on_their_way(checked_before: datetime) -> Sequence[str]:
    rows = select(Refund.stripe_id).where(
        Refund.state == RefundState.SENT, Refund.checked_at <= checked_before
    )
    return [one for one in db.session.scalars(rows.order_by(Refund.id)) if one]
