"""Forms of one's own account."""

from functools import cache
from zoneinfo import available_timezones

from flask_wtf import FlaskForm
from wtforms import EmailField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.accounts.service import LONGEST_NAME


@cache
def zones() -> list[SelectChoice]:
    """Time zones that are named after places, their names as values."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [SelectChoice(zone, zone.replace("_", " ").replace("/", ", ", 1)) for zone in ["UTC", *places]]


class ProfileForm(FlaskForm):
    name = StringField(
        "Your name",
        validators=[InputRequired("Tell us your name."), Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "name", "maxlength": LONGEST_NAME},
        description="As the people you work with know you.",
    )
    timezone = SelectField(
        "Your time zone", choices=zones, description="Dates and times on every page are shown in it."
    )


class AddressForm(FlaskForm):
    email = EmailField(
        "Another address",
        validators=[InputRequired("Give a mail address.")],
        render_kw={"autocomplete": "email", "maxlength": 255},
        description="Best a private one: it stays yours when you change employer.",
    )
