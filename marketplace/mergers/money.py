"""Whether money stands in the way: it is never lifted from one payout account to another."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payouts.models import Payout, PayoutState, Transfer, TransferState
from marketplace.registry.models import Expert

SETTLES = timedelta(days=14)
"""So long banks return a payout that had arrived."""


def under_way(kept: Expert, other: Expert) -> bool:
    """Whether the profile that goes away is owed anything, or a payout to it is not beyond doubt."""
    return bool(kept.id != other.id and (_owed(other) or _on_its_way(other)))


def _owed(expert: Expert) -> bool:
    kinds = (AccountKind.EXPERT, AccountKind.CONNECTED)
    return any(amount for kind in kinds for amount in ledger.balances(kind, expert.ref).values())


def _on_its_way(expert: Expert) -> bool:
    waiting = select(Transfer.id).where(
        Transfer.expert_id == expert.id, Transfer.state == TransferState.WAITING
    )
    settled = (Payout.state == PayoutState.PAID) & (Payout.paid_at <= clock.now() - SETTLES)
    unsettled = select(Payout.id).where(Payout.expert_id == expert.id, ~settled)
    return any(db.session.scalar(one.limit(1)) is not None for one in (waiting, unsettled))
