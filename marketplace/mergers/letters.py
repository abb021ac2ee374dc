"""Both addresses hear that two accounts have become one. Each letter is a reaction of its own."""

from sqlalchemy import select

from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.gateways.letter import Letter, path_to, send
from marketplace.mergers.events import AccountsMerged
from marketplace.mergers.models import Merger

WHY = "You always hear from us when an account is merged or closed. If it was not you, recover the account at once."


def tell_kept(fact: AccountsMerged, event: Event) -> None:
    """Reaction to AccountsMerged."""
    merger = _named(fact)
    letter = Letter(
        name=merger.kept.shown_name,
        title="Your two accounts are one",
        paragraphs=(
            f"Everything of the account {merger.other_address} belongs to this one now. "
            f"{merger.other_address} signs you in here, like every other address of yours.",
        ),
        step="See your addresses",
        path=path_to("addresses.index"),
        why=WHY,
    )
    send(letter, to=merger.kept.email, reference=f"{event.ref}-kept")


def tell_closed(fact: AccountsMerged, event: Event) -> None:
    """Reaction to AccountsMerged."""
    merger = _named(fact)
    letter = Letter(
        name=merger.kept.shown_name,
        title="This account has been merged into another",
        paragraphs=(
            f"The account {merger.other_address} is closed. What it held belongs to the account of "
            f"{merger.kept.shown_name} ({merger.kept.email}), and this address signs in there.",
        ),
        step="It was not me: recover the account",
        path=path_to("security.forgot_password"),
        why=WHY,
    )
    send(letter, to=merger.other_address, reference=f"{event.ref}-closed")


def _named(fact: AccountsMerged) -> Merger:
    return db.session.scalars(select(Merger).where(Merger.ref == fact.merger)).one()
