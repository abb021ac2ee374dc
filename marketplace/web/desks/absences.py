"""Somebody is said not to have come, and the other side has not said its word."""

from collections.abc import Iterator, Sequence

from flask import url_for

from marketplace.absences import queries
from marketplace.absences.models import Absence
from marketplace.accounts.actor import Actor
from marketplace.bookings.models import Side
from marketplace.bookings.quoting import price_of
from marketplace.bookings.sides import named, speaks_for
from marketplace.web.clocks import clocks_of
from marketplace.web.desks.item import Item
from marketplace.web.desks.words import until


def for_expert(expert_id: int) -> Iterator[Item]:
    return _items(queries.open_of_expert(expert_id), Side.EXPERT)


def for_organization(organization_id: int, by: Actor) -> Iterator[Item]:
    found = queries.open_of_organization(organization_id)
    return _items([one for one in found if speaks_for(by, one.booking) is Side.CUSTOMER], Side.CUSTOMER)


def _items(found: Sequence[Absence], side: Side) -> Iterator[Item]:
    for one in found:
        if one.absent is side:
            yield Item(
                f"{named(one.booking, one.side)} says that you did not come",
                f"On {until(one.shift.on)}. Without a word from you it counts as it was said.",
                "Say your word",
                url_for("absences.show", ref=one.ref),
                one.answer_by,
                price_of(one.booking, one.shift),
                urgent=True,
                clocks=clocks_of(one.booking),
            )
