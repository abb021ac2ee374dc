"""Why a booking is not approved."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from marketplace.bookings.wording import LONGEST_REASON
from marketplace.web.forms.attempt import at_most


class RefusalForm(FlaskForm):
    reason = TextAreaField(
        "Why not",
        validators=[InputRequired("Give a reason; a short one will do."), at_most(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
        description="Your colleagues read this. The expert only hears that the days are not taken.",
    )
