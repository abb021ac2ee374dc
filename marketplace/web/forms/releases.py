"""A release of a product."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, StringField, TextAreaField
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
    major = BooleanField(
        "This is a major release",
        description="Certificates that hold until the next major release end some time after it. "
        "Their holders are asked to renew.",
    )
    notes = TextAreaField(
        "In a few words",
        [at_most(ABOUT)],
        description="Shown beside the release. What changed in detail is listed as topics. Markdown works.",
    )
