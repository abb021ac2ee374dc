"""What waits about requests and proposals: invitations and versions to answer, requests that nobody has chosen from."""

from collections.abc import Iterator

from flask import url_for

from marketplace.accounts.actor import Actor, OrganizationRole
from marketplace.bookings.models import Side
from marketplace.registry.models import Expert
from marketplace.requests import policy, queries
from marketplace.requests.lifecycles import InvitationState
from marketplace.requests.models import Proposal, Request
from marketplace.web.clocks import clocks_of_proposal, clocks_of_request
from marketplace.web.desks.item import Item
from marketplace.web.filters import day


def for_expert(expert: Expert) -> Iterator[Item]:
    """Those on the board without an invitation are told of in one line."""
    found = queries.board(expert)
    invited = [one for one in found if _waits(one, expert)]
    for one in invited:
        yield Item(
            f"{one.organization.name} invites you to propose",
            f"{one.title}, between {day(one.first_on)} and {day(one.last_on)}. A no counts as an answer, too.",
            "Look and answer",
            url_for("requests.show", ref=one.ref),
            one.respond_by,
            clocks=clocks_of_request(one),
        )
    for proposal in queries.proposals_by(expert.id):
        if proposal.open and proposal.answers is Side.EXPERT:
            yield _to_answer(proposal)
    others = [one for one in found if queries.invitation_of(one, expert.id) is None]
    if others:
        number = "One request" if len(others) == 1 else f"{len(others)} requests"
        verb = "fits" if len(others) == 1 else "fit"
        yield Item(
            f"{number} {verb} your certificates",
            f"{others[0].organization.name}: {others[0].title}.",
            "See the requests",
            url_for("requests.index"),
            others[0].respond_by,
        )


def for_organization(organization_id: int, by: Actor) -> Iterator[Item]:
    if by.may_as(organization_id, OrganizationRole.BOOKER):
        for one in queries.open_of_organization(organization_id):
            if one.answers is Side.CUSTOMER:
                yield _to_answer(one)


def under_way(organization_id: int, by: Actor) -> Iterator[Item]:
    """Requests that experts can still answer."""
    if by.may_as(organization_id, OrganizationRole.BOOKER):
        for one in queries.unfinished_of([organization_id]):
            if one.takes_proposals:
                yield Item(
                    one.title,
                    "Experts can propose.",
                    "Open",
                    url_for("requests.show", ref=one.ref),
                    one.respond_by,
                )


def _waits(one: Request, expert: Expert) -> bool:
    invitation = queries.invitation_of(one, expert.id)
    return invitation is not None and invitation.state is InvitationState.OPEN


def _to_answer(one: Proposal) -> Item:
    version = one.latest
    number = len(version.days)
    return Item(
        f"{policy.named(one, version.side)} proposes {'1 day' if number == 1 else f'{number} days'}",
        f"For “{one.request.title}”, from {day(version.dates[0])}. Version {version.number} waits for your answer.",
        "Compare and answer",
        url_for("proposals.show", ref=one.ref),
        one.respond_by,
        version.total if one.answers is Side.CUSTOMER else version.price,
        clocks=clocks_of_proposal(one),
    )
