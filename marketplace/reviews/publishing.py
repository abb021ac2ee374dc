"""The window of a booking: opened when it is completed, reminded of once, closed when both have written or the time is up."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.events import BookingCompleted
from marketplace.bookings.models import Booking, Side
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.reviews import queries
from marketplace.reviews.events import ReviewsInvited, ReviewsLapsed, ReviewsPublished, ReviewsReminded
from marketplace.reviews.models import ReviewWindow, WindowState

REMINDED_BEFORE = timedelta(days=3)
"""Before the end; at half time where the window is short."""


def open_window(fact: BookingCompleted) -> None:
    """At once: a completed booking can be reviewed by both sides. There is one window for a booking."""
    booking = locked(Booking, fact.subject)
    if queries.window_of(booking.id):
        return
    length = timedelta(days=booking.review_days)
    closes_at = clock.now() + length
    remind_at = closes_at - min(REMINDED_BEFORE, length / 2)
    window = ReviewWindow(booking=booking, closes_at=closes_at, remind_at=remind_at)
    db.session.add(window)
    db.session.flush()
    record(ReviewsInvited(window.ref, booking.ref, closes_at.isoformat()), by=SYSTEM)


def publish_if_complete(window: ReviewWindow) -> None:
    """In the transaction of the review that was missing, with the window locked."""
    if len(queries.written(window.booking_id)) == len(Side):
        _publish(window)


def publish_due() -> None:
    """For the schedule: the time is up."""
    due = select(ReviewWindow.ref).where(
        ReviewWindow.state == WindowState.OPEN, ReviewWindow.closes_at <= clock.now()
    )
    for ref in db.session.scalars(due.order_by(ReviewWindow.closes_at)).all():
        with atomic():
            window = _locked(ref)
            if window.state is WindowState.OPEN:
                _close(window)


def remind_due() -> None:
    """For the schedule: once, and only the sides that have not written."""
    due = select(ReviewWindow.ref).where(
        ReviewWindow.state == WindowState.OPEN, ReviewWindow.remind_at <= clock.now()
    )
    for ref in db.session.scalars(due.order_by(ReviewWindow.remind_at)).all():
        with atomic():
            window = _locked(ref)
            if window.remind_at is None or window.over:
                continue
            window.remind_at = None
            wrote = {one.side for one in queries.written(window.booking_id)}
            missing = [str(side) for side in Side if side not in wrote]
            record(ReviewsReminded(window.ref, window.booking.ref, missing), by=SYSTEM)


def _close(window: ReviewWindow) -> None:
    if queries.written(window.booking_id):
        _publish(window)
    else:
        window.become("lapse")
        record(ReviewsLapsed(window.ref, window.booking.ref), by=SYSTEM)


def _publish(window: ReviewWindow) -> None:
    window.become("publish")
    window.published_at = clock.now()
    reviews = queries.written(window.booking_id)
    for one in reviews:
        one.become("publish")
        one.published_at = window.published_at
    booking = window.booking
    sides = [str(one.side) for one in reviews]
    record(ReviewsPublished(window.ref, booking.ref, booking.expert.ref, sides), by=SYSTEM)


def _locked(ref: Ref) -> ReviewWindow:
    """Its booking first."""
    of = select(Booking.ref).join(ReviewWindow, ReviewWindow.booking_id == Booking.id)
    locked(Booking, db.session.scalars(of.where(ReviewWindow.ref == ref)).one())
    return locked(ReviewWindow, ref)
