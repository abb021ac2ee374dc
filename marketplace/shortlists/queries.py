"""Shortlists, for the members of their organization."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.organizations.models import Organization
from marketplace.registry.models import Expert
from marketplace.shortlists import policy
from marketplace.shortlists.models import EntryState, Shortlist, ShortlistEntry, ShortlistState


def organizations_of(by: Actor, *, keeping: bool = False) -> Sequence[Organization]:
    """Those that `by` belongs to, by name; with `keeping` those whose lists they may change."""
    mine = select(Organization).where(Organization.id.in_(list(by.organizations)))
    found = db.session.scalars(mine.order_by(Organization.name, Organization.id)).all()
    return [one for one in found if not keeping or policy.may_keep(by, one) is True]


def shortlists_of(organization_ids: Collection[int], *, archived: bool = False) -> Sequence[Shortlist]:
    """The newest first."""
    state = ShortlistState.ARCHIVED if archived else ShortlistState.KEPT
    wanted = select(Shortlist).options(joinedload(Shortlist.organization))
    wanted = wanted.where(Shortlist.organization_id.in_(list(organization_ids)), Shortlist.state == state)
    return db.session.scalars(wanted.order_by(Shortlist.id.desc())).all()


def counts(shortlists: Sequence[Shortlist], by: Actor) -> dict[int, int]:
    """How many people `by` sees on each."""
    wanted = (
        select(ShortlistEntry.shortlist_id, func.count(ShortlistEntry.id))
        .join(ShortlistEntry.expert)
        .where(ShortlistEntry.shortlist_id.in_([one.id for one in shortlists]), _shown(by))
        .where(ShortlistEntry.state == EntryState.LISTED)
        .group_by(ShortlistEntry.shortlist_id)
    )
    return dict(db.session.execute(wanted).all())


def visible(ref: Ref, by: Actor) -> Shortlist:
    """The list, for members of its organization. Raises `NotFound`."""
    wanted = select(Shortlist).options(joinedload(Shortlist.organization))
    found = db.session.scalar(wanted.where(Shortlist.ref == ref))
    if found is None or not policy.may_see(by, found):
        raise NotFound
    return found


def entries_of(shortlist: Shortlist, by: Actor) -> Sequence[ShortlistEntry]:
    """All that `by` may see, also those taken off, in the order in which they were put on."""
    wanted = (
        select(ShortlistEntry)
        .join(ShortlistEntry.expert)
        .options(
            contains_eager(ShortlistEntry.expert).joinedload(Expert.place),
            joinedload(ShortlistEntry.added_by),
            joinedload(ShortlistEntry.noted_by),
        )
    )
    here = wanted.where(ShortlistEntry.shortlist_id == shortlist.id, _shown(by))
    return db.session.scalars(here.order_by(ShortlistEntry.added_at, ShortlistEntry.id)).all()


def entry(ref: Ref, by: Actor) -> ShortlistEntry:
    """The entry, for members of its organization other than the expert. Raises `NotFound`."""
    wanted = (
        select(ShortlistEntry)
        .join(ShortlistEntry.expert)
        .options(
            contains_eager(ShortlistEntry.expert),
            joinedload(ShortlistEntry.shortlist).joinedload(Shortlist.organization),
        )
    )
    found = db.session.scalar(wanted.where(ShortlistEntry.ref == ref, _shown(by)))
    if found is None or not policy.may_see(by, found.shortlist):
        raise NotFound
    return found


def lists_with(expert_id: int, by: Actor) -> Sequence[Shortlist]:
    """The lists of their organizations on which `by` sees that expert."""
    wanted = (
        select(Shortlist)
        .join(ShortlistEntry, ShortlistEntry.shortlist_id == Shortlist.id)
        .join(Expert, Expert.id == ShortlistEntry.expert_id)
        .where(ShortlistEntry.expert_id == expert_id, ShortlistEntry.state == EntryState.LISTED, _shown(by))
        .where(Shortlist.organization_id.in_(list(by.organizations)))
        .where(Shortlist.state == ShortlistState.KEPT)
    )
    return db.session.scalars(wanted.order_by(Shortlist.id)).all()


def _shown(by: Actor) -> ColumnElement[bool]:
    """Nobody learns that they are on a list, not even as a member of the organization that keeps it."""
    return Expert.user_id != by.user_id
