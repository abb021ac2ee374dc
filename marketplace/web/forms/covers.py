"""Naming a backup, and what they should know."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from marketplace.bookings.wording import LONGEST_MESSAGE, LONGEST_REASON
from marketplace.web.forms.attempt import at_most


class NamingForm(FlaskForm):
    """`overlap` has as many days as can be agreed on as choices, each with its price."""

    overlap = RadioField("Days on which both work", default="0", validate_choice=False)
    agreed = BooleanField(
        "We agree, for the case that the backup is needed, to this price and to the agreement",
        [
            InputRequired(
                "Read the agreement and tick this: otherwise nobody can be asked at once when it matters."
            )
        ],
    )


class RestForm(FlaskForm):
    """`last` has the days that can be the expert's last as choices."""

    last = SelectField("My last day", [InputRequired("Choose your last day.")])
    reason = TextAreaField(
        "Why",
        [InputRequired("Give a reason; a short one will do."), at_most(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
        description="The customer and your backup read it.",
    )


class NoteForm(FlaskForm):
    note = TextAreaField(
        "Hand-over note",
        [at_most(LONGEST_MESSAGE)],
        render_kw={"rows": 6, "maxlength": LONGEST_MESSAGE},
        description="What somebody who has to take over would need to know. Your backup and the customer read it.",
    )
