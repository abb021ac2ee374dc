"""What is said about a customer's request while experts may propose: published, invited, reminded, ended."""

from marketplace.accounts.actor import SYSTEM, OrganizationRole
from marketplace.calendar.errors import named
from marketplace.conversations.masking import masked
from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.notices.reader import Reader
from marketplace.notices.service import Words, tell
from marketplace.notices.wording import quoted
from marketplace.organizations import queries as organizations
from marketplace.requests import events, matching, queries, timing
from marketplace.requests.lifecycles import InvitationState
from marketplace.requests.models import Audience, Request, RequestInvitation


def published(fact: events.RequestPublished, event: Event) -> None:
    """Those who match; whoever is invited has a notice of their own."""
    request = named_request(fact.subject)
    if request.audience is not Audience.MATCHING:
        return
    asked = {one.expert_id for one in request.invitations}
    told = [one.user_id for one in matching.experts_for(request) if one.id not in asked]
    title = f"{request.organization.name} looks for somebody like you"
    tell(event, told, "request_published", title=title, body=_brief(request), path=path(request))


def invited(fact: events.ExpertInvited, event: Event) -> None:
    request = named_request(fact.request)
    told = [one.expert.user_id for one in request.invitations if one.ref == fact.subject]
    title = f"{request.organization.name} invites you to propose"
    tell(event, told, "request_invited", title=title, body=_brief(request), path=path(request))


def reminded(fact: events.RequestReminded, event: Event) -> None:
    """Invited experts who have not answered; and the customer, as long as nobody has proposed."""
    request = named_request(fact.subject)
    waiting = [one.expert.user_id for one in request.invitations if one.state is InvitationState.OPEN]
    title = f"{request.organization.name} still waits for your answer"
    tell(event, waiting, "request_reminded", title=title, body=_until(request), path=path(request))
    if not queries.proposals_of(request.id):
        title = f"Nobody has proposed yet for “{request.title}”"
        tell(
            event,
            askers(request),
            "request_unanswered",
            title=title,
            body=_advice(request),
            path=path(request),
        )


def declined(fact: events.InvitationDeclined, event: Event) -> None:
    request = named_request(fact.request)
    who = next(one.expert.name for one in request.invitations if one.ref == fact.subject)
    words = quoted(who, masked(fact.reason))
    body = f"{words}You can invite somebody else, as long as there are fewer than six."
    title = f"{who} cannot take “{request.title}”"
    tell(event, askers(request), "invitation_declined", title=title, body=body, path=path(request))


def closed(fact: events.RequestClosed, event: Event) -> None:
    """Invited ones who had not answered. Whoever had proposed is told with their proposal."""
    request = named_request(fact.subject)
    who = request.organization.name
    body = f"{quoted(who, masked(fact.reason))}There is nothing to answer any more."
    title = f"{who} has closed “{request.title}”"
    tell(event, _unanswered(request), "request_closed", title=title, body=body, path=path(request))


def filled(fact: events.RequestFilled, event: Event) -> None:
    request = named_request(fact.subject)
    body = "Thank you for considering it. There is nothing to answer any more, and it counts for nobody as unanswered."
    title = f"{request.organization.name} has found somebody for “{request.title}”"
    tell(event, _unanswered(request), "request_filled", title=title, body=body, path=path(request))


def expired(fact: events.RequestExpired, event: Event) -> None:
    request = named_request(fact.subject)
    body = (
        "The time to answer has run out, and no proposal is open any more. You can start it again from its page: "
        "with more time, other days, or open to everybody who matches."
    )
    title = f"“{request.title}” has run out"
    tell(event, askers(request), "request_expired", title=title, body=body, path=path(request))


def named_request(ref: Ref) -> Request:
    return queries.visible(ref, SYSTEM)


def askers(request: Request) -> list[int]:
    """Whoever wrote it; all bookers once that person has left."""
    everyone = organizations.user_ids(request.organization_id, OrganizationRole.BOOKER)
    return [request.author_id] if request.author_id in everyone else everyone


def path(request: Request) -> str:
    return f"/requests/{request.ref}"


def _unanswered(request: Request) -> list[int]:
    wanted = db.select(RequestInvitation).where(
        RequestInvitation.request_id == request.id,
        RequestInvitation.state == InvitationState.CLOSED,
        RequestInvitation.asked_at.is_not(None),
    )
    return [one.expert.user_id for one in db.session.scalars(wanted)]


def _brief(request: Request) -> Words:
    def body(reader: Reader) -> str:
        days = "1 day" if request.days == 1 else f"{request.days} days"
        return (
            f"{request.title}: {days} between {named([request.first_on])} and {named([request.last_on])}.\n\n"
            f"{quoted(request.author.shown_name, masked(request.brief))}"
            f"Propose days and a rate, or decline, by {reader.moment(timing.until(request))}. Answering costs nothing."
        )

    return body


def _until(request: Request) -> Words:
    def body(reader: Reader) -> str:
        return (
            f"{request.title}: the time to answer ends {reader.moment(timing.until(request))}. "
            "A no counts as an answer, too."
        )

    return body


def _advice(request: Request) -> Words:
    def body(reader: Reader) -> str:
        return (
            f"The time to answer ends {reader.moment(timing.until(request))}. You can extend it, or invite somebody "
            "by name: people who are asked themselves answer more often."
        )

    return body
