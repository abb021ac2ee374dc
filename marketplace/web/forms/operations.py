"""Forms of the operator."""

from flask_wtf import FlaskForm
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import InputRequired

from marketplace.organizations.service import LONGEST_ABOUT, LONGEST_NAME
from marketplace.web.forms.attempt import at_most


class FoundVendorForm(FlaskForm):
    name = StringField(
        "Name of the vendor",
        validators=[InputRequired("It needs a name."), at_most(LONGEST_NAME)],
        render_kw={"maxlength": LONGEST_NAME},
    )
    about = TextAreaField(
        "About",
        validators=[at_most(LONGEST_ABOUT)],
        render_kw={"rows": 3},
        description="Two or three sentences for those who do not know it.",
    )
    email = EmailField(
        "Address of its first administrator",
        validators=[InputRequired("Who looks after it?")],
        render_kw={"autocomplete": "off", "maxlength": 255},
        description="They get an invitation by mail, and invite everybody else.",
    )
