"""Disputes that wait for somebody: an answer, an offer to look at, the vendor's opinion."""

from collections.abc import Iterator, Sequence

from flask import url_for

from marketplace.accounts.actor import Actor, StaffRole
from marketplace.bookings.models import Side
from marketplace.bookings.sides import named, speaks_for
from marketplace.disputes import deciding, queries
from marketplace.disputes.models import Dispute, DisputeState
from marketplace.organizations.models import Vendor
from marketplace.web.clocks import clocks_of
from marketplace.web.desks.item import Item
from marketplace.web.desks.words import on


def for_expert(expert_id: int) -> Iterator[Item]:
    return _of_side(queries.open_of_expert(expert_id), Side.EXPERT)


def for_organization(organization_id: int, by: Actor) -> Iterator[Item]:
    found = queries.open_of_organization(organization_id)
    mine = [one for one in found if speaks_for(by, one.booking) is Side.CUSTOMER]
    return _of_side(mine, Side.CUSTOMER)


def overdue(vendor: Vendor) -> Iterator[Item]:
    """For admins, before everything else."""
    for one in queries.for_opinion(vendor.id):
        if one.overdue:
            yield _item(
                one,
                "No opinion in time",
                "On the day it closes the stated rule divides the money.",
                "See the dispute",
                urgent=True,
            )


def for_opinion(vendor: Vendor, by: Actor) -> Iterator[Item]:
    """For assessors whom nothing bars: what is free, and what they have taken."""
    if not by.is_staff(vendor.id, StaffRole.ASSESSOR):
        return
    for one in queries.for_opinion(vendor.id):
        mine = one.assessor_id == by.user_id
        if (mine or one.state is DisputeState.REFERRED) and deciding.bar(one, by) is None:
            said = "You have taken this dispute" if mine else "A dispute waits for an opinion"
            yield _item(
                one, said, "Read both sides, then divide the money.", "Go on" if mine else "Look at it"
            )


def _of_side(found: Sequence[Dispute], side: Side) -> Iterator[Item]:
    for one in found:
        other = named(one.booking, side.other)
        if one.state is DisputeState.ASKED and one.side is not side:
            detail = f"About the booking from {on(one.booking)}. Unanswered, it goes to {one.booking.vendor.name} as it is."
            yield _item(one, f"{other} has opened a dispute", detail, "Answer", plain=True)
        elif one.offer_side is not None and one.offer_side is not side:
            detail = f"About the booking from {on(one.booking)}. If you agree, it is carried out at once."
            yield _item(one, f"{other} offers a division", detail, "Look at the offer", plain=True)


def _item(
    one: Dispute, said: str, detail: str, step: str, *, urgent: bool = False, plain: bool = False
) -> Item:
    title = said if plain else f"{said}: {one.booking.expert.name} and {one.booking.organization.name}"
    due = one.closes_at if urgent else one.opinion_by or one.answer_by
    path, clocks = url_for("disputes.show", ref=one.ref), clocks_of(one.booking)
    return Item(title, detail, step, path, due, one.price, urgent=urgent, clocks=clocks)
