"""Who may have bookings read from outside."""

from marketplace.accounts.actor import Actor, OrganizationRole


def may_have(actor: Actor, organization_id: int | None) -> bool | str:
    """For one's own work everybody; for an organization its owners and bookers."""
    if actor.user_id is None:
        return "Sign in first."
    if organization_id is None or actor.may_as(organization_id, OrganizationRole.BOOKER):
        return True
    return "Only owners and bookers have the organization's bookings in their own calendar."
