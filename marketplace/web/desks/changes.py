"""What waits about changes of bookings: answers, and differences to pay."""

from collections.abc import Iterator

from flask import url_for

from marketplace.accounts.actor import Actor
from marketplace.amendments import policy, queries
from marketplace.amendments.models import Amendment, AmendmentState
from marketplace.bookings import policy as bookings
from marketplace.bookings.models import Side
from marketplace.payments import policy as paying
from marketplace.web.clocks import clocks_of
from marketplace.web.desks.item import Item
from marketplace.web.desks.words import on


def for_expert(expert_id: int) -> Iterator[Item]:
    for one in queries.open_of_expert(expert_id):
        if one.state is AmendmentState.PROPOSED and one.side is Side.CUSTOMER:
            yield _to_answer(one)


def for_organization(organization_id: int, by: Actor) -> Iterator[Item]:
    for one in queries.open_of_organization(organization_id):
        answers = one.side is Side.EXPERT and bookings.books_for(by, organization_id)
        if one.state is AmendmentState.PROPOSED and answers:
            yield _to_answer(one)
        elif one.state is AmendmentState.ACCEPTED and paying.may_pay(by, one.booking) is True:
            yield Item(
                f"Agreed with {one.booking.expert.name}: pay the difference",
                f"The booking from {on(one.booking)} changes once it is paid.",
                "Pay",
                url_for("amendments.show", ref=one.ref),
                one.pay_by,
                one.change,
                clocks=clocks_of(one.booking),
            )


def _to_answer(one: Amendment) -> Item:
    return Item(
        f"{policy.proposer(one)} proposes a change",
        f"Of the booking from {on(one.booking)}. Unanswered, it stays as it is.",
        "Answer",
        url_for("amendments.show", ref=one.ref),
        one.respond_by,
        one.total,
        clocks=clocks_of(one.booking),
    )
