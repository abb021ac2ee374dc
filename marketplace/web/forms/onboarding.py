"""Where an expert is paid: asked for once, before Stripe's own pages."""

from itertools import starmap

from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField

from marketplace.kit.countries import countries


class CountryForm(FlaskForm):
    country = SelectField(
        "Country of your bank account",
        choices=lambda: [SelectChoice("", "Choose…"), *starmap(SelectChoice, countries())],
        default="",
        description="It cannot be changed later.",
    )
