"""Money that should have moved and has not: what we asked of Stripe and were refused, or never heard the end of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events import queue
from marketplace.kit import clock
from marketplace.kit.errors import NotFound, WrongState, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.payments import refunds
from marketplace.payments.models import REFUNDS, Payment, Refund, RefundState
from marketplace.payouts.models import PAYOUTS, TRANSFERS, Payout, PayoutState, Transfer, TransferState
from marketplace.reconciliation import policy

PATIENCE = timedelta(minutes=15)
"""Longer than any call and its repetitions take."""
MOST = 200
Kind = type[Transfer] | type[Payout]
WAITS: dict[str, tuple[Kind, ColumnElement[bool]]] = {
    "transfer": (Transfer, Transfer.state == TransferState.WAITING),
    "payout": (Payout, Payout.state == PayoutState.STARTED),
}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """`kind` is transfer, payout or refund; `why` are Stripe's words, empty when it has not answered."""

    kind: str
    ref: Ref
    booking: Ref
    whom: str
    amount: Money
    state: str
    why: str
    since: datetime
    tries: int
    next_at: datetime | None


def unfinished(by: Actor) -> Sequence[Unfinished]:
    """The oldest first; at most `MOST`. What only waits for its day, or for an expert's own details, is not among them."""
    permit(policy.may_reconcile(by))
    found = [*_refunds(), *_transfers(), *_payouts()]
    return sorted(found, key=lambda one: one.since)[:MOST]


def try_again(kind: str, ref: Ref, *, by: Actor) -> None:
    """Now, instead of after its pause. Safe: the key that Stripe knows stays unless Stripe has said no to it.

    Raises `NotFound`, and `WrongState` when it is not waiting any more.
    """
    permit(policy.may_reconcile(by))
    if kind == "refund":
        refunds.try_again(ref, by=by)
    else:
        _hurry(kind, ref)
    queue.nudge_tick()


def _hurry(kind: str, ref: Ref) -> None:
    if kind not in WAITS:
        raise NotFound
    with atomic():
        row: Transfer | Payout = locked(WAITS[kind][0], ref)
        if row.state not in (TransferState.WAITING, PayoutState.STARTED):
            raise WrongState(f"This {kind} is not waiting any more.")
        if row.attempt == 1 and (row.asked_at is None or row.asked_at > clock.now() - PATIENCE):
            raise WrongState(f"This {kind} waits for its day, or is being sent at this moment.")
        row.due_at = clock.now()


def _asked(kind: Kind) -> ColumnElement[bool]:
    """Refused before, or asked for and never heard of since."""
    return (kind.attempt > 1) | (kind.asked_at <= clock.now() - PATIENCE)


def _transfers() -> list[Unfinished]:
    kind, waits = WAITS["transfer"]
    rows = select(Transfer).where(waits, _asked(kind)).order_by(Transfer.id).limit(MOST)
    whole = rows.options(joinedload(Transfer.expert), joinedload(Transfer.booking))
    return [
        _of("transfer", row, TRANSFERS.said[row.state], row.release_at, row.booking.ref)
        for row in db.session.scalars(whole)
    ]


def _payouts() -> list[Unfinished]:
    kind, waits = WAITS["payout"]
    rows = select(Payout).where(waits, _asked(kind)).order_by(Payout.id).limit(MOST)
    whole = rows.options(joinedload(Payout.expert))
    return [_of("payout", row, PAYOUTS.said[row.state], row.created_at) for row in db.session.scalars(whole)]


def _of(kind: str, row: Transfer | Payout, state: str, since: datetime, booking: Ref = "") -> Unfinished:
    whom, why = row.expert.name, row.refusal or ""
    return Unfinished(kind, row.ref, booking, whom, row.amount, state, why, since, row.attempt, row.due_at)


def _refunds() -> list[Unfinished]:
    old = (Refund.attempt > 1) | (Refund.created_at <= clock.now() - PATIENCE)
    lies = (Refund.state == RefundState.FAILED) | ((Refund.state == RefundState.STARTED) & old)
    rows = select(Refund).where(lies).order_by(Refund.id).limit(MOST)
    whole = rows.options(joinedload(Refund.payment).joinedload(Payment.booking))
    return [
        Unfinished(
            "refund",
            row.ref,
            row.payment.booking.ref,
            row.payment.booking.organization.name,
            row.amount,
            REFUNDS.said[row.state],
            row.failure or "",
            row.created_at,
            row.attempt,
            None,
        )
        for row in db.session.scalars(whole)
    ]
