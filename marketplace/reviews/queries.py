"""Reviews, as seen by whoever may see them."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.accounts.actor import Actor
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.queries import WHOLE
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.registry.models import Expert
from marketplace.reviews.models import Review, ReviewState, ReviewWindow, WindowState

PAGE = 20
SHOWN = (ReviewState.PUBLISHED, ReviewState.HIDDEN)


def window_of(booking_id: int) -> ReviewWindow | None:
    return db.session.scalar(select(ReviewWindow).where(ReviewWindow.booking_id == booking_id))


def review_of(booking_id: int, side: Side) -> Review | None:
    return db.session.scalar(select(Review).where(Review.booking_id == booking_id, Review.side == side))


def written(booking_id: int) -> Sequence[Review]:
    """Both sides' reviews, sealed ones included: for the house, not for readers."""
    wanted = select(Review).where(Review.booking_id == booking_id).order_by(Review.side)
    return db.session.scalars(wanted).all()


def visible(ref: Ref, by: Actor) -> Review:
    """For both sides of its booking and the vendor's staff, once it is published; hidden ones, too. Raises `NotFound`."""
    wanted = whole().where(Review.ref == ref, Review.state.in_(SHOWN), _seen_by(by))
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def of_expert(expert_id: int, number: int = 1, size: int = PAGE) -> Page[Review]:
    """What customers say about an expert, as everybody reads it, the latest first."""
    return _page(_about(Side.EXPERT) & (Booking.expert_id == expert_id), number, size)


def of_organization(organization_id: int, number: int = 1, size: int = PAGE) -> Page[Review]:
    """What experts say about an organization, for an expert whom it asks."""
    return _page(_about(Side.CUSTOMER) & (Booking.organization_id == organization_id), number, size)


def of_vendor(vendor_id: int, state: ReviewState | None, number: int) -> Page[Review]:
    """All that were written in its marketplace; whoever shows sealed ones shows no more of them than their note."""
    which = Booking.vendor_id == vendor_id
    return _page(which & (Review.state == state) if state else which, number, PAGE)


def to_write(side: Side, *, expert_id: int = 0, organization_id: int = 0) -> Sequence[ReviewWindow]:
    """Windows in which that side, the expert's or the organization's, can still write; the first to close first."""
    wrote = select(Review.id).where(Review.booking_id == Booking.id, Review.side == side).exists()
    own = (
        Booking.expert_id == expert_id if side is Side.EXPERT else Booking.organization_id == organization_id
    )
    wanted = (
        select(ReviewWindow)
        .join(ReviewWindow.booking)
        .where(own, ReviewWindow.state == WindowState.OPEN, ReviewWindow.closes_at > clock.now(), ~wrote)
        .options(
            contains_eager(ReviewWindow.booking).options(
                joinedload(Booking.expert), joinedload(Booking.organization)
            )
        )
    )
    return db.session.scalars(wanted.order_by(ReviewWindow.closes_at, ReviewWindow.id)).all()


def refs_of(booking_id: int) -> Collection[Ref]:
    """Names of what happened around the reviews of a booking."""
    windows = select(ReviewWindow.ref).where(ReviewWindow.booking_id == booking_id)
    reviews = select(Review.ref).where(Review.booking_id == booking_id)
    return db.session.scalars(windows.union_all(reviews)).all()


def _about(reviewed: Side) -> ColumnElement[bool]:
    author = reviewed.other
    return (Review.side == author) & (Review.state == ReviewState.PUBLISHED)


def _seen_by(by: Actor) -> ColumnElement[bool]:
    if by.system:
        return Review.id.is_not(None)
    return or_(
        Booking.organization_id.in_(by.organizations),
        Booking.vendor_id.in_(by.vendors),
        Booking.expert_id.in_(select(Expert.id).where(Expert.user_id == by.user_id)),
    )


def whole() -> Select[Review]:
    """With all that a page or a table about them touches."""
    return select(Review).join(Review.booking).options(contains_eager(Review.booking).options(*WHOLE))


def _page(which: ColumnElement[bool], number: int, size: int) -> Page[Review]:
    counting = select(func.count(Review.id)).join(Review.booking).where(which)
    total = db.session.scalar(counting) or 0
    number = min(number, max(1, -(-total // size)))
    rows = (
        whole()
        .where(which)
        .order_by(func.coalesce(Review.published_at, Review.sent_at).desc(), Review.id.desc())
    )
    found = db.session.scalars(rows.limit(size).offset((number - 1) * size)).all()
    return Page(found, number, size, total)
