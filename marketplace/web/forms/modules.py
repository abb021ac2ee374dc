"""A module of a product."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired

from marketplace.catalog.naming import NAME, SUMMARY
from marketplace.web.forms.attempt import at_most


class ModuleForm(FlaskForm):
    name = StringField(
        "Name",
        [DataRequired("Give the module its name."), at_most(NAME)],
        description="A part of the product that people specialise in.",
    )
    summary = StringField("In one line", [at_most(SUMMARY)], description="What it is for.")
