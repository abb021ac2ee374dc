"""The page of one proposal: its versions side by side, and what changed from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flask import render_template

from marketplace.bookings import cancellation, quoting
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.quoting import Quote
from marketplace.kit import clock
from marketplace.kit.errors import Refused
from marketplace.requests import policy
from marketplace.requests.lifecycles import PROPOSALS
from marketplace.requests.models import Proposal, ProposalVersion
from marketplace.reviews import figures
from marketplace.web import proposed_agreement, request_talks
from marketplace.web.forms.agreements import AgreeForm
from marketplace.web.forms.requests import ReasonForm
from marketplace.web.security import actor


@dataclass(frozen=True, slots=True)
class Column:
    """A version beside the one before: days that came and went, and which figures are others."""

    version: ProposalVersion
    who: str
    added: Sequence[date]
    removed: Sequence[date]
    changed: frozenset[str]


def render(
    proposal: Proposal,
    *,
    sentence: str = "",
    reason_form: ReasonForm | None = None,
    agree_form: AgreeForm | None = None,
) -> str:
    """`sentence` says why the last click did not work."""
    offer, agreeing = _offer(proposal), agree_form or AgreeForm(formdata=None)
    words = proposed_agreement.of_latest(proposal, offer) if proposal.open else None
    agreeing.name(proposal.request.organization, proposal.expert, proposal.latest.template_number)
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        brief=proposal.request,
        columns=columns(proposal),
        latest=proposal.latest,
        side=policy.side_of(actor(), proposal),
        answers=policy.named(proposal, proposal.answers),
        other=policy.named(proposal, proposal.latest.side),
        may=policy.allowed(actor(), proposal),
        stands=PROPOSALS.said[proposal.state],
        cancelling=_cancelling(proposal, offer),
        words=words,
        agree_form=agreeing,
        opinion=figures.opinion(Side.EXPERT, Booking.expert_id == proposal.expert_id),
        now=clock.now(),
        talk=request_talks.with_expert(proposal.request, proposal.expert),
        sentence=sentence,
        reason_form=reason_form or ReasonForm(),
    )


def columns(proposal: Proposal) -> Sequence[Column]:
    """Oldest first."""
    first = proposal.versions[0]
    made = [Column(first, policy.named(proposal, first.side), (), (), frozenset())]
    for before, after in pairwise(proposal.versions):
        added = sorted(set(after.dates) - set(before.dates))
        removed = sorted(set(before.dates) - set(after.dates))
        names = ("rate", "price", "fee", "total")
        changed = {name for name in names if getattr(before, name) != getattr(after, name)}
        if len(before.days) != len(after.days):
            changed.add("count")
        made.append(Column(after, policy.named(proposal, after.side), added, removed, frozenset(changed)))
    return made


def _offer(proposal: Proposal) -> Quote:
    version = proposal.latest
    return Quote(
        tuple(version.dates),
        version.rate,
        version.price,
        version.fee,
        version.fee_basis_points,
        version.total,
    )


def _cancelling(proposal: Proposal, offer: Quote) -> Sequence[cancellation.Window]:
    """What would come back until when, were it accepted."""
    if not proposal.open:
        return ()
    try:
        return cancellation.windows(quoting.agreed(offer, proposal.expert, proposal.request.vendor))
    except (Refused, IndexError):
        return ()  # the expert no longer works on that weekday: accepting says so
