"""Carrying rows over, in the caller's transaction. Doing it again finds nothing more to do."""

from collections.abc import Iterable

from sqlalchemy import Table, and_, delete, exists, func, select, update

from marketplace.db.base import db
from marketplace.mergers.moves import PERSON, PROFILE, Move
from marketplace.payouts import queries as payouts
from marketplace.registry.models import Expert


def carry_person(other_id: int, kept_id: int) -> None:
    for move in PERSON:
        _carry(move, other_id, kept_id)


def carry_profile(other: Expert, kept: Expert) -> None:
    """The rows of one profile to the other. A payout account only moves to where there is none."""
    for move in PROFILE:
        if move.table != "payout_account" or payouts.account_of(kept.id) is None:
            _carry(move, other.id, kept.id)


def counted(moves: Iterable[Move], owner_id: int) -> list[str]:
    """`3 bookings you made`: what a person reads before they agree."""
    said = []
    for move in moves:
        number = _count(move, owner_id) if move.said[0] else 0
        if number:
            said.append(f"{number:,} {move.said[0] if number == 1 else move.said[1]}")
    return said


def _count(move: Move, owner_id: int) -> int:
    table = _table(move)
    mine = select(func.count()).select_from(table).where(table.c[move.column] == owner_id)
    return db.session.scalar(mine) or 0


def _carry(move: Move, other_id: int, kept_id: int) -> None:
    table = _table(move)
    column = table.c[move.column]
    if move.alike:
        twin = table.alias()
        same = and_(twin.c[move.column] == kept_id, *(twin.c[name] == table.c[name] for name in move.alike))
        db.session.execute(delete(table).where(column == other_id, exists().where(same)))
    db.session.execute(update(table).where(column == other_id).values({move.column: kept_id}))


def _table(move: Move) -> Table:
    return db.metadata.tables[move.table]
