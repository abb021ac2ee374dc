"""What each reader sees of the reviews of a booking."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from marketplace.accounts.actor import Actor
from marketplace.bookings import policy as booking_policy
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.sides import reads_for
from marketplace.kit.paging import Page
from marketplace.reviews import customers, policy, queries
from marketplace.reviews.customers import CustomerFigures
from marketplace.reviews.models import Review, ReviewWindow
from marketplace.web.forms.reviews import ReplyForm, ReviewForm
from marketplace.web.security import actor

LATEST = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """`own` is the review by the reader's side; `shown` those that the reader may read; `wrote` the sides that have written.

    `writes`: the reader can write now. `replies`: to which of them the reader can reply. `notes`: they read those to the vendor.
    """

    window: ReviewWindow | None
    side: Side | None
    own: Review | None
    shown: Sequence[Review]
    wrote: Sequence[Side]
    writes: bool
    replies: Sequence[Review]
    moderates: Sequence[Review]
    sealed_notes: Sequence[Review]
    notes: bool

    @property
    def other_wrote(self) -> bool:
        return any(side is not self.side for side in self.wrote)


@dataclass(frozen=True, slots=True)
class Customer:
    """The other side, for an expert who decides about a request."""

    figures: CustomerFigures
    reviews: Page[Review]


def standing(booking: Booking, by: Actor) -> Standing:
    window, there = queries.window_of(booking.id), queries.written(booking.id)
    side = reads_for(by, booking)
    own = next((one for one in there if one.side is side), None)
    shown = [one for one in there if one is own or not one.sealed]
    notes = policy.reads_notes(by, booking)
    may_write = window is not None and not window.over and own is None
    return Standing(
        window,
        side,
        own,
        shown,
        [one.side for one in there],
        may_write and policy.may_review(by, booking) is True,
        [one for one in shown if not one.reply and policy.may_reply(by, one) is True],
        [one for one in shown if not one.sealed and policy.may_moderate(by, one) is True],
        [one for one in there if notes and one.sealed and one.note],
        notes,
    )


def customer(booking: Booking, by: Actor) -> Customer | None:
    """For the expert; others do not decide about it."""
    if not booking_policy.is_expert(by, booking):
        return None
    whom = booking.organization_id
    return Customer(customers.of_organization(whom), queries.of_organization(whom, size=LATEST))


def render(booking: Booking, *, form: ReviewForm | None = None, reply_form: ReplyForm | None = None) -> str:
    stand = standing(booking, actor())
    if stand.writes and form is None and stand.side:
        form = ReviewForm.by(stand.side, booking.vendor.name)
    return render_template(
        "reviews/show.html",
        booking=booking,
        stand=stand,
        form=form,
        reply_form=reply_form or ReplyForm(formdata=None),
    )
