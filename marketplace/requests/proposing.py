"""Days, a rate and words: an expert proposes, either side counters. Each time a version is added, none is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.accounts.actor import Actor
from marketplace.agreements import queries as agreements
from marketplace.agreements.errors import AgreementChanged
from marketplace.bookings import agreeing, quoting
from marketplace.bookings.errors import PriceChanged
from marketplace.bookings.models import Side
from marketplace.bookings.quoting import Quote
from marketplace.bookings.wording import reason_of
from marketplace.certification.models import Certificate
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import LARGEST, Money
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.requests import events, locking, matching, policy, queries, timing
from marketplace.requests.lifecycles import InvitationState
from marketplace.requests.models import Proposal, ProposalVersion, Request

MOST_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody offers. `shown` is the total, in minor units, that they read before, `read` the version of the agreement."""

    days: Sequence[date]
    rate: Money
    message: str = ""
    shown: int | None = None
    read: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Looked through: on which certificate, and what it costs. The same figures for both sides."""

    certificate: Certificate
    quote: Quote


def proposer(request: Request, by: Actor) -> Expert:
    """The actor as an expert who may propose now. Raises `NotFound`, `NotAllowed`."""
    expert = registry.expert_of(by.user_id)
    if expert is None:
        raise NotFound
    permit(policy.may_propose(by, request, expert))
    return expert


def preview(ref: Ref, terms: Terms, *, by: Actor) -> Offer:
    """What a first proposal would cost. Raises what `propose` would raise."""
    request = queries.visible(ref, by)
    return _offer(request, proposer(request, by), terms)


def propose(ref: Ref, terms: Terms, *, by: Actor) -> Proposal:
    """A first version; or another one after one's own was taken back or not answered."""
    with atomic() as session:
        request = locking.request(ref, by)
        expert = proposer(request, by)
        offer = _offer(request, expert, terms)
        proposal = _begun(request, expert, offer)
        with session.no_autoflush:
            session.add(proposal)
            _add(proposal, offer, terms, Side.EXPERT, by)
        invitation = queries.invitation_of(request, expert.id)
        if invitation is not None and invitation.state is not InvitationState.PROPOSED:
            invitation.become("propose")
        session.flush()
        record(events.ProposalMade(proposal.ref, request.ref, expert.ref, *_figures(proposal)), by=by)
    return proposal


def preview_counter(ref: Ref, terms: Terms, *, by: Actor) -> Offer:
    proposal = queries.proposal(ref, by)
    permit(policy.may_counter(by, proposal))
    proposal.check_open()
    return _offer(proposal.request, proposal.expert, terms, proposal.latest)


def counter(ref: Ref, number: int, terms: Terms, *, by: Actor) -> Proposal:
    """Another version, by either side. `number` is the version it answers. Raises `NewerVersion`."""
    with atomic() as session:
        proposal = locking.proposal(ref, by)
        permit(policy.may_counter(by, proposal))
        locking.check_read(proposal, number)
        if len(proposal.versions) >= MOST_VERSIONS:
            raise Conflict(f"{MOST_VERSIONS} versions are enough. Accept the last one, or end it here.")
        offer = _offer(proposal.request, proposal.expert, terms, proposal.latest)
        proposal.become("counter")
        side = policy.side_of(by, proposal) or Side.CUSTOMER
        proposal.certificate = offer.certificate
        _add(proposal, offer, terms, side, by)
        session.flush()
        request, expert = proposal.request, proposal.expert
        fact = events.ProposalCountered(proposal.ref, request.ref, expert.ref, str(side), *_figures(proposal))
        record(fact, by=by)
    return proposal


def decline(ref: Ref, reason: str, *, by: Actor) -> Proposal:
    """The customer says no. The reason may be left out."""
    with atomic():
        proposal = locking.proposal(ref, by)
        permit(policy.may_decline(by, proposal))
        proposal.reason = reason_of(reason, needed=False)
        proposal.become("decline")
        fact = events.ProposalDeclined
        record(fact(proposal.ref, proposal.request.ref, proposal.expert.ref, proposal.reason), by=by)
    return proposal


def withdraw(ref: Ref, reason: str, *, by: Actor) -> Proposal:
    """The expert takes it back; they can propose again while the request is open."""
    with atomic():
        proposal = locking.proposal(ref, by)
        permit(policy.may_withdraw(by, proposal))
        proposal.reason = reason_of(reason, needed=False)
        proposal.become("withdraw")
        fact = events.ProposalWithdrawn
        record(fact(proposal.ref, proposal.request.ref, proposal.expert.ref, proposal.reason), by=by)
    return proposal


def _offer(request: Request, expert: Expert, terms: Terms, latest: ProposalVersion | None = None) -> Offer:
    if not 0 < terms.rate.amount <= LARGEST:
        raise _wrong("rate", "Write the rate for a day, like 640 or 640.50.")
    certificate = matching.certificate_for(request, expert, sorted(terms.days))
    days = agreeing.check_days(certificate, terms.days)
    if latest is not None and (days, terms.rate) == (latest.dates, latest.rate):
        raise _wrong(
            "days", "These are the days and the rate of the last version. Change something, or accept it."
        )
    quote = quoting.price(expert, request.vendor, days, request.organization_id, terms.rate)
    if terms.shown not in (None, quote.total.amount):
        raise PriceChanged("The figures have changed since you saw them. Look at the new ones first.")
    return Offer(certificate, quote)


def _begun(request: Request, expert: Expert, offer: Offer) -> Proposal:
    known = queries.proposal_of(request.id, expert.id)
    if known is None:
        return Proposal(request=request, expert=expert, certificate=offer.certificate, versions=[])
    proposal = locked(Proposal, known.ref)
    if proposal.open:
        raise Conflict("You have proposed already. Change your proposal instead.")
    proposal.become("propose")
    proposal.certificate = offer.certificate
    return proposal


def _add(proposal: Proposal, offer: Offer, terms: Terms, side: Side, by: Actor) -> None:
    if by.user_id is None:
        raise NotAllowed("Only a person can propose.")
    quote = offer.quote
    proposal.versions.append(
        ProposalVersion(
            number=len(proposal.versions) + 1,
            side=side,
            author_id=by.user_id,
            days=[day.isoformat() for day in quote.days],
            rate=quote.rate,
            price=quote.price,
            fee=quote.fee,
            fee_basis_points=quote.fee_basis_points,
            message=reason_of(terms.message, needed=False),
            template_number=_words(proposal.request, terms),
        )
    )
    timing.start_proposal(proposal)


def _words(request: Request, terms: Terms) -> int:
    """The text that holds now. Raises `AgreementChanged` where another was read."""
    holds = agreements.holding(request.vendor_id).number
    if terms.read not in (None, holds):
        raise AgreementChanged
    return holds


def _figures(proposal: Proposal) -> tuple[int, int, str, str]:
    latest = proposal.latest
    return latest.number, latest.total.amount, latest.total.currency, proposal.respond_by.isoformat()


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: sentence})
