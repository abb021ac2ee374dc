"""Naming a backup, and what they should know."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired

from marketplace.bookings.wording import LONGEST_MESSAGE
from marketplace.web.forms.attempt import at_most


class NamingForm(FlaskForm):
    agreed = BooleanField(
        "We agree, for the case that the backup is needed, to this price and to the agreement",
        [
            InputRequired(
                "Read the agreement and tick this: otherwise nobody can be asked at once when it matters."
            )
        ],
    )


class NoteForm(FlaskForm):
    note = TextAreaField(
        "Hand-over note",
        [at_most(LONGEST_MESSAGE)],
        render_kw={"rows": 6, "maxlength": LONGEST_MESSAGE},
        description="What somebody who has to take over would need to know. Your backup and the customer read it.",
    )
