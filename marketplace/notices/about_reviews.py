"""What is said about reviews: that they can be written, that they soon cannot, that they are published, answered, hidden."""

from datetime import datetime

from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import Booking, Side
from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import Words, tell
from marketplace.notices.wording import quoted, span
from marketplace.reviews import queries
from marketplace.reviews.events import (
    ReviewHidden,
    ReviewReplied,
    ReviewRestored,
    ReviewsInvited,
    ReviewsPublished,
    ReviewsReminded,
)
from marketplace.reviews.models import ReviewWindow


def invited(fact: ReviewsInvited, event: Event) -> None:
    booking = sides.booking_named(fact.booking)
    until = datetime.fromisoformat(fact.closes_at)
    for side in Side:

        def body(reader: Reader, side: Side = side) -> str:
            return (
                f"How was it with {_other(booking, side)}, {span(booking, reader)}? Answer four questions and write a few words "
                f"by {reader.moment(until)}.\n\n"
                "Neither side reads what the other wrote before both have written, or the time is up."
            )

        _tell(event, booking, "review_possible", side, f"How was it with {_other(booking, side)}?", body)


def reminded(fact: ReviewsReminded, event: Event) -> None:
    booking = sides.booking_named(fact.booking)
    closes_at = db.session.scalars(
        select(ReviewWindow.closes_at).where(ReviewWindow.ref == fact.subject)
    ).one()
    for side in map(Side, fact.missing):

        def body(reader: Reader, side: Side = side) -> str:
            return (
                f"You can still say how it was with {_other(booking, side)}, {span(booking, reader)}: until "
                f"{reader.moment(closes_at)}. We do not remind you again."
            )

        title = f"A few days left to review {_other(booking, side)}"
        _tell(event, booking, "review_reminder", side, title, body)


def published(fact: ReviewsPublished, event: Event) -> None:
    """To both sides, the one that wrote nothing, too: what is said about them is public now."""
    booking = sides.booking_named(fact.booking)
    for side in Side:
        other = _other(booking, side)
        wrote = {Side(one) for one in fact.sides}
        said = (
            f"Both have written, so you can now read what {other} says, and everybody can read both."
            if len(wrote) == len(Side)
            else "The time is up. Your review is published; the other side has written none."
            if side in wrote
            else f"The time is up, and {other} has written. Everybody can read it now."
        )
        reply = (
            "\n\nIf you want to say something to it, you can reply once, in public."
            if wrote != {side}
            else ""
        )
        title = "The reviews are published" if len(wrote) == len(Side) else "A review is published"
        _tell(event, booking, "reviews_published", side, f"{title}: {other}", said + reply)


def replied(fact: ReviewReplied, event: Event) -> None:
    review = queries.visible(fact.subject, SYSTEM)
    booking = review.booking
    who = _other(booking, review.side)
    body = f"{who} replied to your review, in public.\n\n{quoted(who, review.reply)}"
    _tell(event, booking, "review_replied", review.side, f"{who} replied to your review", body)


def hidden(fact: ReviewHidden, event: Event) -> None:
    _tell_moderated(fact, event, "review_hidden", "hid", "Nobody reads it any more, and it no longer counts.")


def restored(fact: ReviewRestored, event: Event) -> None:
    _tell_moderated(fact, event, "review_restored", "put back", "Everybody reads it again, and it counts.")


def _tell_moderated(fact: ReviewHidden | ReviewRestored, event: Event, kind: str, verb: str, so: str) -> None:
    """To both sides."""
    review = queries.visible(fact.subject, SYSTEM)
    booking = review.booking
    vendor = booking.vendor.name
    for side in Side:
        whose = "your review" if side is review.side else f"the review by {_other(booking, side)}"
        body = f"{vendor} {verb} {whose}. {so}\n\n{quoted(vendor, fact.reason)}"
        _tell(event, booking, kind, side, f"{vendor} {verb} {whose}", body)


def _tell(event: Event, booking: Booking, kind: str, side: Side, title: str, body: Words) -> None:
    who = sides.expert(booking) if side is Side.EXPERT else sides.bookers(booking)
    tell(event, who, kind, title=title, body=body, path=f"/bookings/{booking.ref}/review")


def _other(booking: Booking, side: Side) -> str:
    return booking.organization.name if side is Side.EXPERT else booking.expert.name
