"""The searches that somebody keeps."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.saved_searches.models import SavedSearch


def saved_by(user_id: int | None) -> Sequence[SavedSearch]:
    """By name."""
    mine = select(SavedSearch).where(SavedSearch.user_id == user_id)
    found = db.session.scalars(mine.order_by(SavedSearch.id)).all()
    return sorted(found, key=lambda one: one.name.casefold())


def own(ref: Ref, by: Actor) -> SavedSearch:
    """A search of `by`. Raises `NotFound`."""
    found = named(ref)
    if found is None or by.user_id is None or found.user_id != by.user_id:
        raise NotFound
    return found


def named(ref: Ref) -> SavedSearch | None:
    """With its owner; for reactions and signed links, which nobody asks for permission."""
    return db.session.scalar(
        select(SavedSearch).options(joinedload(SavedSearch.user)).where(SavedSearch.ref == ref)
    )
