"""Reviewing, replying, hiding and restoring."""

from marketplace.accounts.actor import Actor
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.sides import speaks_for
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, permit
from marketplace.kit.ids import Ref
from marketplace.reviews import policy, publishing, queries, writing
from marketplace.reviews.events import ReviewHidden, ReviewReplied, ReviewRestored, ReviewSent
from marketplace.reviews.models import Review, ReviewWindow, WindowState
from marketplace.reviews.writing import Draft


def send(booking_ref: Ref, draft: Draft, *, by: Actor) -> Review:
    """Say it, for one's side, once. The second of the two publishes both. Raises `Conflict` when it is too late."""
    with atomic() as session:
        booking = locked(Booking, bookings.visible(booking_ref, by).ref)
        permit(policy.may_review(by, booking))
        side = speaks_for(by, booking)
        assert side is not None
        assert by.user_id is not None
        window = _open_window(booking, side)
        said = writing.checked(draft, side)
        review = Review(
            booking=booking,
            side=side,
            author_id=by.user_id,
            sent_at=clock.now(),
            words=said.words,
            note=said.note,
            **said.stars,
        )
        session.add(review)
        session.flush()
        record(ReviewSent(review.ref, booking.ref, side), by=by)
        publishing.publish_if_complete(window)
    return review


def reply(ref: Ref, text: str, *, by: Actor) -> Review:
    """Answer a review of one's own side, once and in public."""
    with atomic():
        review = _locked(ref, by)
        permit(policy.may_reply(by, review))
        if review.reply:
            raise Conflict("This review has its reply already. There is one, and it stays.")
        review.reply = writing.reply_of(text)
        review.replied_at, review.replied_by_id = clock.now(), by.user_id
        record(ReviewReplied(review.ref, review.booking.ref), by=by)
    return review


def hide(ref: Ref, reason: str, *, by: Actor) -> Review:
    """Take a review away, from its pages and out of the figures."""
    with atomic():
        review = _moderated(ref, "hide", reason, by)
        booking = review.booking
        record(ReviewHidden(review.ref, booking.ref, booking.expert.ref, review.reason), by=by)
    return review


def restore(ref: Ref, reason: str, *, by: Actor) -> Review:
    """Put a hidden review back."""
    with atomic():
        review = _moderated(ref, "restore", reason, by)
        booking = review.booking
        record(ReviewRestored(review.ref, booking.ref, booking.expert.ref, review.reason), by=by)
    return review


def _moderated(ref: Ref, verb: str, reason: str, by: Actor) -> Review:
    review = _locked(ref, by)
    permit(policy.may_moderate(by, review))
    review.become(verb)
    review.reason = writing.reason_of(reason)
    review.moderated_at, review.moderated_by_id = clock.now(), by.user_id
    return review


def _open_window(booking: Booking, side: Side) -> ReviewWindow:
    """Locked. Raises `Conflict` where there is none, no longer one, or the side has written."""
    window = queries.window_of(booking.id)
    if window is None:
        raise Conflict("A booking can be reviewed once it is completed.")
    window = locked(ReviewWindow, window.ref)
    if queries.review_of(booking.id, side):
        raise Conflict("Your side has sent its review already. It cannot be changed.")
    if window.state is WindowState.PUBLISHED:
        raise Conflict("The reviews of this booking are published, so it is too late to add one.")
    if window.over:
        raise Conflict("The time to review this booking is over.")
    return window


def _locked(ref: Ref, by: Actor) -> Review:
    """Its booking first."""
    locked(Booking, queries.visible(ref, by).booking.ref)
    return locked(Review, ref)
