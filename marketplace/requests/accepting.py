"""Both say yes to one version: the booking exists, the request is filled, everybody else is told. One transaction."""

from marketplace.accounts.actor import Actor
from marketplace.agreements import service as agreements
from marketplace.agreements.service import Signature
from marketplace.approvals import following as approvals
from marketplace.bookings import agreeing
from marketplace.bookings.agreeing import Agreed
from marketplace.bookings.errors import PriceChanged, TooLate
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.quoting import Quote
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, permit
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations
from marketplace.requests import ending, events, locking, matching, policy
from marketplace.requests.models import Proposal, ProposalVersion
from marketplace.requests.writing import purpose


def accept(ref: Ref, number: int, *, policy_shown: str = "", by: Actor) -> Booking:
    """Say yes to the other side's latest version; `number` is the one that was read, `policy_shown` the cancellation preset.

    Whoever wrote the version has consented to it by writing it, and to the agreement that stood beside it.
    Raises `NewerVersion`, `DatesTaken`, `TooLate`, `NotCertified`, `PriceChanged`.
    """
    with atomic():
        proposal = locking.proposal(ref, by)
        permit(policy.may_accept(by, proposal))
        locking.check_read(proposal, number)
        request, version = proposal.request, proposal.latest
        proposal.become("accept")
        if proposal.respond_by <= clock.now():
            raise TooLate("The time to answer this has run out.")
        if policy_shown not in ("", request.vendor.cancellation):
            raise PriceChanged(
                "The terms for cancelling have changed since you saw them. Look at them, and accept if they suit you."
            )
        booking = agreeing.agree(_agreement(proposal, version, by), by=by)
        _agree_to_the_words(booking, proposal, version)
        approvals.want_for(booking)
        request.booking = booking
        request.become("fill")
        ending.close_everything(request, by=by)
        side = str(policy.side_of(by, proposal))
        record(
            events.ProposalAccepted(
                proposal.ref, request.ref, proposal.expert.ref, booking.ref, side, version.number
            ),
            by=by,
        )
        record(events.RequestFilled(request.ref, booking.ref), by=by)
    return booking


def _agree_to_the_words(booking: Booking, proposal: Proposal, version: ProposalVersion) -> None:
    people = {Side.CUSTOMER: booking.booker, Side.EXPERT: proposal.expert.user}
    wrote = Signature(version.side, version.author, version.written_at)
    answers = proposal.answers
    agreements.settle(
        booking,
        version.template_number,
        wrote=wrote,
        accepted=Signature(answers, people[answers], clock.now()),
    )


def _agreement(proposal: Proposal, version: ProposalVersion, by: Actor) -> Agreed:
    request = proposal.request
    days = version.dates
    offer = Quote(
        tuple(days), version.rate, version.price, version.fee, version.fee_basis_points, version.total
    )
    certificate = matching.certificate_for(request, proposal.expert, days)
    booker = _booker(proposal, version, by)
    return Agreed(
        request.organization,
        certificate,
        offer,
        purpose(request),
        booker,
        request.deliverables or (),
        request.checklist or (),
        request.blueprint,
        request.blueprint_version,
    )


def _booker(proposal: Proposal, version: ProposalVersion, by: Actor) -> Actor:
    """Who speaks for the organization: whoever accepts, or wrote the version that the expert accepts."""
    if version.side is Side.EXPERT:
        return by
    author = organizations.actor_for(version.author)
    if policy.may_lead(author, proposal.request) is not True:
        raise Conflict(
            f"{version.author.shown_name} no longer books for {proposal.request.organization.name}. "
            "Ask for a new version."
        )
    return author
