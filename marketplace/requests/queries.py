"""Requests and proposals, as far as somebody may see them. A proposal is seen by its expert and the customer alone."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.actor import Actor
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Certificate
from marketplace.db.base import db
from marketplace.kit import clock, reminding
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.organizations.models import Membership
from marketplace.registry.models import Expert
from marketplace.requests import matching
from marketplace.requests.lifecycles import InvitationState, ProposalState, RequestState
from marketplace.requests.models import (
    Audience,
    Proposal,
    ProposalVersion,
    Request,
    RequestInvitation,
    RequestSkill,
)

Kind = TypeVar("Kind")

PAGE = 20
DRAFT, OPEN = RequestState.DRAFT, RequestState.OPEN


def visible(ref: Ref, by: Actor) -> Request:
    """For the organization's members; once published, for whoever is invited, has proposed, or matches. Raises `NotFound`."""
    wanted = whole_requests().where(Request.ref == ref)
    if not by.system:
        expert = _expert_of(by)
        seen = Request.organization_id.in_(by.organizations)
        wanted = wanted.where(or_(seen, _read_by(expert)) if expert else seen)
    return _found(db.session.scalar(wanted))


def may_read(request: Request, expert: Expert) -> bool:
    """Whether the expert could open it now."""
    wanted = select(Request.id).where(Request.id == request.id, _read_by(expert))
    return db.session.scalar(wanted) is not None


def _read_by(expert: Expert) -> ColumnElement[bool]:
    invited = exists().where(
        RequestInvitation.request_id == Request.id, RequestInvitation.expert_id == expert.id
    )
    proposed = exists().where(Proposal.request_id == Request.id, Proposal.expert_id == expert.id)
    return and_(Request.published_at.is_not(None), or_(invited, proposed, _on_board(expert)))


def _on_board(expert: Expert) -> ColumnElement[bool]:
    mine = select(Membership.organization_id).where(Membership.user_id == expert.user_id)
    return and_(
        literal(expert.published),
        Request.state == OPEN,
        Request.audience == Audience.MATCHING,
        Request.organization_id.not_in(mine),
        matching.covered(expert.id),
    )


def board(expert: Expert) -> Sequence[Request]:
    """Open requests that the expert matches or is invited to and has no open proposal for, those that end first first."""
    asked = exists().where(
        RequestInvitation.request_id == Request.id,
        RequestInvitation.expert_id == expert.id,
        RequestInvitation.state.in_(
            (InvitationState.OPEN, InvitationState.DECLINED, InvitationState.EXPIRED)
        ),
    )
    proposed = exists().where(Proposal.request_id == Request.id, Proposal.expert_id == expert.id)
    wanted = whole_requests().where(
        Request.state == OPEN, Request.respond_by > clock.now(), or_(asked, _on_board(expert)), ~proposed
    )
    return db.session.scalars(wanted.order_by(Request.respond_by, Request.id).limit(PAGE * 5)).all()


def of_organization(organization_id: int, number: int = 1) -> Page[Request]:
    """All of them, the latest first."""
    whose = Request.organization_id == organization_id
    total = db.session.scalar(select(func.count()).select_from(Request).where(whose)) or 0
    page = min(number, max(1, -(-total // PAGE)))
    rows = whole_requests().where(whose).order_by(Request.id.desc()).offset((page - 1) * PAGE).limit(PAGE)
    return Page(db.session.scalars(rows).all(), page, PAGE, total)


def unfinished_of(organization_ids: Collection[int]) -> Sequence[Request]:
    """Drafts and open ones, the latest first."""
    wanted = whole_requests().where(
        Request.organization_id.in_(organization_ids), Request.state.in_((DRAFT, OPEN))
    )
    return db.session.scalars(wanted.order_by(Request.id.desc())).all()


def of_booking(booking_id: int) -> Request | None:
    """Where the booking comes from."""
    return db.session.scalar(whole_requests().where(Request.booking_id == booking_id))


def invitation_of(request: Request, expert_id: int | None) -> RequestInvitation | None:
    return next((one for one in request.invitations if one.expert_id == expert_id), None)


def proposal(ref: Ref, by: Actor) -> Proposal:
    """For its expert and the organization's members. Raises `NotFound`."""
    wanted = whole_proposals().where(Proposal.ref == ref)
    if not by.system:
        mine = select(Expert.id).where(Expert.user_id == by.user_id)
        theirs = select(Request.id).where(Request.organization_id.in_(by.organizations))
        wanted = wanted.where(or_(Proposal.expert_id.in_(mine), Proposal.request_id.in_(theirs)))
    return _found(db.session.scalar(wanted))


def proposals_of(request_id: int) -> Sequence[Proposal]:
    """Open ones first, in the order they came."""
    last = Proposal.state != ProposalState.OPEN
    return db.session.scalars(
        whole_proposals().where(Proposal.request_id == request_id).order_by(last, Proposal.id)
    ).all()


def proposal_of(request_id: int, expert_id: int) -> Proposal | None:
    return db.session.scalar(
        whole_proposals().where(Proposal.request_id == request_id, Proposal.expert_id == expert_id)
    )


def proposals_by(expert_id: int) -> Sequence[Proposal]:
    """The expert's, the latest first; open ones before all."""
    last = Proposal.state != ProposalState.OPEN
    wanted = whole_proposals().where(Proposal.expert_id == expert_id).order_by(last, Proposal.id.desc())
    return db.session.scalars(wanted.limit(PAGE)).all()


def open_of_organization(organization_id: int) -> Sequence[Proposal]:
    theirs = select(Request.id).where(Request.organization_id == organization_id)
    wanted = whole_proposals().where(Proposal.state == ProposalState.OPEN, Proposal.request_id.in_(theirs))
    return db.session.scalars(wanted.order_by(Proposal.respond_by, Proposal.id)).all()


def unanswered_requests(at: datetime) -> Sequence[Ref]:
    """Whose time has run out, while no proposal is open any more."""
    waiting = exists().where(Proposal.request_id == Request.id, Proposal.state == ProposalState.OPEN)
    rows = select(Request.ref).where(Request.state == OPEN, Request.respond_by <= at, ~waiting)
    return db.session.scalars(rows.order_by(Request.id)).all()


def unanswered_invitations(at: datetime) -> Sequence[Ref]:
    """Requests with invitations that nobody answered in time."""
    wanted = (
        select(Request.ref)
        .join(RequestInvitation, RequestInvitation.request_id == Request.id)
        .where(
            Request.state == OPEN, Request.respond_by <= at, RequestInvitation.state == InvitationState.OPEN
        )
    )
    return db.session.scalars(wanted.distinct().order_by(Request.ref)).all()


def unanswered_proposals(at: datetime) -> Sequence[Ref]:
    rows = select(Proposal.ref).where(Proposal.state == ProposalState.OPEN, Proposal.respond_by <= at)
    return db.session.scalars(rows.order_by(Proposal.id)).all()


def to_remind(kind: type[Request] | type[Proposal], at: datetime) -> Sequence[tuple[Ref, int]]:
    """Open ones of whose time to answer more has passed than was said, with how many of the shares have."""
    state = OPEN if kind is Request else ProposalState.OPEN
    rows = db.session.execute(
        select(kind.ref, kind.asked_at, kind.respond_by, kind.reminders)
        .where(kind.state == state, kind.respond_by > at, kind.reminders < len(reminding.REMIND_AT))
        .order_by(kind.id)
    )
    return reminding.due(rows.all(), at)


def whole_requests() -> Select[Request]:
    """With all that a page or a table about them touches."""
    skill = selectinload(Request.needs).joinedload(RequestSkill.skill)
    return select(Request).options(
        joinedload(Request.organization),
        joinedload(Request.vendor),
        joinedload(Request.blueprint),
        joinedload(Request.author),
        skill.joinedload(Skill.product),
        skill.joinedload(Skill.module),
        selectinload(Request.invitations).joinedload(RequestInvitation.expert),
    )


def whole_proposals() -> Select[Proposal]:
    """Likewise."""
    certificate = joinedload(Proposal.certificate).joinedload(Certificate.skill)
    return select(Proposal).options(
        joinedload(Proposal.request).joinedload(Request.organization),
        joinedload(Proposal.request).joinedload(Request.vendor),
        joinedload(Proposal.expert),
        certificate.joinedload(Skill.product).joinedload(Product.vendor),
        certificate.joinedload(Skill.module),
        selectinload(Proposal.versions).joinedload(ProposalVersion.author),
    )


def _expert_of(by: Actor) -> Expert | None:
    return db.session.scalar(select(Expert).where(Expert.user_id == by.user_id))


def _found(row: Kind | None) -> Kind:
    if row is None:
        raise NotFound
    return row
