"""Who may review, reply, and take a review away. Each answers True or the sentence that the person reads."""

from marketplace.accounts.actor import Actor, StaffRole
from marketplace.bookings import policy as bookings
from marketplace.bookings.models import Booking
from marketplace.bookings.sides import speaks_for
from marketplace.reviews.models import LIFECYCLE, Review

MODERATORS = (StaffRole.ASSESSOR, StaffRole.ADMIN)


def may_review(actor: Actor, booking: Booking) -> bool | str:
    return speaks_for(actor, booking) is not None or (
        f"Only {booking.expert.name}, or an owner, booker or approver of {booking.organization.name}, can review this booking."
    )


def may_reply(actor: Actor, review: Review) -> bool | str:
    booking = review.booking
    if speaks_for(actor, booking) is not review.reviewed:
        return "Only the side that a review is about can reply to it."
    if not review.published:
        return f"This review {LIFECYCLE.said[review.state]}, so nobody can reply to it."
    return True


def may_moderate(actor: Actor, review: Review) -> bool | str:
    """Nobody who stands on either side of the booking does."""
    booking = review.booking
    if not actor.is_staff(booking.vendor_id, *MODERATORS):
        return f"Assessors and admins of {booking.vendor.name} decide whether a review stays."
    if bookings.is_expert(actor, booking) or actor.is_member(booking.organization_id):
        return "You stand on one side of this booking, so somebody else has to decide."
    return True


def reads_notes(actor: Actor, booking: Booking) -> bool:
    """Notes to the vendor are for its staff, unless they stand on one side of the booking themselves."""
    own = bookings.is_expert(actor, booking) or actor.is_member(booking.organization_id)
    return actor.is_staff(booking.vendor_id) and not own
