"""What staff state about somebody's work, and why they take it back."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import EmailField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from marketplace.attestations.service import NAME, REASON
from marketplace.attestations.usage import LONGEST, ROLE, Words
from marketplace.catalog.models import Skill
from marketplace.web.forms.attempt import at_most

VERSION = 40


class AttestationForm(FlaskForm):
    email = EmailField(
        "Their mail address",
        [InputRequired("Whose work is it?")],
        render_kw={"autocomplete": "off", "maxlength": 255},
        description="They find it once they are here with this address. It may be one they no longer read.",
    )
    name = StringField("Their name", [at_most(NAME)], render_kw={"autocomplete": "off"})
    skill = SelectField("What they used", [InputRequired("Choose what they used.")])
    role = StringField(
        "In which role",
        [DataRequired("What was their role?"), at_most(ROLE)],
        description="Like Administrator.",
    )
    first_release = StringField("From release", [at_most(VERSION)], render_kw={"placeholder": "8.0"})
    last_release = StringField("To release", [at_most(VERSION)], render_kw={"placeholder": "10.1"})
    months = StringField(
        "For how many months",
        [DataRequired(f"A whole number of months, from 1 to {LONGEST}.")],
        render_kw={"inputmode": "numeric", "maxlength": 4},
    )

    def offer(self, skills: Iterable[Skill]) -> "AttestationForm":
        """The vendor's skills that are not retired."""
        self.skill.choices = [
            SelectChoice("", "Choose…"),
            *(SelectChoice(one.ref, one.name) for one in skills),
        ]
        return self

    @property
    def words(self) -> Words:
        return Words(
            self.role.data or "",
            self.first_release.data or "",
            self.last_release.data or "",
            self.months.data or "",
        )


class WithdrawalForm(FlaskForm):
    reason = TextAreaField(
        "Why it no longer holds",
        [DataRequired("Say why: the person reads it, and so do assessors."), at_most(REASON)],
        description="The person reads this, and so do assessors.",
    )


class ImportForm(FlaskForm):
    file = FileField("CSV file", description="Up to 5 MB and 20,000 rows. Nothing is imported yet.")
