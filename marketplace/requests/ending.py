"""A request ends: what is open with it ends, too, in the same transaction."""

from marketplace.accounts.actor import Actor
from marketplace.db.session import locked
from marketplace.events.log import record
from marketplace.requests import events, queries
from marketplace.requests.lifecycles import InvitationState, RequestState
from marketplace.requests.models import Proposal, Request


def close_everything(request: Request, *, by: Actor) -> None:
    """Open proposals and invitations; the request's row is locked."""
    filled = request.state is RequestState.FILLED
    for one in queries.proposals_of(request.id):
        if one.open:
            proposal = locked(Proposal, one.ref)
            proposal.become("close")
            record(events.ProposalClosed(proposal.ref, request.ref, proposal.expert.ref, filled), by=by)
    for invitation in request.invitations:
        if invitation.state is InvitationState.OPEN:
            invitation.become("close")
