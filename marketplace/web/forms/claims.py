"""A claim, as it is written; an answer to an assessor; an appeal."""

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.catalog.models import Skill
from marketplace.certification.rules import LONGEST_STATEMENT, SHORTEST_STATEMENT
from marketplace.evidence.pieces import LONGEST_LINK, LONGEST_TEXT, NewEvidence
from marketplace.kit import clock
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric
from marketplace.web.forms.files import FilesForm
from marketplace.web.forms.referees import Referees

STATEMENT = Length(
    SHORTEST_STATEMENT,
    LONGEST_STATEMENT,
    f"Between {SHORTEST_STATEMENT} and {LONGEST_STATEMENT:,} characters, please.",
)


class EvidenceForm(FilesForm):
    """What is handed in as evidence."""

    text = TextAreaField(
        "In your own words",
        [Length(max=LONGEST_TEXT, message=f"At most {LONGEST_TEXT:,} characters, please.")],
        description="A piece of work, told step by step. Leave out what your employer would want left out.",
    )
    url = StringField(
        "A link",
        [Length(max=LONGEST_LINK, message="That address is too long.")],
        description="A talk, an article, a published configuration.",
    )

    @property
    def evidence(self) -> list[NewEvidence]:
        typed = [NewEvidence(text=self.text.data or ""), NewEvidence(url=self.url.data or "")]
        return typed + [NewEvidence(upload=ref) for ref in self.kept.data or []]


class ClaimForm(Referees, EvidenceForm):
    """What is asked; `offer` fills in what the programme and the person allow."""

    level = RadioField("Your level", [InputRequired("Choose the level that fits your work.")], coerce=int)
    release = SelectField("The release you know best", coerce=str, validate_choice=False)
    statement = TextAreaField(
        "What you have done with it",
        [InputRequired("Say what you have done with it."), STATEMENT],
        description="For how long, for how many people, what went live because of you. The assessor reads this first.",
    )

    def offer(self, skill: Skill, rubric: Rubric, held: Level | None) -> None:
        """The programme's levels above the one held, releases of the product that are out."""
        above = [level for level in rubric.levels if held is None or level > held]
        self.level.choices = [SelectChoice(str(level.value), described(level)) for level in above]
        if len(above) == 1:
            self.level.data = above[0]
        today = clock.today()
        out = [
            SelectChoice(one.ref, one.version) for one in skill.product.releases if one.released_on <= today
        ]
        self.release.choices = [SelectChoice("", "No particular one"), *out]

    @property
    def evidence(self) -> list[NewEvidence]:
        return [*super().evidence, *self.named]


class AnswerForm(EvidenceForm):
    """The expert's answer to an assessor's question."""

    answer = TextAreaField(
        "Your answer",
        [
            InputRequired("Write your answer."),
            Length(max=LONGEST_STATEMENT, message=f"At most {LONGEST_STATEMENT:,} characters, please."),
        ],
        description="The assessors read it beside your evidence.",
    )


class AppealForm(FlaskForm):
    statement = TextAreaField(
        "What should be looked at again",
        [InputRequired("Say what should be looked at again."), STATEMENT],
        description="What was overlooked or misread, and where in your evidence it stands.",
    )


def described(level: Level) -> Markup:
    """A level and what it means, as the label of a choice."""
    return Markup('<strong>{}</strong> <span class="soft">{}</span>').format(level.label, level.meaning)
