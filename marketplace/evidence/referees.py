"""Referees as the expert names them: looked at all together, so that every mistake is told at once."""

from collections.abc import Collection, Sequence

from marketplace.accounts import queries as accounts
from marketplace.accounts import service as people
from marketplace.evidence.pieces import NewReferee
from marketplace.kit.errors import Invalid
from marketplace.kit.typed import Typed
from marketplace.registry.models import Expert

NAME = 120
RELATION = 200


def checked(referees: Sequence[NewReferee], expert: Expert) -> list[NewReferee]:
    """The same, cleaned. Raises `Invalid` with the fields of the blocks they were typed into."""
    typed, own = Typed(), accounts.verified_addresses(expert.user)
    found: list[NewReferee] = []
    for one in referees:
        email = _address(typed, one, own)
        if email and email in {other.email for other in found}:
            typed.wrong(
                one.field("email"), "You named this address twice. Each referee has one of their own."
            )
        found.append(
            NewReferee(
                typed.line(one.field("name"), one.name, NAME, needed="Name the referee."),
                email,
                typed.line(
                    one.field("relation"), one.relation, RELATION, needed="Say how you know each other."
                ),
                one.place,
            )
        )
    typed.check()
    return found


def _address(typed: Typed, referee: NewReferee, own: Collection[str]) -> str:
    try:
        email = people.address(referee.email)
    except Invalid as refusal:
        typed.wrong(referee.field("email"), refusal.sentence)
        return ""
    if email in own:
        typed.wrong(referee.field("email"), "That is your own address. Name somebody else who saw your work.")
    return email
