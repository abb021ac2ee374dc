"""What a feed tells: the days of bookings that were at least accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from marketplace.amendments import queries as amendments
from marketplace.bookings.models import Booking
from marketplace.calendar.models import Shift, ShiftState
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Certificate
from marketplace.db.base import db
from marketplace.feeds.models import Feed
from marketplace.kit import clock
from marketplace.registry.models import Expert

BACK = timedelta(days=90)
"""Days stay in the feed so long after they were worked."""
CALLED_OFF = timedelta(days=30)
"""So long a feed says that a day was called off; programs that have not looked by then keep it."""
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A day, and the booking it belongs to; `changes` that took effect so far, the last of them `changed_at`."""

    shift: Shift
    booking: Booking
    changes: int = 0
    changed_at: datetime | None = None


def entries(feed: Feed) -> Sequence[Entry]:
    """Held, booked and worked days, and those called off lately. The latest thousand, in order."""
    now = clock.now()
    kept = Shift.state.in_((ShiftState.HELD, ShiftState.BOOKED)) & ~Shift.extra
    off = (
        (Shift.state == ShiftState.RELEASED)
        & (Booking.ended_at >= now - CALLED_OFF)
        # Only what was once accepted has ever stood in the feed.
        & Booking.hold_until.is_not(None)
    )
    wanted = (
        select(Shift, Booking)
        .join(Booking, Booking.ref == Shift.owner)
        .where(_whose(feed), Shift.ends_at >= now - BACK, or_(kept, off))
        .options(
            joinedload(Booking.expert),
            joinedload(Booking.organization),
            joinedload(Booking.certificate)
            .joinedload(Certificate.skill)
            .options(joinedload(Skill.module), joinedload(Skill.product).joinedload(Product.vendor)),
        )
        .order_by(Shift.starts_at.desc(), Shift.id.desc())
        .limit(MOST)
    )
    found = [(shift, booking) for shift, booking in db.session.execute(wanted)][::-1]
    changed = amendments.applied_to({booking.id for _, booking in found})
    return [Entry(shift, booking, *changed.get(booking.id, (0, None))) for shift, booking in found]


def _whose(feed: Feed) -> ColumnElement[bool]:
    if feed.organization_id is not None:
        return Booking.organization_id == feed.organization_id
    return Booking.expert_id.in_(select(Expert.id).where(Expert.user_id == feed.user_id))
