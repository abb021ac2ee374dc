"""What an expert writes who hands in a deliverable."""

from collections.abc import Iterable

from wtforms import SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired

from marketplace.calendar.models import Shift
from marketplace.timesheets.models import Timesheet
from marketplace.timesheets.writing import LONGEST_NOTE
from marketplace.web.filters import day_long
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.files import FilesForm


class DeliverableForm(FilesForm):
    days = SelectMultipleField("Which days does it stand for?", validate_choice=False)
    note = TextAreaField(
        "What you hand over",
        [InputRequired("Say in a few words what you hand over."), at_most(LONGEST_NOTE)],
        description="Where it is, and how each of the criteria above is met.",
        render_kw={"rows": 5, "maxlength": LONGEST_NOTE},
    )

    @classmethod
    def of(cls, days: Iterable[Shift], known: Timesheet | None) -> "DeliverableForm":
        """For the days that are open, filled with what was handed in before."""
        before = {entry.shift.ref for entry in known.entries} if known else set()
        form = cls(data={"note": known.note, "days": sorted(before)} if known else None)
        form.days.choices = [SelectChoice(one.ref, day_long(one.on)) for one in days]
        return form
