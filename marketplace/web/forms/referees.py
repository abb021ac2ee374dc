"""Blocks of a form in which referees are named: two at first, one more when asked for."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import InputRequired

from marketplace.evidence.pieces import NewEvidence, NewReferee
from marketplace.evidence.referees import NAME, RELATION
from marketplace.web.forms.attempt import at_most

AT_FIRST, MOST = 2, 4
ADD = "add referee"
"""What the button for one more sends, as its `step`."""

Form = TypeVar("Form", bound="Referees")


class Referees(FlaskForm):
    """`with_referees` adds three fields for each block."""

    blocks = 0

    @property
    def referees(self) -> Sequence[tuple[int, Field, Field, Field]]:
        """Number, name, address and relation of each block."""
        return [
            (n, *(self[_name(n, part)] for part in ("name", "email", "relation")))
            for n in range(1, self.blocks + 1)
        ]

    @property
    def named(self) -> list[NewEvidence]:
        """Those that are filled in."""
        blocks = [
            NewReferee(name.data or "", email.data or "", relation.data or "", number)
            for number, name, email, relation in self.referees
        ]
        return [NewEvidence(referee=one) for one in blocks if not one.blank]


class RefereeForm(FlaskForm):
    """One more referee, for a claim that is being read."""

    referee_name = StringField("Name", [InputRequired("Name the referee."), at_most(NAME)])
    referee_email = StringField("Mail address", [InputRequired("Write their address."), at_most(255)])
    referee_relation = StringField(
        "How you know each other", [InputRequired("Say how you know each other."), at_most(RELATION)]
    )

    @property
    def named(self) -> NewReferee:
        return NewReferee(
            self.referee_name.data or "", self.referee_email.data or "", self.referee_relation.data or ""
        )


def with_referees(base: type[Form], sent: Mapping[str, Any]) -> Form:
    """The form with as many blocks as were sent, or as many as it begins with; one more if that was asked for."""
    there = next((n for n in range(MOST) if _name(n + 1, "email") not in sent), MOST)
    blocks = min(MOST, max(AT_FIRST, there) + (sent.get("step") == ADD))
    fields: dict[str, Any] = {"blocks": blocks}
    for n in range(1, blocks + 1):
        fields[_name(n, "name")] = StringField("Name", [at_most(NAME)])
        fields[_name(n, "email")] = StringField("Mail address", [at_most(255)])
        fields[_name(n, "relation")] = StringField("How you know each other", [at_most(RELATION)])
    made: Form = type(base.__name__, (base,), fields)()
    return made


def _name(number: int, part: str) -> str:
    return NewReferee("", "", "", number).field(part)
