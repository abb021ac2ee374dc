"""Saying that somebody did not come, and how it was."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired

from marketplace.absences.service import LONGEST
from marketplace.calendar.models import Shift
from marketplace.web.filters import day as written
from marketplace.web.forms.attempt import at_most


class AbsenceForm(FlaskForm):
    day = RadioField("On which day?", [InputRequired("Choose the day.")])
    onward = BooleanField("I do not expect them on the later days either: give those back, too")
    words = TextAreaField(
        "What happened?",
        [InputRequired("Say what happened, in a sentence."), at_most(LONGEST)],
        description="The other side reads this, and has 24 hours to say its word.",
        render_kw={"rows": 4, "maxlength": LONGEST},
    )

    @classmethod
    def of(cls, shifts: Sequence[Shift]) -> "AbsenceForm":
        form = cls()
        form.day.choices = [SelectChoice(one.ref, written(one.on)) for one in shifts]
        return form


class WordForm(FlaskForm):
    words = TextAreaField(
        "How it was",
        [InputRequired("Say how it was."), at_most(LONGEST)],
        description="The other side reads this.",
        render_kw={"rows": 4, "maxlength": LONGEST},
    )
