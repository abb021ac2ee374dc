"""A release of a product."""

from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from marketplace.catalog.naming import ABOUT, VERSION
from marketplace.web.forms.attempt import at_most


class ReleaseForm(FlaskForm):
    version = StringField(
        "Version",
        [DataRequired("Say which version it is, like 10.1."), at_most(VERSION)],
        description="As you publish it, like 10.1.",
    )
    released_on = DateField("Released on", [InputRequired("On which day was it released?")])
    notes = TextAreaField(
        "What changed",
        [at_most(ABOUT)],
        description="What somebody who knows the release before has to learn. Markdown works.",
    )
