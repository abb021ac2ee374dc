"""A renewal: what still holds is ticked, and only what changed is asked."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from wtforms import Field, RadioField, SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.catalog.models import Topic
from marketplace.certification.renewal import LONGEST_ANSWER
from marketplace.evidence.models import Evidence
from marketplace.evidence.pieces import NewEvidence
from marketplace.kit.ids import Ref
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric
from marketplace.web.forms.claims import STATEMENT, EvidenceForm, described
from marketplace.web.forms.referees import Referees, with_referees

ANSWER = Length(max=LONGEST_ANSWER, message=f"At most {LONGEST_ANSWER:,} characters, please.")


class RenewalForm(Referees, EvidenceForm):
    """`renewal_form` adds a field for each changed topic."""

    topics: Sequence[tuple[Topic, bool]] = ()
    """What changed, and whether approved work speaks for it already."""

    level = RadioField("Your level", [InputRequired("Choose the level that fits your work now.")], coerce=int)
    carried = SelectMultipleField("What still holds", coerce=str, validate_choice=False)
    statement = TextAreaField(
        "What you have done with it since",
        [InputRequired("Say what you have done with it since."), STATEMENT],
        description="Where, for how long, what is new. The assessor reads this first.",
    )

    def offer(self, rubric: Rubric, held: Level, pieces: Sequence[Evidence]) -> None:
        """The level held and those below it, as far as the programme gives them; the pieces that can be carried forward."""
        self.level.choices = [
            SelectChoice(str(one.value), described(one)) for one in reversed(rubric.levels) if one <= held
        ]
        self.carried.choices = [SelectChoice(one.ref, one.ref) for one in pieces]
        if not self.is_submitted():
            self.level.data = held
            self.carried.data = [one.ref for one in pieces]

    @property
    def asked(self) -> Sequence[tuple[Topic, bool, Field]]:
        return [(topic, shown, self[_name(topic)]) for topic, shown in self.topics]

    @property
    def answers(self) -> dict[Ref, str]:
        """Topic to what was typed about it."""
        return {topic.ref: self[_name(topic)].data or "" for topic, _ in self.topics}

    @property
    def evidence(self) -> list[NewEvidence]:
        return [*super().evidence, *self.named]


def renewal_form(topics: Sequence[Topic], shown: Collection[Ref], sent: Mapping[str, Any]) -> RenewalForm:
    """With a question for each topic; those in `shown` may stay empty."""
    fields: dict[str, Any] = {"topics": [(one, one.ref in shown) for one in topics]}
    for one in topics:
        optional = one.ref in shown
        fields[_name(one)] = TextAreaField(
            one.title,
            [ANSWER] if optional else [InputRequired("Say something about this."), ANSWER],
        )
    return with_referees(type("RenewalForm", (RenewalForm,), fields), sent)


def _name(topic: Topic) -> str:
    return f"topic_{topic.ref}"
