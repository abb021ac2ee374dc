"""Another calendar to read, and the rule by which it takes days."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired

from marketplace.calendar.busy import SHARES
from marketplace.calendar.linking import LONGEST_NAME
from marketplace.gateways.outward_addresses import LONGEST
from marketplace.web.forms.attempt import at_most


class LinkForm(FlaskForm):
    name = StringField(
        "Name",
        [InputRequired("Give it a name by which you will know it."), at_most(LONGEST_NAME)],
        description="Only you read it.",
        render_kw={"maxlength": LONGEST_NAME, "autocomplete": "off", "placeholder": "Google"},
    )
    address = StringField(
        "Secret address",
        [InputRequired("Copy the whole address: it begins with https:// or webcal://."), at_most(LONGEST)],
        description="Its secret address in iCal format. We show it to nobody, not even here.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"},
    )


class RuleForm(FlaskForm):
    share = RadioField(
        "How much of a day has to be busy, until nobody can ask for it",
        choices=[SelectChoice(str(share), said) for share, said in SHARES.items()],
        coerce=int,
        description="Of your weekly hours on that day. What lies before or after them does not count.",
    )
