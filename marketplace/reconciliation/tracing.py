"""From what Stripe names to the row of ours that asked for it."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from marketplace.db.base import db
from marketplace.gateways.stripe import Movement
from marketplace.kit.ids import Ref
from marketplace.payments.models import Payment, Refund
from marketplace.payouts.models import Payout, Transfer

Subject = Payment | Refund | Transfer | Payout
AT_STRIPE: Sequence[tuple[type[Any], InstrumentedAttribute[str | None], Sequence[Any]]] = (
    (Payment, Payment.charge_id, (joinedload(Payment.booking),)),
    (Refund, Refund.stripe_id, (joinedload(Refund.payment).joinedload(Payment.booking),)),
    (Transfer, Transfer.stripe_id, (joinedload(Transfer.booking),)),
    (Payout, Payout.stripe_id, ()),
)
AT_ONCE = 500
"""Names in one question; PostgreSQL and SQLite both take that many."""


def subjects(movements: Collection[Movement]) -> dict[str, Subject]:
    """By the id of the movement. Where Stripe's answer was lost, our row knows no id yet: then the reference leads to it."""
    at_stripe = {one.transfer_id or one.source_id for one in movements} - {""}
    references = {one.reference for one in movements} - {""}
    by_id: dict[str, Subject] = {}
    by_ref: dict[str, Subject] = {}
    for kind, column, whole in AT_STRIPE:
        for some in _chunks(at_stripe):
            for row in db.session.scalars(select(kind).where(column.in_(some)).options(*whole)):
                by_id[str(getattr(row, column.key))] = row
        for some in _chunks(references):
            by_ref |= {row.ref: row for row in db.session.scalars(select(kind).where(kind.ref.in_(some)))}
    found = {
        one.id: by_id.get(one.transfer_id or one.source_id) or by_ref.get(one.reference) for one in movements
    }
    return {key: row for key, row in found.items() if row is not None}


def named(refs: Collection[Ref]) -> dict[Ref, Subject]:
    """Our rows by their own names."""
    found: dict[Ref, Subject] = {}
    for kind, _, whole in AT_STRIPE:
        for some in _chunks(refs):
            rows = db.session.scalars(select(kind).where(kind.ref.in_(some)).options(*whole))
            found |= {row.ref: row for row in rows}
    return found


def stripe_id(subject: Subject) -> str:
    """What Stripe calls it; empty while we do not know."""
    return (subject.charge_id if isinstance(subject, Payment) else subject.stripe_id) or ""


def booking_of(subject: Subject) -> Ref:
    """Whose booking's money it is; a payout is of several."""
    if isinstance(subject, Payout):
        return ""
    return (subject.payment if isinstance(subject, Refund) else subject).booking.ref


def _chunks(names: Collection[str]) -> Iterator[Sequence[str]]:
    every = sorted(names)
    yield from (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))
