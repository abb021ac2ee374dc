"""Who may pay."""

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.bookings.models import Booking


def may_pay(actor: Actor, booking: Booking) -> bool | str:
    if actor.may_as(booking.organization_id, OrganizationRole.BOOKER, OrganizationRole.FINANCE):
        return True
    return f"Only owners, bookers and finance of {booking.organization.name} can pay for it."
