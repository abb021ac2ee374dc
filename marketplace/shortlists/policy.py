"""Who may do what with an organization's shortlists."""

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.organizations.models import Organization
from marketplace.shortlists.models import Shortlist


def may_see(actor: Actor, shortlist: Shortlist) -> bool:
    return actor.is_member(shortlist.organization_id)


def may_keep(actor: Actor, organization: Organization) -> bool | str:
    return (
        actor.may_as(organization.id, OrganizationRole.BOOKER, OrganizationRole.APPROVER)
        or f"Owners, bookers and approvers of {organization.name} keep its shortlists."
    )
