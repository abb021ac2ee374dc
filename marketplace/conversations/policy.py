"""Who reads a conversation, who writes, who judges what was reported."""

from datetime import timedelta

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.bookings.sides import reads_for
from marketplace.conversations.models import Message, Report
from marketplace.kit import clock

OPEN_FOR = timedelta(days=14)
"""How long one may still write after a request has come to nothing."""

CAME_TO_NOTHING = (
    BookingState.DECLINED,
    BookingState.WITHDRAWN,
    BookingState.EXPIRED,
    BookingState.LAPSED,
    BookingState.CANCELLED,
)


def may_write(actor: Actor, booking: Booking) -> bool | str:
    side = reads_for(actor, booking)
    if side is None or (
        side is Side.CUSTOMER and not actor.may_as(booking.organization_id, *OrganizationRole)
    ):
        return (
            f"Only {booking.expert.name} and members of {booking.organization.name} with a role write here."
        )
    if not shows_contacts(booking) and booking.state in CAME_TO_NOTHING and _long_over(booking):
        return f"Nothing came of this request, so writing here ended after {OPEN_FOR.days} days."
    return True


def shows_contacts(booking: Booking) -> bool:
    """Whether the two may see how to reach each other: from the payment on."""
    return booking.confirmed_at is not None


def may_report(actor: Actor, message: Message) -> bool | str:
    if message.author_id == actor.user_id:
        return "This is your own message."
    return not message.hidden or "This message is hidden already."


def judges(actor: Actor, vendor_id: int) -> bool:
    return actor.is_staff(vendor_id, StaffRole.ADMIN)


def may_settle(actor: Actor, report: Report) -> bool | str:
    conversation = report.message.conversation
    if not judges(actor, conversation.vendor_id):
        return f"Only administrators of {conversation.vendor.name} settle reports."
    if actor.user_id == conversation.expert.user_id or actor.is_member(conversation.organization_id):
        return "You belong to one of the two sides, so somebody else has to settle this."
    return True


def _long_over(booking: Booking) -> bool:
    return booking.ended_at is not None and booking.ended_at + OPEN_FOR <= clock.now()
