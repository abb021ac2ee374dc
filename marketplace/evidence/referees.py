"""Referees as the expert names them: looked at all together, so that every mistake is told at once."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from marketplace.accounts import queries as accounts
from marketplace.accounts import service as people
from marketplace.catalog.models import Skill
from marketplace.db.base import db
from marketplace.evidence.models import Reference, ReferenceState
from marketplace.evidence.pieces import NewReferee
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.typed import Typed
from marketplace.registry.models import Expert

NAME = 120
RELATION = 200
MOST_LETTERS = 3
PATIENCE = timedelta(days=30)
"""So many letters for one expert reach an address in that time, whatever becomes of the claims."""


def checked(referees: Sequence[NewReferee], expert: Expert, skill: Skill) -> list[NewReferee]:
    """The same, cleaned. Raises `Invalid` with the fields of the blocks they were typed into."""
    typed, own = Typed(), accounts.verified_addresses(expert.user)
    found: list[NewReferee] = []
    for one in referees:
        email = _address(typed, one, own)
        if email and email in {other.email for other in found}:
            typed.wrong(
                one.field("email"), "You named this address twice. Each referee has one of their own."
            )
        _check_patience(typed, one, email, expert, skill)
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


def _check_patience(typed: Typed, referee: NewReferee, email: str, expert: Expert, skill: Skill) -> None:
    """Who said no is not asked again about the same; and nobody is written to over and over."""
    if not email:
        return
    asked = select(Reference).where(Reference.expert_id == expert.id, Reference.email == email)
    before = db.session.scalars(asked).all()
    if any(one.state is ReferenceState.REFUSED and one.skill_id == skill.id for one in before):
        typed.wrong(referee.field("email"), "They have said that they would rather not. Name somebody else.")
    if sum(one.asked_at > clock.now() - PATIENCE for one in before) >= MOST_LETTERS:
        typed.wrong(
            referee.field("email"),
            f"We have written to them {MOST_LETTERS} times within {PATIENCE.days} days. Name somebody else.",
        )


def _address(typed: Typed, referee: NewReferee, own: Collection[str]) -> str:
    try:
        email = people.address(referee.email)
    except Invalid as refusal:
        typed.wrong(referee.field("email"), refusal.sentence)
        return ""
    if email in own:
        typed.wrong(referee.field("email"), "That is your own address. Name somebody else who saw your work.")
    return email
