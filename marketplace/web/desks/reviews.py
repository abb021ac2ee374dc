"""Completed bookings that a side has not reviewed yet."""

from collections.abc import Iterator, Sequence

from flask import url_for

from marketplace.bookings.models import Side
from marketplace.reviews.models import ReviewWindow
from marketplace.web.clocks import clocks_of
from marketplace.web.desks.item import Item
from marketplace.web.desks.words import begins, days


def review_items(windows: Sequence[ReviewWindow], side: Side) -> Iterator[Item]:
    for one in windows:
        booking = one.booking
        other = booking.organization.name if side is Side.EXPERT else booking.expert.name
        yield Item(
            f"How was it with {other}?",
            f"{days(booking).capitalize()} {begins(booking)}. Neither side reads the other’s review before both are in.",
            "Write your review",
            url_for("reviews.show", ref=booking.ref),
            one.closes_at,
            clocks=clocks_of(booking),
        )
