"""Experts who are asked by name, and their no."""

from marketplace.accounts.actor import Actor
from marketplace.bookings import queries as bookings
from marketplace.bookings.wording import reason_of
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, NotAllowed, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.registry import queries as registry
from marketplace.requests import events, locking, matching, policy, queries
from marketplace.requests.errors import TooManyInvited
from marketplace.requests.lifecycles import RequestState
from marketplace.requests.models import Request, RequestInvitation

MOST = 6


def invite(ref: Ref, slug: str, *, by: Actor) -> RequestInvitation:
    """At most six. Of a draft they learn when it is published. Raises `NotCertified` where nothing could be booked."""
    with atomic() as session:
        request = locking.request(ref, by)
        expert = bookings.bookable_expert(slug)
        permit(policy.may_invite(by, request, expert))
        _check_room(request, expert.id)
        matching.certificate_for(request, expert)
        if by.user_id is None:
            raise NotAllowed("Only a person can invite.")
        invitation = RequestInvitation(request=request, expert=expert, invited_by_id=by.user_id)
        session.add(invitation)
        if request.open:
            invitation.asked_at = clock.now()
            session.flush()
            record(events.ExpertInvited(invitation.ref, request.ref, expert.ref), by=by)
    return invitation


def decline(ref: Ref, reason: str, *, by: Actor) -> RequestInvitation:
    """The invited expert says no, which counts as an answer. The reason may be left out."""
    with atomic():
        request = locking.request(ref, by)
        expert = registry.expert_of(by.user_id)
        invitation = queries.invitation_of(request, expert.id if expert else None)
        if expert is None or invitation is None:
            raise NotFound("You have not been invited to this request, so there is nothing to decline.")
        invitation.reason = reason_of(reason, needed=False)
        invitation.become("decline")
        record(events.InvitationDeclined(invitation.ref, request.ref, expert.ref, invitation.reason), by=by)
    return invitation


def _check_room(request: Request, expert_id: int) -> None:
    if request.state is not RequestState.DRAFT and not request.takes_proposals:
        raise Conflict(
            "Nobody can propose any more. Extend the time to answer first, or start another request."
        )
    if queries.invitation_of(request, expert_id) is not None:
        raise Conflict("This expert is invited already.")
    if len(request.invitations) >= MOST:
        raise TooManyInvited(
            f"{MOST} are invited already. With more, nobody’s chance would be worth the work."
        )
