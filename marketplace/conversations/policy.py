"""Who reads a conversation, who writes, who judges what was reported."""

from datetime import timedelta

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.bookings.models import Side
from marketplace.conversations.matters import Matter
from marketplace.conversations.models import Message, Report
from marketplace.kit import clock

OPEN_FOR = timedelta(days=14)
"""How long one may still write after a request has come to nothing."""

UNANSWERED = 10
"""Messages of one side in a row about what is only asked for yet; then it is the other's turn."""


def may_write(actor: Actor, matter: Matter, in_a_row: int = 0) -> bool | str:
    """`in_a_row`: messages of the actor's own side since the other one wrote."""
    side = matter.side_of(actor)
    if side is None or (
        side is Side.CUSTOMER and not actor.may_as(matter.organization.id, *OrganizationRole)
    ):
        return f"Only {matter.expert.name} and members of {matter.organization.name} with a role write here."
    if matter.ended_at is not None and matter.ended_at + OPEN_FOR <= clock.now():
        return f"Nothing came of this request, so writing here ended after {OPEN_FOR.days} days."
    if matter.booking is None and in_a_row >= UNANSWERED:
        other = matter.organization if side is Side.EXPERT else matter.expert
        return f"You have written {UNANSWERED} messages without an answer. Please wait until {other.name} writes."
    return True


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
