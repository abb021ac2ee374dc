"""Where an expert is paid: asked for once, before Stripe's own pages."""

from flask_wtf import FlaskForm
from wtforms import SelectField

from marketplace.kit.countries import countries


class CountryForm(FlaskForm):
    country = SelectField(
        "Country of your bank account",
        choices=lambda: [("", "Choose…"), *countries()],
        default="",
        description="It cannot be changed later.",
    )
