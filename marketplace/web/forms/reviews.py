"""An assessor's decision."""

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.certification.models import Level
from marketplace.certification.rules import LONGEST_REASON, SHORTEST_REASON
from marketplace.web.forms.claims import described

REASON = Length(
    SHORTEST_REASON, LONGEST_REASON, f"Between {SHORTEST_REASON} and {LONGEST_REASON:,} characters, please."
)


class DecisionForm(FlaskForm):
    verdict = RadioField(
        "Your decision",
        [InputRequired("Choose to certify or to decline.")],
        choices=[("certify", "Certify"), ("decline", "Decline")],
    )
    level = RadioField(
        "At the level of",
        coerce=int,
        description="If you certify. You can give a lower level than the one claimed.",
    )
    reason = TextAreaField(
        "Why",
        [InputRequired("Write down why. The expert reads it, and so may whoever asks in two years."), REASON],
        description="What in the evidence decided it. The expert reads this.",
    )

    def offer(self, claimed: Level) -> None:
        """The level claimed, and those below it."""
        upto = [level for level in reversed(Level) if level <= claimed]
        self.level.choices = [(level.value, described(level)) for level in upto]
        if self.level.data is None:
            self.level.data = claimed


class RevocationForm(FlaskForm):
    reason = TextAreaField(
        "Why",
        [InputRequired("Write down why."), REASON],
        description="The expert reads this. It is not shown to the public.",
    )
