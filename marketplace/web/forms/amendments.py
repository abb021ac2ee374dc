"""What people write about a change of a booking."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Optional

from marketplace.bookings.wording import LONGEST_REASON
from marketplace.web.forms.attempt import at_most


class ProposalForm(FlaskForm):
    message = TextAreaField(
        "Why",
        validators=[Optional(), at_most(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
        description="The other side reads this, and the figures as you see them here.",
    )


class AnswerForm(FlaskForm):
    reason = TextAreaField(
        "Why you decline",
        validators=[Optional(), at_most(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
        description="You need not say. The other side reads this.",
    )
