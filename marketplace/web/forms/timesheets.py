"""Hours of each booked day, as typed; and the answer to them."""

import re
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from marketplace.calendar.models import Shift
from marketplace.kit.errors import Invalid
from marketplace.kit.ids import Ref
from marketplace.timesheets import hours
from marketplace.timesheets.models import Entry
from marketplace.timesheets.writing import LONGEST_DAY_NOTE, LONGEST_NOTE, LONGEST_REASON, Written
from marketplace.web.filters import day_long
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.files import FilesForm

LONGEST_TEXT = 40
_MOMENT = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?")
PARTS = ("from", "to", "break", "note")


class MinutesField(StringField):
    """`7:30` or `7.5`. `data` is minutes, None while nothing is written."""

    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if len(text) > LONGEST_TEXT:
            raise ValueError("Write hours like 7:30 or 7.5.")
        try:
            self.data = self.read(text) if text else None
        except Invalid as mistake:
            raise ValueError(mistake.sentence) from mistake

    def read(self, text: str) -> int:
        return hours.minutes(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else hours.clock(self.data)


class BreakField(MinutesField):
    """The same, where a bare number is minutes."""

    def read(self, text: str) -> int:
        return hours.minutes(f"{text} min" if text.isdecimal() else text)


class ClockField(StringField):
    """`9:00`, on the expert's own clock. `data` is None while nothing is written."""

    data: time | None

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        found = _MOMENT.fullmatch(text)
        if not text:
            return
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValueError("Write a time like 9:00 or 17:30.")
        self.data = time(int(found[1]), int(found[2] or 0))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:%H:%M}"


class HoursForm(FilesForm):
    """For each day hours, or from when to when; a break; a note. Named by its shift; `form_for` makes it."""

    note = TextAreaField(
        "Note",
        [at_most(LONGEST_NOTE)],
        render_kw={"rows": 3, "maxlength": LONGEST_NOTE},
        description="What was done, and whatever the approver should know.",
    )

    def written(self, shifts: Iterable[Shift]) -> dict[Ref, Written]:
        """What is written, by shift; of days about which nothing is, nothing."""
        days = {shift.ref: self._day(shift.ref) for shift in shifts if shift.ref in self}
        return {ref: day for ref, day in days.items() if day != Written()}

    def _day(self, ref: Ref) -> Written:
        starts, ends, pause, note = (self[f"{ref}_{part}"].data for part in PARTS)
        return Written(self[ref].data, starts, ends, pause or 0, note or "")

    def mistakes_of(self, ref: Ref) -> list[str]:
        """Of one day, all of its fields together."""
        names = (ref, *(f"{ref}_{part}" for part in PARTS))
        return [str(sentence) for name in names for sentence in self[name].errors]


class ReturnForm(FlaskForm):
    reason = TextAreaField(
        "What should be different?",
        [InputRequired("Say what should be different."), at_most(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
        description="The expert reads this, mends the hours, and submits them again.",
    )
    seen = HiddenField()


class PartForm(ReturnForm):
    """Some days are approved, and the reason is about the others."""

    days = SelectMultipleField("Days that you approve", validate_choice=False)


def part_form(sheet_days: Iterable[Shift], **values: Any) -> PartForm:
    """Every day ticked: whoever answers takes away what is not right."""
    form = PartForm(**values)
    form.days.choices = [SelectChoice(shift.ref, day_long(shift.on)) for shift in sheet_days]
    if not form.is_submitted() or "formdata" in values:
        form.days.data = [one.value for one in form.days.choices]
    return form


def form_for(shifts: Iterable[Shift], written: Mapping[int, Entry], note: str) -> HoursForm:
    """The form for those days, filled with what is written so far, by the id of the shift; a call, as it was planned."""
    fields: dict[str, StringField] = {}
    data: dict[str, object] = {"note": note}
    for shift in shifts:
        fields |= _fields(shift)
        if shift.id in written:
            data |= _filled(shift.ref, written[shift.id])
        elif shift.is_call:
            data[shift.ref] = shift.minutes
    made: HoursForm = type("HoursForm", (HoursForm,), fields)(data=data)
    return made


def _fields(shift: Shift) -> dict[str, StringField]:
    day, ref = day_long(shift.on), shift.ref
    return {
        ref: MinutesField(f"Hours on {day}"),
        f"{ref}_from": ClockField(f"From, on {day}"),
        f"{ref}_to": ClockField(f"To, on {day}"),
        f"{ref}_break": BreakField(f"Break on {day}"),
        f"{ref}_note": StringField(f"Note on {day}", [at_most(LONGEST_DAY_NOTE)]),
    }


def _filled(ref: Ref, entry: Entry) -> dict[str, object]:
    """Hours that follow from start and end are left out: whoever mends one of the two need not mend them as well."""
    return {
        ref: None if entry.starts else entry.minutes,
        f"{ref}_from": entry.starts,
        f"{ref}_to": entry.ends,
        f"{ref}_break": entry.pause or None,
        f"{ref}_note": entry.note,
    }
