"""Money back to the customer: one row per cause, then the call under the row's key, then the outcome."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.gateways import stripe
from marketplace.gateways.errors import GatewayRefused, InsufficientFunds
from marketplace.gateways.stripe import the_gateway
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.payments import posting, queries
from marketplace.payments.errors import TooMuch
from marketplace.payments.events import RefundFailed, RefundSucceeded, RefundTriedAgain
from marketplace.payments.models import Payment, Refund, RefundState

KEYS_LIVE = timedelta(hours=23)
"""Stripe remembers an idempotency key for at least a day; after that we look before we ask again."""


def give_back(booking: Booking, cause: str, price: Money, fee: Money) -> Sequence[Refund]:
    """Give back those parts of what the customer paid for the booking; nothing when both are zero.

    Where one payment does not hold it all, the latest gives first. `cause` makes it happen once, however often it is called.
    Raises `TooMuch`, `GatewayUnavailable`.
    """
    if not (price + fee):
        return []
    with atomic():
        locked(Booking, booking.ref)
        payments = queries.good_payments_of(booking.id)
        if not payments:
            raise NotFound("There is no payment that could be given back.")
        causes = [cause, *(f"{cause}/{number}" for number in range(2, len(payments) + 1))]
        rows = queries.refunds_for(causes) or _spread(payments, causes, price, fee)
        refs = [row.ref for row in rows]
    return [send(ref) for ref in refs]


def refund(payment: Payment, cause: str, price: Money, fee: Money) -> Refund:
    """Give back those parts of that payment."""
    with atomic():
        payment = locked(Payment, payment.ref)
        row = queries.refund_for(cause) or _written(payment, cause, price, fee)
        ref = row.ref
    return send(ref)


def _spread(payments: Sequence[Payment], causes: Sequence[str], price: Money, fee: Money) -> list[Refund]:
    """One row for each payment that is needed, in the transaction that decides it."""
    rows: list[Refund] = []
    none = Money.zero(price.currency)
    for payment in reversed(payments):
        left = max(payment.amount - queries.spoken_for(locked(Payment, payment.ref)), none)
        part = min(price, left)
        share = min(fee, left - part)
        if part + share:
            rows.append(_written(payment, causes[len(rows)], part, share))
        price, fee = price - part, fee - share
    if price + fee:
        raise TooMuch(f"{causes[0]}: more would go back than was paid.")
    return rows


def _written(payment: Payment, cause: str, price: Money, fee: Money) -> Refund:
    if queries.spoken_for(payment) + price + fee > payment.amount:
        raise TooMuch(f"{cause}: more would go back than was paid.")
    row = Refund(payment=payment, cause=cause, price=price, fee=fee)
    db.session.add(row)
    db.session.flush()
    return row


def send(ref: Ref) -> Refund:
    """Ask Stripe for it, unless that has been done. Safe to repeat; raises when it may work later."""
    row = queries.refund(ref)
    if row.state is not RefundState.STARTED:
        return row
    try:
        _sent(ref, _asked(row))
    except InsufficientFunds:
        with atomic():
            row = locked(Refund, ref)
            row.attempt, row.checked_at = row.attempt + 1, clock.now()
        raise
    except GatewayRefused as no:
        _refused(ref, str(no))
    return queries.refund(ref)


def try_again(ref: Ref, *, by: Actor) -> None:
    """Let one that is still to be sent, or has failed, be sent within the minute. One that failed gets a new key, one whose outcome
    is unknown keeps its own. Raises `TooMuch` when the payment has been given back otherwise meanwhile, `WrongState` when it is
    on its way or has arrived.
    """
    with atomic():
        payment = locked(Payment, queries.refund(ref).payment.ref)
        row = locked(Refund, ref)
        if row.state is not RefundState.STARTED:
            row.become("try again")
            if queries.given_back(payment) > payment.amount:
                raise TooMuch("More would go back than was paid: it has been given back in another way.")
            row.attempt, row.stripe_id, row.succeeded_at, row.failure = row.attempt + 1, None, None, None
            record(RefundTriedAgain(row.ref, **_said(row)), by=by)
        row.checked_at = row.created_at


def _asked(row: Refund) -> stripe.Refund:
    ref, charge = row.ref, row.payment.charge_id or ""
    amount, key, old = row.amount, row.key, row.created_at <= clock.now() - KEYS_LIVE
    made = the_gateway().refund_for(charge, reference=ref) if old else None
    return made or the_gateway().create_refund(charge=charge, amount=amount, reference=ref, key=key)


def refresh(stripe_id: str) -> None:
    """Bring our row to where Stripe's refund is. Raises `NotFound` while our row does not know that id yet."""
    found = the_gateway().refund(stripe_id)
    ref = queries.refund_by_stripe_id(stripe_id).ref
    with atomic():
        row = locked(Refund, ref)
        row.checked_at = clock.now()
        _follow(row, found.status)


def _sent(ref: Ref, made: stripe.Refund) -> None:
    with atomic():
        row = locked(Refund, ref)
        if row.state is not RefundState.STARTED:
            return
        row.become("send")
        row.stripe_id, row.checked_at = made.id, clock.now()
        posting.given_back(row)
        _follow(row, made.status)


def _follow(row: Refund, status: str) -> None:
    """Stripe says succeeded, and may still say failed days later, when the bank has sent the money back."""
    if status == "succeeded" and row.state is RefundState.SENT:
        row.become("succeed")
        row.succeeded_at = clock.now()
        record(RefundSucceeded(row.ref, **_said(row)), by=SYSTEM)
    elif status in ("failed", "canceled") and row.state is not RefundState.FAILED:
        posting.came_back(row)
        _fail(row, "The bank did not take the money.")


def _refused(ref: Ref, why: str) -> None:
    with atomic():
        row = locked(Refund, ref)
        if row.state is RefundState.STARTED:
            _fail(row, why)


def _fail(row: Refund, why: str) -> None:
    row.become("fail")
    row.failure = why
    record(RefundFailed(row.ref, **_said(row), failure=why), by=SYSTEM)


def _said(row: Refund) -> dict[str, Any]:
    amount, booking = row.amount, row.payment.booking.ref
    return {"booking": booking, "cause": row.cause, "amount": amount.amount, "currency": amount.currency}
