"""Keeping shortlists."""

from sqlalchemy import func, select

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit.errors import Conflict, Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Organization
from marketplace.shortlists import policy, queries
from marketplace.shortlists.events import (
    ShortlistArchived,
    ShortlistMade,
    ShortlistRenamed,
    ShortlistRestored,
)
from marketplace.shortlists.models import Shortlist, ShortlistState

MOST_LISTS = 100
NAME = 120


def begin(organization_ref: Ref, name: str, *, by: Actor) -> Shortlist:
    """An empty list. Raises `Invalid`, naming the fields."""
    name = _name(name)
    with atomic() as session:
        organization = locked(Organization, organizations.visible_organization(organization_ref, by).ref)
        permit(policy.may_keep(by, organization))
        _check_room(organization)
        made = Shortlist(organization_id=organization.id, name=name)
        session.add(made)
        session.flush()
        record(ShortlistMade(made.ref, organization.ref), by=by)
    return made


def rename(ref: Ref, name: str, *, by: Actor) -> Shortlist:
    name = _name(name)
    with atomic():
        shortlist = kept(ref, by)
        shortlist.name = name
        record(ShortlistRenamed(shortlist.ref), by=by)
    return shortlist


def archive(ref: Ref, *, by: Actor) -> Shortlist:
    """Out of the way; nothing is lost."""
    with atomic():
        shortlist = _locked(ref, by)
        shortlist.become("archive")
        record(ShortlistArchived(shortlist.ref), by=by)
    return shortlist


def restore(ref: Ref, *, by: Actor) -> Shortlist:
    with atomic():
        shortlist = _locked(ref, by)
        shortlist.become("restore")
        record(ShortlistRestored(shortlist.ref), by=by)
    return shortlist


def kept(ref: Ref, by: Actor) -> Shortlist:
    """The list, locked, for those who may change it. Raises `Conflict` while it is archived."""
    shortlist = _locked(ref, by)
    if shortlist.archived:
        raise Conflict(f"“{shortlist.name}” is archived. Restore it first.")
    return shortlist


def _locked(ref: Ref, by: Actor) -> Shortlist:
    shortlist = queries.visible(ref, by)
    permit(policy.may_keep(by, shortlist.organization))
    return locked(Shortlist, shortlist.ref)


def _name(text: str) -> str:
    typed = Typed()
    name = typed.line("name", text, NAME, needed="Give the list a name.")
    typed.check()
    return name


def _check_room(organization: Organization) -> None:
    kept_here = select(func.count(Shortlist.id)).where(
        Shortlist.organization_id == organization.id, Shortlist.state == ShortlistState.KEPT
    )
    if (db.session.scalar(kept_here) or 0) >= MOST_LISTS:
        sentence = f"{organization.name} keeps {MOST_LISTS} lists already. Archive some first."
        raise Invalid(sentence, {"name": sentence})
