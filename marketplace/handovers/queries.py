"""Hand-overs, as pages ask for them."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts import queries as accounts
from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.handovers import policy
from marketplace.handovers.models import Handover, HandoverLine, HandoverState
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.organizations.models import Organization, Vendor

SHOWN = 100


def of_team(team: Organization | Vendor) -> Sequence[Handover]:
    """The last hundred, newest first."""
    column = Handover.organization_id if isinstance(team, Organization) else Handover.vendor_id
    return db.session.scalars(
        _whole().where(column == team.id).order_by(Handover.id.desc()).limit(SHOWN)
    ).all()


def managed(ref: Ref, by: Actor) -> Handover:
    """For those who may offer it. Raises `NotFound`."""
    found = named(ref)
    if found is None or policy.may_manage(by, found) is not True:
        raise NotFound
    return found


def named(ref: Ref) -> Handover | None:
    return db.session.scalar(_whole().where(Handover.ref == ref))


def waiting_for(user: User) -> Sequence[Handover]:
    """What somebody is offered and has not answered, by the addresses they have verified."""
    return _open(accounts.verified_addresses(user))


def open_to(team: Organization | Vendor, email: str) -> bool:
    """Whether this team has an offer to that address under way."""
    return any(one.team is team for one in _open({email}))


def _open(emails: Collection[str]) -> Sequence[Handover]:
    wanted = _whole().where(
        Handover.email.in_(emails),
        Handover.state == HandoverState.OFFERED,
        Handover.expires_at > clock.now(),
    )
    return db.session.scalars(wanted.order_by(Handover.id)).all()


def _whole() -> Select[Handover]:
    lines = selectinload(Handover.lines)
    return select(Handover).options(
        joinedload(Handover.organization),
        joinedload(Handover.vendor),
        joinedload(Handover.offered_by),
        lines.joinedload(HandoverLine.product),
        lines.joinedload(HandoverLine.module),
        lines.joinedload(HandoverLine.first_release),
        lines.joinedload(HandoverLine.last_release),
        lines.joinedload(HandoverLine.attestation),
    )
