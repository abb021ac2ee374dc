"""A product of the catalogue."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from marketplace.catalog.naming import ABOUT, NAME, SUMMARY
from marketplace.web.forms.attempt import at_most


class ProductForm(FlaskForm):
    name = StringField(
        "Name",
        [DataRequired("Give the product its name."), at_most(NAME)],
        description="As your customers call it.",
    )
    summary = StringField(
        "In one line",
        [at_most(SUMMARY)],
        description="What it does for whom. Stands beside the name in lists.",
    )
    about = TextAreaField(
        "About",
        [at_most(ABOUT)],
        description="Shown on the product's page. Markdown works: **bold**, lists, links.",
    )
