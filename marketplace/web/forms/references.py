"""What a referee says."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.evidence.models import Reference
from marketplace.evidence.references import LONGEST, LONGEST_LINE, SHORTEST
from marketplace.web.forms.attempt import at_most


class ReferenceForm(FlaskForm):
    """`about` puts in the names."""

    position = StringField(
        "What you were to each other",
        [InputRequired("Say what you were to each other."), at_most(LONGEST_LINE)],
        description="Your part and theirs, for example: I led the project, they set up the rules for leave.",
    )
    text = TextAreaField(
        "What you saw",
        [
            InputRequired("Write what you saw."),
            Length(SHORTEST, LONGEST, f"Between {SHORTEST} and {LONGEST:,} characters, please."),
        ],
        description="What did they do, what came of it, and what would you still help them with? A few sentences are enough.",
    )
    confirmed = BooleanField("That is me", [InputRequired("Only the person who was asked can answer.")])

    def about(self, reference: Reference) -> None:
        self.confirmed.label.text = f"I am {reference.name}, and this is what I saw myself"
