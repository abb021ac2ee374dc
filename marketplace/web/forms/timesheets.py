"""Hours of each booked day, as typed; and the answer to them."""

from collections.abc import Iterable, Mapping

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from marketplace.calendar.models import Shift
from marketplace.kit.errors import Invalid
from marketplace.kit.ids import Ref
from marketplace.timesheets import hours
from marketplace.timesheets.writing import LONGEST_NOTE, LONGEST_REASON
from marketplace.web.filters import day_long
from marketplace.web.forms.attempt import at_most

LONGEST_TEXT = 40


class MinutesField(StringField):
    """`7:30` or `7.5`. `data` is minutes, None while nothing is written."""

    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if len(text) > LONGEST_TEXT:
            raise ValueError("Write hours like 7:30 or 7.5.")
        try:
            self.data = hours.minutes(text) if text else None
        except Invalid as mistake:
            raise ValueError(mistake.sentence) from mistake

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else hours.clock(self.data)


class HoursForm(FlaskForm):
    """One field for each day, named by its shift; `form_for` makes it."""

    note = TextAreaField(
        "Note",
        [at_most(LONGEST_NOTE)],
        render_kw={"rows": 3, "maxlength": LONGEST_NOTE},
        description="What was done, and whatever the approver should know.",
    )

    def minutes(self, shifts: Iterable[Shift]) -> dict[Ref, int]:
        """What is written, by shift."""
        written = {shift.ref: self[shift.ref].data for shift in shifts if shift.ref in self}
        return {ref: worked for ref, worked in written.items() if worked is not None}


class ReturnForm(FlaskForm):
    reason = TextAreaField(
        "What should be different?",
        [InputRequired("Say what should be different."), at_most(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
        description="The expert reads this, mends the hours, and submits them again.",
    )


def form_for(shifts: Iterable[Shift], written: Mapping[Ref, int], note: str) -> HoursForm:
    """The form for those days, filled with what is written so far."""
    fields = {shift.ref: MinutesField(f"Hours on {day_long(shift.on)}") for shift in shifts}
    made: HoursForm = type("HoursForm", (HoursForm,), fields)(data={**written, "note": note})
    return made
