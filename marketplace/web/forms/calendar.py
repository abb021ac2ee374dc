"""Weekly hours and days off, as typed."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.calendar import hours
from marketplace.calendar.hours import WEEKDAYS
from marketplace.calendar.queries import Stretch
from marketplace.calendar.service import LONGEST_NOTE
from marketplace.kit.errors import Invalid

LONGEST_TEXT = 120


class HoursField(StringField):
    """One weekday's stretches, `9:00–12:30, 13:30–17:00`; empty for a day without work. `data` is the stretches."""

    data: list[Stretch] | None

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        if len(text) > LONGEST_TEXT:
            raise ValueError("That is too long for one day's hours.")
        try:
            self.data = hours.parse(text)
        except Invalid as mistake:
            raise ValueError(mistake.sentence) from mistake

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else hours.written(self.data or [])


class HoursForm(FlaskForm):
    """Monday to Sunday."""

    monday = HoursField("Monday")
    tuesday = HoursField("Tuesday")
    wednesday = HoursField("Wednesday")
    thursday = HoursField("Thursday")
    friday = HoursField("Friday")
    saturday = HoursField("Saturday")
    sunday = HoursField("Sunday")

    @classmethod
    def of(cls, week: dict[int, list[Stretch]]) -> "HoursForm":
        """Filled with what holds now, until something is sent."""
        return cls(data={name: week.get(weekday, []) for weekday, name in enumerate(_names())})

    @property
    def days(self) -> list[Any]:
        return [self[name] for name in _names()]

    @property
    def week(self) -> dict[int, list[Stretch]]:
        return {weekday: field.data or [] for weekday, field in enumerate(self.days)}


class DayOffForm(FlaskForm):
    first_on = DateField("First day", [InputRequired("Which day is the first?")])
    last_on = DateField("Last day", [Optional()], description="Leave it empty for a single day.")
    note = StringField("Note", [Length(max=LONGEST_NOTE)], description="Only you read it.")


def _names() -> list[str]:
    return [name.lower() for name in WEEKDAYS]
