"""Somebody stands by for a colleague, who writes down what they should know."""

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import queries as bookings
from marketplace.cli.story import stage
from marketplace.covers import service as covers
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations


def stand_by(ref: Ref, booker: str, expert: str, note: str) -> None:
    """The first of those who could, if anybody could."""
    for who in covers.candidates(bookings.visible(ref, SYSTEM))[:1]:
        named = covers.name(ref, who.expert.slug, by=stage.actor(booker))
        covers.agree(named.ref, by=organizations.actor_for(who.expert.user))
        covers.write_note(named.ref, note, by=stage.actor(expert))
        stage.settle()
