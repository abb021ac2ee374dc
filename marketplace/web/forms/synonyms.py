"""What customers call a product or a module."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired

from marketplace.catalog.models import Skill
from marketplace.catalog.synonyms import PHRASE
from marketplace.web.forms.attempt import at_most


class SynonymForm(FlaskForm):
    phrase = StringField(
        "When somebody types",
        [DataRequired("What do your customers say?"), at_most(PHRASE)],
        description="Like time tracking. Case, accents and endings do not matter.",
    )
    skill = SelectField("they mean", [InputRequired("Choose a product or a module.")])

    def offer(self, skills: Iterable[Skill]) -> "SynonymForm":
        """The vendor's skills that are not retired."""
        self.skill.choices = [
            SelectChoice("", "Choose…"),
            *(SelectChoice(one.ref, one.name) for one in skills),
        ]
        return self
