"""Who may do what with a request and its proposals. Each answers True or the sentence that the person reads."""

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.bookings.models import Side
from marketplace.organizations.models import Organization
from marketplace.registry.models import Expert
from marketplace.requests.models import Proposal, Request


def may_write(actor: Actor, organization: Organization) -> bool | str:
    if actor.may_as(organization.id, OrganizationRole.BOOKER):
        return True
    return f"Only owners and bookers of {organization.name} can do that. An owner can make you one."


def may_lead(actor: Actor, request: Request) -> bool | str:
    return may_write(actor, request.organization)


def may_invite(actor: Actor, request: Request, expert: Expert) -> bool | str:
    if expert.user_id == actor.user_id:
        return "You cannot invite yourself."
    return may_lead(actor, request)


def may_propose(actor: Actor, request: Request, expert: Expert) -> bool | str:
    if not request.open:
        return "This request is not open, so there is nothing to propose."
    if not request.takes_proposals:
        return "The time to propose has run out."
    if actor.is_member(request.organization_id):
        return f"You belong to {request.organization.name}, so you cannot propose."
    return expert.published or "Publish your profile first: customers want to see whom they would work with."


def side_of(actor: Actor, proposal: Proposal) -> Side | None:
    """For whom the actor may act here; the expert's own side comes first."""
    if actor.user_id is not None and proposal.expert.user_id == actor.user_id:
        return Side.EXPERT
    return Side.CUSTOMER if may_lead(actor, proposal.request) is True else None


def may_counter(actor: Actor, proposal: Proposal) -> bool | str:
    return side_of(actor, proposal) is not None or _outsider(proposal)


def may_accept(actor: Actor, proposal: Proposal) -> bool | str:
    if side_of(actor, proposal) is proposal.answers:
        return True
    return f"Only {named(proposal, proposal.answers)} can accept this version."


def may_decline(actor: Actor, proposal: Proposal) -> bool | str:
    if side_of(actor, proposal) is Side.CUSTOMER:
        return True
    return f"Only owners and bookers of {proposal.request.organization.name} can decline this."


def may_withdraw(actor: Actor, proposal: Proposal) -> bool | str:
    return side_of(actor, proposal) is Side.EXPERT or f"Only {proposal.expert.name} can take this back."


def allowed(actor: Actor, proposal: Proposal) -> set[str]:
    """What the reader may do with it now."""
    if not (proposal.open and proposal.request.open):
        return set()
    verdicts = {
        "accept": may_accept(actor, proposal),
        "counter": may_counter(actor, proposal),
        "decline": may_decline(actor, proposal),
        "withdraw": may_withdraw(actor, proposal),
    }
    return {verb for verb, verdict in verdicts.items() if verdict is True}


def named(proposal: Proposal, side: Side) -> str:
    return proposal.expert.name if side is Side.EXPERT else proposal.request.organization.name


def _outsider(proposal: Proposal) -> str:
    return f"Only {proposal.expert.name}, or an owner or booker of {proposal.request.organization.name}, can do that."
