"""Forms about the books as a whole."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField

from marketplace.reconciliation.service import REASON


class BeginForm(FlaskForm):
    whole = BooleanField(
        "Every line there ever was",
        description="Otherwise those since shortly before the last time. Balances are always compared whole.",
    )


class CorrectionForm(FlaskForm):
    """`owner` and `subject` say which difference it is about."""

    owner = HiddenField()
    subject = HiddenField()
    reason = StringField("What was it?", render_kw={"maxlength": REASON})
