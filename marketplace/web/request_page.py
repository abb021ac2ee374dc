"""The page of one request: for the customer with its proposals compared, for an expert with what is asked of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template

from marketplace.bookings.errors import NotCertified
from marketplace.calendar.errors import named
from marketplace.conversations.masking import masked
from marketplace.events import log
from marketplace.events.models import Event
from marketplace.kit.errors import NotFound, Refused
from marketplace.registry import queries as registry
from marketplace.requests import matching, policy, proposing, queries
from marketplace.requests.inviting import MOST
from marketplace.requests.lifecycles import INVITATIONS, REQUESTS, RequestState
from marketplace.requests.models import Proposal, Request, RequestInvitation
from marketplace.web import request_talks
from marketplace.web.booking_history import SAID, Moment
from marketplace.web.forms.requests import ReasonForm
from marketplace.web.request_talks import Beside
from marketplace.web.security import actor

bp = Blueprint("request_parts", __name__)


@dataclass(frozen=True, slots=True)
class Mine:
    """An expert's own part: `may` propose or decline, or why not."""

    proposal: Proposal | None
    invitation: RequestInvitation | None
    may: frozenset[str]
    why_not: str = ""
    talk: Beside | None = None


@bp.app_template_filter()
def covered(text: str) -> str:
    """Words of somebody who is not booked yet: without what leads past us."""
    return masked(text)


bp.app_template_filter("named_days")(named)


def render(request: Request, *, sentence: str = "", reason_form: ReasonForm | None = None) -> str:
    """`sentence` says why the last click did not work."""
    ours = actor().is_member(request.organization_id)
    proposals = queries.proposals_of(request.id) if ours else []
    return render_template(
        "requests/show.html" if ours else "requests/asked.html",
        brief=request,
        proposals=proposals,
        lowest=_lowest(proposals),
        may=_may(request),
        mine=None if ours else _mine(request),
        stands=REQUESTS.said[request.state],
        answers=INVITATIONS.said,
        most=MOST,
        talks=request_talks.with_each(request, proposals) if ours else [],
        history=_history(request, proposals) if ours else [],
        sentence=sentence,
        reason_form=reason_form or ReasonForm(),
    )


def _may(request: Request) -> set[str]:
    """What the customer may do now."""
    if policy.may_lead(actor(), request) is not True:
        return set()
    if request.state is RequestState.DRAFT:
        return {"publish", "edit", "withdraw", "invite"}
    if request.open:
        return {"close", "extend"} | ({"invite"} if request.takes_proposals else set())
    return {"again"}


def _mine(request: Request) -> Mine:
    expert = registry.expert_of(actor().user_id)
    if expert is None:
        raise NotFound
    invitation = queries.invitation_of(request, expert.id)
    proposal = queries.proposal_of(request.id, expert.id)
    talk, may = request_talks.with_expert(request, expert), set[str]()
    if invitation is not None and INVITATIONS.allows(invitation.state, "decline"):
        may.add("decline")
    try:
        proposing.proposer(request, actor())
        matching.certificate_for(request, expert)
    except (Refused, NotCertified) as refusal:
        return Mine(proposal, invitation, frozenset(may), refusal.sentence, talk)
    if proposal is None or proposal.state in ("withdrawn", "expired"):
        may.add("propose")
    return Mine(proposal, invitation, frozenset(may), talk=talk)


def _lowest(proposals: Sequence[Proposal]) -> int | None:
    """The id of the open one with the lowest total, where all are in one currency and there are several."""
    open_ones = [one for one in proposals if one.open]
    if len(open_ones) < 2 or len({one.latest.total.currency for one in open_ones}) > 1:
        return None
    return min(open_ones, key=lambda one: (one.latest.total.amount, one.id)).id


def _history(request: Request, proposals: Sequence[Proposal]) -> Sequence[Moment]:
    """Newest first."""
    refs = {request.ref, *(one.ref for one in proposals), *(one.ref for one in request.invitations)}
    return [_moment(event) for event in reversed(log.history_of(refs)) if event.kind in SAID]


def _moment(event: Event) -> Moment:
    return Moment(
        event.at, SAID[event.kind].format(by=event.by_name), masked(str(event.payload.get("reason", "")))
    )
