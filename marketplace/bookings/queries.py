"""Bookings, as seen by whoever may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Certificate
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.organizations.models import Organization, Vendor
from marketplace.registry.models import Expert, ProfileState

S = BookingState
PAGE_SIZE = 20


class Stage(StrEnum):
    """How a list is narrowed: by what the booking waits for."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    ENDED = "ended"


STAGES = {
    Stage.WAITING: (S.REQUESTED, S.ACCEPTED),
    Stage.CONFIRMED: (S.CONFIRMED,),
    Stage.ENDED: (S.COMPLETED, S.CANCELLED, S.DECLINED, S.WITHDRAWN, S.EXPIRED, S.LAPSED),
}


@dataclass(frozen=True, slots=True)
class Record:
    """Bookings completed, for how many organizations, and paid ones that the expert called off, or the rest of their days;
    `ended`: completed or called off, each once."""

    completed: int
    organizations: int
    called_off: int
    ended: int


WHOLE = (
    joinedload(Booking.expert).joinedload(Expert.user),
    joinedload(Booking.organization),
    joinedload(Booking.vendor),
    joinedload(Booking.booker),
    joinedload(Booking.release),
    joinedload(Booking.certificate).joinedload(Certificate.release),
    joinedload(Booking.certificate)
    .joinedload(Certificate.skill)
    .options(joinedload(Skill.module), joinedload(Skill.product).joinedload(Product.vendor)),
)
"""What every page about a booking touches."""


def visible(ref: Ref, by: Actor) -> Booking:
    """For its expert, the organization's members and the vendor's staff. Raises `NotFound` for others."""
    found = db.session.scalar(select(Booking).where(Booking.ref == ref, _seen_by(by)).options(*WHOLE))
    if found is None:
        raise NotFound
    return found


def _seen_by(by: Actor) -> ColumnElement[bool]:
    if by.system:
        return Booking.id.is_not(None)
    return or_(
        Booking.organization_id.in_(by.organizations),
        Booking.vendor_id.in_(by.vendors),
        Booking.expert_id.in_(select(Expert.id).where(Expert.user_id == by.user_id)),
    )


def bookings_of_expert(expert_id: int, stage: Stage | None = None, page: int = 1) -> Page[Booking]:
    return _listed(Booking.expert_id == expert_id, stage, page)


def bookings_of_organization(
    organization_id: int, stage: Stage | None = None, page: int = 1
) -> Page[Booking]:
    return _listed(Booking.organization_id == organization_id, stage, page)


def bookings_of_vendor(vendor_ref: Ref, stage: Stage | None = None, page: int = 1) -> Page[Booking]:
    return _listed(Booking.vendor.has(Vendor.ref == vendor_ref), stage, page)


def _listed(whose: ColumnElement[bool], stage: Stage | None, page: int) -> Page[Booking]:
    wanted = whose & Booking.state.in_(STAGES[stage]) if stage else whose
    total = db.session.scalar(select(func.count()).select_from(Booking).where(wanted)) or 0
    number = min(page, max(1, -(-total // PAGE_SIZE)))
    rows = _ordered(select(Booking).where(wanted), stage).offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    return Page(db.session.scalars(rows.options(*WHOLE)).all(), number, PAGE_SIZE, total)


def _ordered(rows: Select[Booking], stage: Stage | None) -> Select[Booking]:
    """What lies ahead soonest first, everything else latest first."""
    if stage in (Stage.WAITING, Stage.CONFIRMED):
        return rows.order_by(Booking.starts_at, Booking.id)
    return rows.order_by(Booking.starts_at.desc(), Booking.id.desc())


def records_of(expert_ids: Collection[int]) -> dict[int, Record]:
    """What came of the bookings that each of them had confirmed."""
    cancelled = (Booking.state == S.CANCELLED) & (Booking.cancelled_by == Side.EXPERT)
    called_off = (cancelled & Booking.confirmed_at.is_not(None)) | Booking.given_up_at.is_not(None)
    done = Booking.state == S.COMPLETED
    wanted = (
        select(
            Booking.expert_id,
            func.count(case((done, 1))),
            func.count(case((done, Booking.organization_id)).distinct()),
            func.count(case((called_off, 1))),
            func.count(case((done | called_off, 1))),
        )
        .where(Booking.expert_id.in_(list(expert_ids)))
        .group_by(Booking.expert_id)
    )
    found = {one: Record(*counts) for one, *counts in db.session.execute(wanted)}
    return {one: found.get(one, Record(0, 0, 0, 0)) for one in expert_ids}


def worked_together(organization_id: int, expert_id: int) -> bool:
    """Whether the pair has completed a booking before."""
    earlier = select(Booking.id).where(
        Booking.organization_id == organization_id,
        Booking.expert_id == expert_id,
        Booking.state == BookingState.COMPLETED,
    )
    return db.session.scalar(earlier.limit(1)) is not None


def organizations_booking(by: Actor) -> Sequence[Organization]:
    """Those for which the person may book, in the order they joined."""
    ids = [one for one in by.organizations if by.may_as(one, OrganizationRole.BOOKER)]
    return db.session.scalars(
        select(Organization).where(Organization.id.in_(ids)).order_by(Organization.id)
    ).all()


def bookable_expert(slug: str) -> Expert:
    """A published expert. Raises `NotFound`."""
    wanted = select(Expert).where(
        or_(Expert.slug == slug, Expert.ref == slug), Expert.state == ProfileState.PUBLISHED
    )
    found = db.session.scalar(wanted.options(joinedload(Expert.user)))
    if found is None:
        raise NotFound("We could not find that expert. They may have hidden their profile.")
    return found


def certificate_of(expert_id: int, ref: Ref) -> Certificate:
    """One of the expert's certificates, with its skill. Raises `NotFound`."""
    wanted = select(Certificate).where(Certificate.expert_id == expert_id, Certificate.ref == ref)
    skill = joinedload(Certificate.skill)
    found = db.session.scalar(
        wanted.options(
            skill.joinedload(Skill.module), skill.joinedload(Skill.product).joinedload(Product.vendor)
        )
    )
    if found is None:
        raise NotFound("We could not find that certificate.")
    return found


def unanswered(at: datetime) -> Sequence[Ref]:
    rows = select(Booking.ref).where(Booking.state == S.REQUESTED, Booking.respond_by <= at)
    return db.session.scalars(rows.order_by(Booking.id)).all()


def unpaid(at: datetime) -> Sequence[Ref]:
    rows = select(Booking.ref).where(Booking.state == S.ACCEPTED, Booking.hold_until <= at)
    return db.session.scalars(rows.order_by(Booking.id)).all()
