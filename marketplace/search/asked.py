"""Which searches customers run: noted once a day for each organization, kept for 30 days, so that experts see where they stand.

Free words and the names of organizations are never written down: they could say who asked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qs

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit import clock
from marketplace.search.asked_models import LONGEST, Asked
from marketplace.search.query import Query

log = structlog.get_logger()

KEPT = timedelta(days=30)
REMEMBERED = 10_000
"""Searches of today that this process knows it has noted."""

_noted: set[tuple[date, str, int]] = set()


@dataclass(frozen=True, slots=True)
class Frequent:
    """A search, and how many organizations ran it in the last 30 days."""

    query: Query
    organizations: int


def note(query: Query, by: Actor) -> None:
    """A customer has asked this, and has the answer already: whatever becomes of the note, the search goes on.

    Searches of visitors, and of people who act for no organization, are not noted.
    """
    told, organization_id = discreet(query), min(by.organizations, default=None)
    if organization_id is None or not told.narrowed or len(told.address) > LONGEST:
        return
    key = (clock.today(), told.address, organization_id)
    if key in _noted:
        return
    try:
        _write(*key, told.product)
    except SQLAlchemyError:
        # Another process noted the same at the same moment, or the database is busy with what matters more.
        log.info("a search was not noted", exc_info=True)
    else:
        _remember(key)


def discreet(query: Query) -> Query:
    """The part of a search that gives nobody away."""
    return query.having(words="", not_from=())


def frequent(products: Collection[str], limit: int) -> list[Frequent]:
    """What was asked most in these products (`vendor/product`) or in none in particular, and can still be asked today."""
    asked = func.count(Asked.organization_id.distinct())
    wanted = (
        select(Asked.address, asked)
        .where(Asked.product.in_([*products, ""]), Asked.on > clock.today() - KEPT)
        .group_by(Asked.address)
        .order_by(asked.desc(), func.max(Asked.on).desc(), Asked.address)
        .limit(limit)
    )
    found = [Frequent(_read(address), count) for address, count in db.session.execute(wanted)]
    return [one for one in found if not one.query.problems]


def drop_old() -> int:
    """Forget what is older than 30 days; how many notes."""
    old = Asked.on <= clock.today() - KEPT
    count = db.session.scalar(select(func.count()).select_from(Asked).where(old)) or 0
    if count:
        with atomic() as session:
            session.execute(delete(Asked).where(old))
    return count


def _write(on: date, address: str, organization_id: int, product: str) -> None:
    same = select(Asked.id).where(
        Asked.on == on, Asked.address == address, Asked.organization_id == organization_id
    )
    if db.session.scalar(same) is None:
        with atomic() as session:
            session.add(Asked(on=on, address=address, organization_id=organization_id, product=product))


def _remember(key: tuple[date, str, int]) -> None:
    if len(_noted) >= REMEMBERED or any(on != key[0] for on, _, _ in list(_noted)[:1]):
        _noted.clear()
    _noted.add(key)


def _read(address: str) -> Query:
    return Query.parse(parse_qs(address.removeprefix("?")))
