"""What an organization has spent: payments and refunds, booking by booking."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit.money import Money, total
from marketplace.kit.paging import Page
from marketplace.payments.models import Payment, PaymentState, Refund, RefundState

PAGE = 20


@dataclass(frozen=True, slots=True)
class Spent:
    """`paid` less `refunded` is what one booking, or all in one currency, has cost."""

    paid: Money
    refunded: Money

    @property
    def net(self) -> Money:
        return self.paid - self.refunded


@dataclass(frozen=True, slots=True)
class Line:
    booking: Booking
    payments: Sequence[Payment]
    refunds: Sequence[Refund]

    @property
    def spent(self) -> Spent:
        currency = self.booking.price.currency
        paid = total((one.amount for one in self.payments), currency)
        return Spent(paid, total((one.amount for one in self.refunds), currency))


def lines_of(organization_id: int, number: int) -> Page[Line]:
    """Bookings that were paid for, the latest first."""
    paid = select(Payment.booking_id).where(Payment.state == PaymentState.PAID)
    which = (Booking.organization_id == organization_id) & Booking.id.in_(paid)
    count = db.session.scalar(select(func.count(Booking.id)).where(which)) or 0
    rows = select(Booking).where(which).options(joinedload(Booking.expert))
    latest = rows.order_by(Booking.starts_at.desc(), Booking.id.desc())
    found = db.session.scalars(latest.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(_lines(found), number, PAGE, count)


def totals_of(organization_id: int) -> dict[str, Spent]:
    """By currency."""
    payment, refund = Payment.__table__.c, Refund.__table__.c
    ours = (Booking.organization_id == organization_id) & (Payment.state == PaymentState.PAID)
    paid = select(payment.amount_currency, func.sum(payment.amount_amount)).join(Payment.booking).where(ours)
    back = (
        select(refund.price_currency, func.sum(refund.price_amount + refund.fee_amount))
        .join(Refund.payment)
        .join(Payment.booking)
        .where(ours, Refund.state != RefundState.FAILED)
    )
    refunded = {one: int(sum_) for one, sum_ in db.session.execute(back.group_by(refund.price_currency))}
    return {
        currency: Spent(Money(int(amount), currency), Money(refunded.get(currency, 0), currency))
        for currency, amount in db.session.execute(paid.group_by(payment.amount_currency))
    }


def _lines(bookings: Sequence[Booking]) -> list[Line]:
    ids = [booking.id for booking in bookings]
    rows = select(Payment).where(Payment.booking_id.in_(ids), Payment.state == PaymentState.PAID)
    payments = db.session.scalars(rows.options(selectinload(Payment.refunds)).order_by(Payment.id)).all()
    return [_line(booking, [one for one in payments if one.booking_id == booking.id]) for booking in bookings]


def _line(booking: Booking, payments: Sequence[Payment]) -> Line:
    made = [one for payment in payments for one in payment.refunds if one.state is not RefundState.FAILED]
    return Line(booking, payments, made)
