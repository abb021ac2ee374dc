"""The agreement that stands beside a proposal: whoever sends or accepts the version agrees to these words."""

from dataclasses import dataclass

from marketplace.agreements import facts, placeholders
from marketplace.agreements import queries as agreements
from marketplace.agreements.queries import Wording
from marketplace.bookings.models import Side
from marketplace.bookings.quoting import Quote
from marketplace.certification.models import Certificate
from marketplace.conversations.masking import masked
from marketplace.requests import policy
from marketplace.requests.models import Proposal, Request
from marketplace.requests.writing import purpose
from marketplace.web.security import actor


@dataclass(frozen=True, slots=True)
class Words:
    """Version `number` of the vendor's text, filled with what was offered."""

    number: int
    text: str


def of_offer(request: Request, offer: Quote, certificate: Certificate, side: Side | None) -> Words:
    """For whoever is about to send it."""
    ours = actor().name if side is Side.CUSTOMER else _somebody(request)
    return _filled(request, offer, certificate, agreements.holding(request.vendor_id), ours)


def of_latest(proposal: Proposal, offer: Quote) -> Words:
    """Of the last version, in the words that its author agreed to."""
    request, version = proposal.request, proposal.latest
    wording = agreements.wording(request.vendor_id, version.template_number)
    return _filled(request, offer, proposal.certificate, wording, _booker(proposal))


def _booker(proposal: Proposal) -> str:
    if proposal.latest.side is Side.CUSTOMER:
        return proposal.latest.author.shown_name
    ours = policy.side_of(actor(), proposal) is Side.CUSTOMER
    return actor().name if ours else _somebody(proposal.request)


def _somebody(request: Request) -> str:
    return f"(whoever accepts for {request.organization.name})"


def _filled(request: Request, offer: Quote, certificate: Certificate, wording: Wording, booker: str) -> Words:
    values = facts.of_quote(offer, request.organization, certificate, masked(purpose(request)), booker)
    none = {"po_number": "none", "cost_centre": "none"}
    return Words(wording.number, placeholders.filled(wording.text, values | none))
