"""Who stands on which side of a booking. The expert's own side comes first, for whoever might be on both."""

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.policy import is_expert


def reads_for(actor: Actor, booking: Booking) -> Side | None:
    """Whose page it is: every member reads for their organization. None for everybody else, the vendor's staff too."""
    if is_expert(actor, booking):
        return Side.EXPERT
    return Side.CUSTOMER if actor.is_member(booking.organization_id) else None


def speaks_for(actor: Actor, booking: Booking) -> Side | None:
    """For whom the actor's word counts: an organization's owners, bookers and approvers speak for it."""
    if is_expert(actor, booking):
        return Side.EXPERT
    speaks = actor.may_as(booking.organization_id, OrganizationRole.BOOKER, OrganizationRole.APPROVER)
    return Side.CUSTOMER if speaks else None


def named(booking: Booking, side: Side) -> str:
    return booking.expert.name if side is Side.EXPERT else booking.organization.name
