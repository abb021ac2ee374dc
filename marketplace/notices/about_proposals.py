"""What is said about proposals: made, countered, answered, or come to nothing."""

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import Side
from marketplace.calendar.errors import named
from marketplace.conversations.masking import masked
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.notices.about_open_requests import askers
from marketplace.notices.reader import Reader
from marketplace.notices.service import Words, tell
from marketplace.notices.wording import quoted
from marketplace.requests import events, policy, queries
from marketplace.requests.models import Proposal


def made(fact: events.ProposalMade, event: Event) -> None:
    one = _named(fact.subject)
    title = f"{one.expert.name} proposes days for “{one.request.title}”"
    tell(event, askers(one.request), "proposal_made", title=title, body=_terms(one), path=_path(one))


def countered(fact: events.ProposalCountered, event: Event) -> None:
    one = _named(fact.subject)
    side = Side(fact.side)
    told = _people(one, side.other)
    title = f"{policy.named(one, side)} proposes other terms for “{one.request.title}”"
    tell(event, told, "proposal_countered", title=title, body=_terms(one), path=_path(one))


def reminded(fact: events.ProposalReminded, event: Event) -> None:
    one = _named(fact.subject)
    who = policy.named(one, one.latest.side)

    def body(reader: Reader) -> str:
        return f"The time to answer ends {reader.moment(one.respond_by)}. After that the proposal runs out."

    title = f"{who} still waits for your answer"
    tell(event, _people(one, one.answers), "proposal_reminded", title=title, body=body, path=_path(one))


def accepted(fact: events.ProposalAccepted, event: Event) -> None:
    """The expert, when the customer said yes. When the expert did, the booking's own notice asks the customer to pay."""
    if fact.side == Side.EXPERT:
        return
    one = _named(fact.subject)
    who = one.request.organization.name

    def body(reader: Reader) -> str:
        version = one.latest
        days = named(version.dates)
        return f"{days} at {reader.money(version.rate)} a day are held for {who}. They are booked once {who} has paid."

    title = f"{who} accepted your proposal"
    tell(event, _people(one, Side.EXPERT), "proposal_accepted", title=title, body=body, path=_path(one))


def declined(fact: events.ProposalDeclined, event: Event) -> None:
    one = _named(fact.subject)
    who = one.request.organization.name
    body = f"{quoted(who, masked(fact.reason))}Thank you for the work you put into it. Your days stay free."
    title = f"{who} declined your proposal"
    tell(event, _people(one, Side.EXPERT), "proposal_declined", title=title, body=body, path=_path(one))


def withdrawn(fact: events.ProposalWithdrawn, event: Event) -> None:
    one = _named(fact.subject)
    who = one.expert.name
    body = f"{quoted(who, masked(fact.reason))}There is nothing to answer any more. Other proposals stay as they are."
    title = f"{who} took the proposal for “{one.request.title}” back"
    tell(event, _people(one, Side.CUSTOMER), "proposal_withdrawn", title=title, body=body, path=_path(one))


def expired(fact: events.ProposalExpired, event: Event) -> None:
    one = _named(fact.subject)
    late = policy.named(one, Side(fact.side))
    body = (
        f"{late} did not answer in time. As long as the request is open, {one.expert.name} can propose again."
    )
    told = [*_people(one, Side.EXPERT), *_people(one, Side.CUSTOMER)]
    title = f"A proposal for “{one.request.title}” has run out"
    tell(event, told, "proposal_expired", title=title, body=body, path=_path(one))


def closed(fact: events.ProposalClosed, event: Event) -> None:
    """Kindly: it was work, and somebody else's was chosen, or nobody's."""
    one = _named(fact.subject)
    who = one.request.organization.name
    if fact.filled:
        title = f"{who} has chosen somebody else this time"
        body = "Thank you for the work you put into your proposal. It says nothing about your skills; your days stay free."
    else:
        title = f"{who} has closed “{one.request.title}”"
        words = quoted(who, masked(one.request.reason))
        body = f"{words}Nobody was chosen. Thank you for the work you put into your proposal; your days stay free."
    tell(event, _people(one, Side.EXPERT), "proposal_closed", title=title, body=body, path=_path(one))


def _named(ref: Ref) -> Proposal:
    return queries.proposal(ref, SYSTEM)


def _path(one: Proposal) -> str:
    return f"/proposals/{one.ref}"


def _people(one: Proposal, side: Side) -> list[int]:
    return [one.expert.user_id] if side is Side.EXPERT else askers(one.request)


def _terms(one: Proposal) -> Words:
    version = one.latest

    def body(reader: Reader) -> str:
        words = quoted(version.author.shown_name, masked(version.message))
        return (
            f"{named(version.dates)} at {reader.money(version.rate)} a day: {reader.money(version.price)}, "
            f"and {reader.money(version.total)} with the fee. Both sides see these figures.\n\n"
            f"{words}Accept, propose something else, or decline by {reader.moment(one.respond_by)}."
        )

    return body
