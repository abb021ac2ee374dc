"""Who may decide about what exceeds somebody's limit."""

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.approvals.models import Approval
from marketplace.bookings.models import Booking
from marketplace.kit.figures import money_text
from marketplace.kit.money import Money


def may_decide(actor: Actor, approval: Approval) -> bool | str:
    booking = approval.booking
    if not actor.may_as(booking.organization_id, OrganizationRole.APPROVER):
        return f"Only an owner or approver of {booking.organization.name} can decide about this."
    if actor.user_id == booking.booker_id:
        return "Somebody else has to look at what you asked for yourself."
    return within(actor, booking, approval.total)


def within(actor: Actor, booking: Booking, amount: Money, already: Money | None = None) -> bool | str:
    """Whether the actor decides alone about so much money of the organization, on top of what they have `already` decided."""
    if actor.within_limit(booking.organization_id, amount + already if already else amount):
        return True
    before = (
        f"Together with the {money_text(already, None)} that you have approved before, this"
        if already
        else "This"
    )
    return (
        f"{before} is more than you may decide alone at {booking.organization.name}. "
        "An owner, or somebody with a higher limit, has to do it."
    )
