"""How an expert lets themselves be booked; other hours on a date; whose holidays."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from marketplace.calendar.public_holidays import known_countries, regions
from marketplace.calendar.rules import LIMITS, Rules
from marketplace.web.forms.calendar import HoursField


def _limits(name: str) -> list[object]:
    least, most = LIMITS[name]
    return [
        Optional(),
        NumberRange(least, most, f"A whole number from {least} to {most}, please, or nothing."),
    ]


class RulesForm(FlaskForm):
    at_once = BooleanField(
        "Customers book me at once",
        description="They need not wait for your answer: free days are held for some minutes, and booked once they are paid.",
    )
    notice_hours = IntegerField(
        "Shortest notice (hours)",
        _limits("notice_hours"),
        description="Before your first working hour. Empty: as long as the vendor asks for. It can only be longer than that.",
        render_kw={"inputmode": "numeric"},
    )
    horizon_days = IntegerField(
        "Bookable ahead (days)",
        _limits("horizon_days"),
        description="How far ahead customers can ask. Empty: as far as the vendor allows. It can only be nearer than that.",
        render_kw={"inputmode": "numeric"},
    )
    week_days = SelectField(
        "Most days in a week",
        choices=[
            SelectChoice("", "No limit"),
            SelectChoice("1", "One day"),
            *(SelectChoice(str(n), f"{n} days") for n in range(2, 7)),
        ],
        description="From Monday to Sunday. What is held for somebody counts as well as what is booked.",
    )

    @classmethod
    def of(cls, rules: Rules) -> "RulesForm":
        return cls(
            at_once=rules.at_once,
            notice_hours=rules.notice_hours,
            horizon_days=rules.horizon_days,
            week_days=str(rules.week_days or ""),
        )

    @property
    def rules(self) -> Rules:
        """What was filled in; call it on a form that validated."""
        most = int(self.week_days.data) if self.week_days.data else None
        return Rules(bool(self.at_once.data), self.notice_hours.data, self.horizon_days.data, most)


class OtherHoursForm(FlaskForm):
    on = DateField("Date", [InputRequired("Which date?")])
    hours = HoursField(
        "Hours on that date",
        description="As in your weekly hours: 9–12:30, 13:30–17.",
        render_kw={"autocomplete": "off", "placeholder": "9–13"},
    )


class HolidaysForm(FlaskForm):
    country = SelectField("Country")
    region = SelectField("Part of the country", description="Where some holidays differ from place to place.")

    @classmethod
    def of(cls, country: str, region: str) -> "HolidaysForm":
        """The parts are those of the country that was sent, or else of the one chosen before."""
        form = cls(country=country, region=region)
        form.country.choices = _choices("None: I work on all of them", known_countries())
        form.region.choices = _choices("The whole country", regions(form.country.data or ""))
        # A region of the country before is dropped with it.
        form.region.validate_choice = False
        return form


def _choices(none: str, named: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice("", none), *(SelectChoice(code, name) for code, name in named)]
