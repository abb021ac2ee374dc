"""What staff write when they suspend or revoke a certificate."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.certification.rules import LONGEST_REASON, SHORTEST_REASON


class RulingForm(FlaskForm):
    reason = TextAreaField(
        "Why",
        [
            InputRequired("Write down why."),
            Length(
                SHORTEST_REASON,
                LONGEST_REASON,
                f"Between {SHORTEST_REASON} and {LONGEST_REASON:,} characters, please.",
            ),
        ],
        description="The expert reads this. It is not shown to the public.",
    )
