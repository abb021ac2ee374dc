"""Writing a message, reporting one, and answering a report."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired

from marketplace.conversations.reports import LONGEST_REASON
from marketplace.conversations.service import LONGEST
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.files import FilesForm

DISMISS, HIDE = "dismiss", "hide"


class MessageForm(FilesForm):
    text = TextAreaField("Your message", [at_most(LONGEST)], render_kw={"rows": 4, "maxlength": LONGEST})


class ReportForm(FlaskForm):
    reason = TextAreaField(
        "What is wrong with it?",
        [InputRequired("Say what is wrong with it."), at_most(LONGEST_REASON)],
        description="The vendor’s staff reads this beside the message and what was written around it. The other side does not.",
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
    )


class SettleForm(FlaskForm):
    verdict = RadioField(
        "What happens to the message?",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice(DISMISS, "It stays"),
            SelectChoice(HIDE, "It is hidden from both sides, with its files"),
        ],
    )
    reason = TextAreaField(
        "Why",
        [InputRequired("Say why. They read it."), at_most(LONGEST_REASON)],
        description="Whoever reported it reads this; if it is hidden, both sides do.",
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
    )
