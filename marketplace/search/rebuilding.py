"""Building the whole projection anew while the site goes on: batch by batch, each in a transaction of its own, resumable."""

from collections.abc import Iterator

from sqlalchemy import Select, Update, func, select, update

from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit import clock
from marketplace.registry.models import Expert
from marketplace.search import projection
from marketplace.search.agenda import this_month
from marketplace.search.engines import engine
from marketplace.search.models import Offer, Rebuild
from marketplace.search.projection import BATCH

A_TICK = 10
"""Batches that the schedule does in one go, so that it gets to everything else."""


def begin() -> Rebuild:
    """The rebuilding under way, or a new one."""
    with atomic() as session:
        found = session.scalar(_under_way().with_for_update())
        if found is None:
            found = Rebuild(began_at=clock.now(), reached=0)
            session.add(found)
    return found


def steps() -> Iterator[int]:
    """Carry on with what is under way; after each batch, how many experts that were. Whoever stops loses nothing."""
    while (done := _step()) is not None:
        yield done


def resume() -> None:
    """For the schedule: a part of what is under way."""
    for _, _ in zip(range(A_TICK), steps(), strict=False):
        pass


def left(rebuild: Rebuild) -> int:
    """Experts still to be built."""
    return db.session.scalar(select(func.count(Expert.id)).where(Expert.id > rebuild.reached)) or 0


def roll() -> None:
    """For the schedule: a month has ended, and its column now holds the one a year later."""
    old = select(Offer.expert_id).where(Offer.since_month < this_month()).distinct().limit(BATCH)
    for _ in range(A_TICK):
        ids = db.session.scalars(old).all()
        if not ids:
            return
        projection.refresh_days(*sorted(ids))


def _step() -> int | None:
    with atomic() as session:
        rebuild = session.scalar(_under_way().with_for_update())
        if rebuild is None:
            return None
        after = select(Expert.id).where(Expert.id > rebuild.reached).order_by(Expert.id).limit(BATCH)
        ids = session.scalars(after).all()
        if ids:
            projection.refresh(*ids)
            rebuild.reached = ids[-1]
        else:
            session.execute(_up_to(rebuild).values(done_at=clock.now()))
            engine().order(session)
        session.flush()
    return len(ids)


def _under_way() -> Select[Rebuild]:
    """The latest: each of several migrations may have begun one, and what was built after the last suits them all."""
    return select(Rebuild).where(Rebuild.done_at.is_(None)).order_by(Rebuild.id.desc()).limit(1)


def _up_to(rebuild: Rebuild) -> Update:
    return update(Rebuild).where(Rebuild.done_at.is_(None), Rebuild.id <= rebuild.id)
