"""The sections of an expert's profile, each a form of its own."""

from zoneinfo import available_timezones

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, NumberRange, Optional

from marketplace.kit.errors import Invalid
from marketplace.kit.money import CURRENCIES, Money
from marketplace.registry import languages
from marketplace.registry.checks import ABOUT, FARTHEST_KM, HEADLINE, NAME
from marketplace.registry.models import Expert
from marketplace.web.forms.attempt import at_most

ZONES = sorted(
    zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
)


class WordsForm(FlaskForm):
    name = StringField("Your name", [DataRequired("Tell customers your name."), at_most(NAME)])
    headline = StringField(
        "Headline",
        [at_most(HEADLINE)],
        description="One line under your name: what you are good at, in a customer's words.",
    )
    about = TextAreaField(
        "About you",
        [at_most(ABOUT)],
        description="What you have done, what you like to be called for. Markdown works: **bold**, lists, links.",
    )


class PlaceForm(FlaskForm):
    """`place` is what was typed, `place_id` the town it stands for."""

    place = StringField(
        "Town", [at_most(120)], description="Where you live or set out from. Customers see the town only."
    )
    place_id = HiddenField()
    remote = BooleanField("I work remotely")
    on_site = BooleanField("I come to customers on site")
    on_site_km = IntegerField(
        "As far as (km)",
        [Optional(), NumberRange(1, FARTHEST_KM, f"Between 1 and {FARTHEST_KM:,} km, please.")],
        description="As the crow flies, from your town.",
    )
    timezone = SelectField("Time zone", description="Your working hours are read in it.")

    @classmethod
    def of(cls, expert: Expert) -> "PlaceForm":
        form = cls(
            data={
                "place": expert.place.label if expert.place else "",
                "place_id": str(expert.place_id or ""),
                "remote": expert.remote,
                "on_site": expert.on_site_km is not None,
                "on_site_km": expert.on_site_km,
                "timezone": expert.timezone
                if expert.place and expert.place.timezone != expert.timezone
                else "",
            }
        )
        own = "The town's own" if expert.place else f"The town's own; until you name one, {expert.timezone}"
        form.timezone.choices = [
            SelectChoice("", own),
            *(SelectChoice(zone, zone.replace("_", " ")) for zone in ZONES),
        ]
        return form


class LanguagesForm(FlaskForm):
    codes = SelectMultipleField("You work in", validate_choice=False)
    another = SelectField("Another language", description="Choose it and save; add as many as you need.")

    @classmethod
    def of(cls, expert: Expert) -> "LanguagesForm":
        mine = [one.code for one in expert.languages]
        form = cls(data={"codes": mine})
        offered = dict.fromkeys([*mine, *languages.COMMON, *(form.codes.data or [])])
        form.codes.choices = [SelectChoice(code, languages.name(code)) for code in offered]
        rest = [SelectChoice(code, name) for code, name in languages.NAMES.items() if code not in offered]
        form.another.choices = [SelectChoice("", "None"), *rest]
        return form

    def chosen(self) -> list[str]:
        return [*(self.codes.data or []), *([self.another.data] if self.another.data else [])]


class RatesForm(FlaskForm):
    day_rate = StringField(
        "A day", [at_most(40)], description="For a whole working day of yours. Bookings go by the day."
    )
    currency = SelectField("Currency", choices=[SelectChoice(one) for one in CURRENCIES])
    hour_rate = StringField(
        "An hour", [at_most(40)], description="For short calls. Leave it empty if you take none."
    )

    @classmethod
    def of(cls, expert: Expert) -> "RatesForm":
        rates = {"day_rate": expert.day_rate, "hour_rate": expert.hour_rate}
        shown = {name: f"{rate.decimal():f}" for name, rate in rates.items() if rate is not None}
        return cls(data={**shown, "currency": expert.currency})

    def rate(self, name: str) -> Money | None:
        """What was typed, None where nothing was. Raises `Invalid` naming the field."""
        text = (self[name].data or "").strip()
        if not text:
            return None
        try:
            return Money.parse(text, self.currency.data)
        except Invalid as mistake:
            raise Invalid(mistake.sentence, {name: mistake.sentence}) from None


class PhotoForm(FlaskForm):
    photo = FileField("Picture")
