"""Who may do what with a booking. Each answers True or the sentence that the person reads."""

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.bookings.models import LIFECYCLE, Booking, BookingState, Side
from marketplace.kit import clock
from marketplace.organizations.models import Organization
from marketplace.registry.models import Expert


def is_expert(actor: Actor, booking: Booking) -> bool:
    return actor.user_id is not None and booking.expert.user_id == actor.user_id


def books_for(actor: Actor, organization_id: int) -> bool:
    return actor.may_as(organization_id, OrganizationRole.BOOKER)


def may_request(actor: Actor, organization: Organization, expert: Expert) -> bool | str:
    if not books_for(actor, organization.id):
        return f"Only owners and bookers of {organization.name} can ask for days. An owner can make you one."
    if expert.user_id == actor.user_id:
        return "You cannot book yourself."
    return True


def may_answer(actor: Actor, booking: Booking) -> bool | str:
    return is_expert(actor, booking) or "Only the expert who was asked can answer this request."


def may_withdraw(actor: Actor, booking: Booking) -> bool | str:
    if books_for(actor, booking.organization_id):
        return True
    return f"Only owners and bookers of {booking.organization.name} can withdraw this request."


def may_name_papers(actor: Actor, booking: Booking) -> bool | str:
    if not actor.may_as(booking.organization_id, OrganizationRole.BOOKER, OrganizationRole.FINANCE):
        return f"Only owners, bookers and finance of {booking.organization.name} can change its references."
    if booking.state not in (BookingState.REQUESTED, BookingState.ACCEPTED):
        return f"This booking {LIFECYCLE.said[booking.state]}, so its references stay as they are."
    return True


def may_tick(actor: Actor, booking: Booking) -> bool | str:
    if not is_expert(actor, booking):
        return f"Only {booking.expert.name} ticks off what is there."
    if booking.state is not BookingState.CONFIRMED:
        return f"This booking {LIFECYCLE.said[booking.state]}, so its checklist stays as it is."
    return True


def may_cancel(actor: Actor, booking: Booking) -> bool | str:
    if side_of(actor, booking) is None:
        return (
            f"Only {booking.expert.name}, or an owner or booker of {booking.organization.name}, can cancel."
        )
    if booking.state is BookingState.CONFIRMED and booking.starts_at <= clock.now():
        return "This booking has begun, so it can no longer be cancelled. Days not worked are not charged."
    return undisputed(booking)


def undisputed(booking: Booking) -> bool | str:
    """Asked before anything else decides about the days or the money."""
    if booking.disputed_at is None:
        return True
    return "A dispute about this booking is open. Everything else stands still until it has ended."


def side_of(actor: Actor, booking: Booking) -> Side | None:
    """For whom the actor may act here; the expert's own side comes first."""
    if is_expert(actor, booking):
        return Side.EXPERT
    return Side.CUSTOMER if books_for(actor, booking.organization_id) else None
