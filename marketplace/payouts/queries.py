"""Accounts, transfers and payouts as timers and pages need them."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.errors import Conflict
from marketplace.kit.ids import Ref
from marketplace.payouts.models import (
    AccountState,
    Payout,
    PayoutAccount,
    PayoutState,
    Transfer,
    TransferState,
)

LOOK_AGAIN = timedelta(hours=1)
transfer_currency: ColumnElement[str] = Transfer.__table__.c.amount_currency
payout_currency: ColumnElement[str] = Payout.__table__.c.amount_currency


def account_of(expert_id: int) -> PayoutAccount | None:
    return db.session.scalar(select(PayoutAccount).where(PayoutAccount.expert_id == expert_id))


def account_at_stripe(stripe_id: str) -> PayoutAccount | None:
    return db.session.scalar(select(PayoutAccount).where(PayoutAccount.stripe_id == stripe_id))


def destination(expert_id: int) -> str:
    """Stripe's id of the expert's account. Raises `Conflict` when there is none."""
    account = account_of(expert_id)
    if account is None or account.stripe_id is None:
        raise Conflict("This expert has no payout account yet.")
    return account.stripe_id


def unfinished() -> Sequence[str]:
    """Stripe ids of accounts that are not payable yet and were not looked at for an hour."""
    stale = PayoutAccount.checked_at.is_(None) | (PayoutAccount.checked_at <= clock.now() - LOOK_AGAIN)
    waiting = PayoutAccount.state.in_((AccountState.ONBOARDING, AccountState.RESTRICTED))
    rows = select(PayoutAccount.stripe_id).where(stale, waiting, PayoutAccount.stripe_id.is_not(None))
    return [found for found in db.session.scalars(rows) if found]


def transfers_of(booking_id: int) -> Sequence[Transfer]:
    """All there were, the oldest first."""
    wanted = select(Transfer).where(Transfer.booking_id == booking_id).order_by(Transfer.id)
    return db.session.scalars(wanted.options(joinedload(Transfer.payout))).all()


def transfer_for(cause: str) -> Transfer | None:
    return db.session.scalar(select(Transfer).where(Transfer.cause == cause))


def booking_of(transfer_ref: Ref) -> Ref:
    """The booking that a transfer belongs to."""
    return db.session.scalars(
        select(Booking.ref)
        .join(Transfer, Transfer.booking_id == Booking.id)
        .where(Transfer.ref == transfer_ref)
    ).one()


def releasable() -> Sequence[Ref]:
    """Refs of transfers that are due, in no open dispute, and whose expert can be paid; the oldest first."""
    rows = (
        select(Transfer.ref)
        .join(PayoutAccount, PayoutAccount.expert_id == Transfer.expert_id)
        .where(Transfer.state == TransferState.WAITING, Transfer.due_at <= clock.now())
        .where(PayoutAccount.state == AccountState.PAYABLE)
        .join(Transfer.booking)
        .where(Booking.disputed_at.is_(None))
        .order_by(Transfer.due_at, Transfer.id)
    )
    return db.session.scalars(rows).all()


def with_money() -> Sequence[tuple[PayoutAccount, str]]:
    """Payable accounts that have received money which is in no payout, with each currency of it.

    Left out are those to whom a bank has returned money within the last days.
    """
    returned = select(Payout.expert_id).where(Payout.state == PayoutState.FAILED, Payout.due_at > clock.now())
    earned = (
        select(Transfer.expert_id, transfer_currency.label("currency"))
        .where(Transfer.state == TransferState.SENT, Transfer.payout_id.is_(None))
        .distinct()
        .subquery()
    )
    rows = (
        select(PayoutAccount, earned.c.currency)
        .join(earned, earned.c.expert_id == PayoutAccount.expert_id)
        .where(PayoutAccount.state == AccountState.PAYABLE, PayoutAccount.expert_id.not_in(returned))
        .order_by(PayoutAccount.id, earned.c.currency)
    )
    return [(account, currency) for account, currency in db.session.execute(rows)]


def unpaid(expert_id: int, currency: str) -> Sequence[Transfer]:
    """Sent transfers that are in no payout, the oldest first."""
    rows = select(Transfer).where(
        Transfer.expert_id == expert_id,
        Transfer.state == TransferState.SENT,
        Transfer.payout_id.is_(None),
        transfer_currency == currency,
    )
    return db.session.scalars(rows.order_by(Transfer.sent_at, Transfer.id)).all()


def begun(expert_id: int, currency: str) -> bool:
    """A payout in that currency is about to be sent, so the balance is already spoken for."""
    rows = select(Payout.id).where(
        Payout.expert_id == expert_id,
        Payout.state == PayoutState.STARTED,
        payout_currency == currency,
    )
    return db.session.scalar(rows.limit(1)) is not None


def started() -> Sequence[Ref]:
    rows = select(Payout.ref).where(Payout.state == PayoutState.STARTED, Payout.due_at <= clock.now())
    return db.session.scalars(rows.order_by(Payout.id)).all()


def payout_at_stripe(stripe_id: str) -> Payout | None:
    return db.session.scalar(select(Payout).where(Payout.stripe_id == stripe_id))


def returned(expert_id: int) -> Sequence[Payout]:
    """Payouts that a bank has returned and that wait to be begun anew."""
    rows = select(Payout).where(
        Payout.expert_id == expert_id, Payout.state == PayoutState.FAILED, Payout.due_at > clock.now()
    )
    return db.session.scalars(rows.order_by(Payout.id)).all()


def under_way() -> Sequence[str]:
    """Stripe ids of sent payouts that may have arrived and were not looked at for an hour."""
    rows = select(Payout.stripe_id).where(
        Payout.state == PayoutState.SENT,
        Payout.due_at <= clock.now(),
        Payout.arrives_on <= clock.today(),
        Payout.stripe_id.is_not(None),
    )
    return [found for found in db.session.scalars(rows.order_by(Payout.id)) if found]
