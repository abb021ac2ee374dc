"""What one would state about somebody who leaves, and the person's answer."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    MonthField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from marketplace.attestations.service import NAME
from marketplace.attestations.usage import ROLE, Words
from marketplace.catalog.models import Skill
from marketplace.handovers.models import Handover
from marketplace.handovers.offers import MESSAGE, MOST_LINES, Draft, Line
from marketplace.registry.checks import TITLE
from marketplace.registry.employers import INDUSTRIES, SIZE_BANDS
from marketplace.registry.experience import Employment
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.attestations import VERSION

PARTS = ("skill", "role", "first_release", "last_release", "months")


def _or_nothing(names: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice("", "Not said"), *map(SelectChoice, names)]


class HandoverForm(FlaskForm):
    """The fields of its lines are made below: `skill_0`, `role_0` and so on."""

    email = EmailField(
        "A private mail address of theirs",
        [InputRequired("Where do they read mail once they have left?")],
        render_kw={"autocomplete": "off", "maxlength": 255},
        description="One they keep when they leave. Only whoever reads it can take the hand-over.",
    )
    name = StringField("Their name", [at_most(NAME)], render_kw={"autocomplete": "off"})
    message = TextAreaField("A word to them", [at_most(MESSAGE)], description="It stands in the mail.")

    def offer(self, skills: Iterable[Skill]) -> "HandoverForm":
        """Vendor by vendor."""
        offered = [SelectChoice("", "Choose…")]
        for one in sorted(skills, key=lambda each: each.product.vendor.name.casefold()):
            offered.append(SelectChoice(one.ref, one.name, optgroup=one.product.vendor.name))
        for number in range(MOST_LINES):
            self[f"skill_{number}"].choices = offered
        return self

    @property
    def lines(self) -> list[list[Any]]:
        """The fields of each line."""
        return [[self[f"{part}_{number}"] for part in PARTS] for number in range(MOST_LINES)]

    @property
    def draft(self) -> Draft:
        """What was filled in; lines left empty are none."""
        typed = [[str(field.data or "").strip() for field in line] for line in self.lines]
        lines = [
            Line(number, skill, Words(*words))
            for number, (skill, *words) in enumerate(typed)
            if any((skill, *words))
        ]
        return Draft(self.email.data or "", lines, name=self.name.data or "", message=self.message.data or "")


for _number in range(MOST_LINES):
    setattr(HandoverForm, f"skill_{_number}", SelectField("What they used", validate_choice=False))
    setattr(HandoverForm, f"role_{_number}", StringField("In which role", [at_most(ROLE)]))
    setattr(HandoverForm, f"first_release_{_number}", StringField("From release", [at_most(VERSION)]))
    setattr(HandoverForm, f"last_release_{_number}", StringField("To release", [at_most(VERSION)]))
    setattr(
        HandoverForm,
        f"months_{_number}",
        StringField("Months", [at_most(4)], render_kw={"inputmode": "numeric"}),
    )


class AnswerForm(FlaskForm):
    """What is chosen is checked where it is used. `lines` are positions. The employment is only looked at where it is ticked."""

    lines = SelectMultipleField("What you take", coerce=int)
    experience = BooleanField("Add this job to my profile, too")
    title = StringField("Your job there", [at_most(TITLE)])
    began_on = MonthField("From", [Optional()], render_kw={"placeholder": "2019-04"})
    ended_on = MonthField(
        "To", [Optional()], render_kw={"placeholder": "2026-09"}, description="Empty if you still work there."
    )
    masked = BooleanField(
        "Mask the employer's name",
        description="Then only you ever see it. Everybody else reads industry and size.",
    )
    industry = SelectField("Industry", choices=_or_nothing(INDUSTRIES), validate_choice=False)
    size_band = SelectField("People who work there", choices=_or_nothing(SIZE_BANDS), validate_choice=False)

    @classmethod
    def of(cls, handover: Handover) -> "AnswerForm":
        """Everything ticked, the employer masked, until the person says otherwise."""
        first = handover.lines[0] if handover.lines else None
        every = [line.position for line in handover.lines]
        form = cls(data={"lines": every, "masked": True, "title": first.role if first else ""})
        form.lines.choices = [SelectChoice(str(line.position), line.sentence) for line in handover.lines]
        return form

    def employment(self, handover: Handover) -> Employment | None:
        """The job as an entry of their profile, where it is wanted and the employer is known."""
        if not self.experience.data or handover.organization is None or self.began_on.data is None:
            return None
        return Employment(
            employer=handover.organization.name,
            title=self.title.data or "",
            began_on=self.began_on.data,
            ended_on=self.ended_on.data,
            masked=self.masked.data,
            industry=self.industry.data or "",
            size_band=self.size_band.data or "",
            product_ref=handover.lines[0].product.ref if handover.lines else None,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        if self.experience.data and self.began_on.data is None and not self.began_on.errors:
            self.began_on.errors = ("In which month did you begin? Like 2019-04.",)
            return False
        return sound
