"""What happens to requests and proposals when nobody clicks. Twice changes nothing."""

from marketplace.accounts.actor import SYSTEM
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.requests import ending, events, locking, queries
from marketplace.requests.lifecycles import PROPOSALS, REQUESTS, InvitationState
from marketplace.requests.models import Proposal, Request


def remind() -> None:
    """Tell whoever has to answer that half of the time has passed, and again towards its end."""
    for ref, passed in queries.to_remind(Request, clock.now()):
        with atomic():
            request = locking.request(ref, SYSTEM)
            if request.open and request.reminders < passed:
                request.reminders = passed
                record(events.RequestReminded(request.ref, passed), by=SYSTEM)
    for ref, passed in queries.to_remind(Proposal, clock.now()):
        with atomic():
            proposal = locking.proposal(ref, SYSTEM)
            if proposal.open and proposal.reminders < passed:
                proposal.reminders = passed
                record(events.ProposalReminded(proposal.ref, proposal.request.ref, passed), by=SYSTEM)


def expire_proposals() -> None:
    """Close those whose latest version was not answered in time."""
    for ref in queries.unanswered_proposals(clock.now()):
        with atomic():
            proposal = locking.proposal(ref, SYSTEM)
            if PROPOSALS.allows(proposal.state, "expire") and proposal.respond_by <= clock.now():
                proposal.become("expire")
                fact = events.ProposalExpired
                record(
                    fact(proposal.ref, proposal.request.ref, proposal.expert.ref, str(proposal.answers)),
                    by=SYSTEM,
                )


def expire_requests() -> None:
    """Invitations that nobody answered; and requests, once their time is up and no proposal is open."""
    for ref in queries.unanswered_invitations(clock.now()):
        with atomic():
            request = locking.request(ref, SYSTEM)
            for invitation in request.invitations if not request.takes_proposals else ():
                if invitation.state is InvitationState.OPEN:
                    invitation.become("expire")
    for ref in queries.unanswered_requests(clock.now()):
        with atomic():
            request = locking.request(ref, SYSTEM)
            still = any(one.open for one in queries.proposals_of(request.id))
            if REQUESTS.allows(request.state, "expire") and not request.takes_proposals and not still:
                request.become("expire")
                ending.close_everything(request, by=SYSTEM)
                record(events.RequestExpired(request.ref), by=SYSTEM)
