"""Comparisons as they were made."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.ledger.models import LedgerEntry
from marketplace.reconciliation import policy
from marketplace.reconciliation.models import Reconciliation, ReconciliationState

PAGE = 30


def visible(ref: Ref, by: Actor) -> Reconciliation:
    """Raises `NotFound`, also for whoever may not see it."""
    permit_seeing(by)
    found = db.session.scalar(
        select(Reconciliation).where(Reconciliation.ref == ref).options(joinedload(Reconciliation.asked_by))
    )
    if found is None:
        raise NotFound("There is no such comparison.")
    return found


def permit_seeing(by: Actor) -> None:
    permit(policy.may_reconcile(by))


def latest(number: int) -> Page[Reconciliation]:
    """A page of them, newest first, without what each found."""
    rows = select(Reconciliation).options(defer(Reconciliation.found), joinedload(Reconciliation.asked_by))
    rows = rows.order_by(Reconciliation.id.desc()).limit(PAGE).offset((number - 1) * PAGE)
    total = db.session.scalar(select(func.count()).select_from(Reconciliation)) or 0
    return Page(list(db.session.scalars(rows)), number, PAGE, total)


def last_finished() -> Reconciliation | None:
    rows = select(Reconciliation).where(Reconciliation.state == ReconciliationState.FINISHED)
    return db.session.scalar(rows.order_by(Reconciliation.id.desc()).limit(1))


def under_way() -> Reconciliation | None:
    rows = select(Reconciliation).where(Reconciliation.state == ReconciliationState.STARTED)
    return db.session.scalar(rows.order_by(Reconciliation.id).limit(1))


def due() -> list[Ref]:
    rows = select(Reconciliation.ref).where(
        Reconciliation.state == ReconciliationState.STARTED, Reconciliation.due_at <= clock.now()
    )
    return list(db.session.scalars(rows.order_by(Reconciliation.id)))


def last_begun() -> datetime | None:
    """When one was last begun; before the first, when money first moved."""
    begun = db.session.scalar(select(func.max(Reconciliation.created_at)))
    return begun or db.session.scalar(select(func.min(LedgerEntry.at)))
