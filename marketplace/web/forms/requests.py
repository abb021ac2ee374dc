"""What a customer writes for a request; what either side writes with a proposal, a no or an end."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from marketplace.bookings.wording import LONGEST_REASON
from marketplace.catalog.models import Skill
from marketplace.catalog.needs import MOST_SKILLS
from marketplace.kit.money import CURRENCIES
from marketplace.requests.models import WEEK, Audience, Venue, Weekday
from marketplace.requests.writing import BRIEF, PATTERN, PLACE, TITLE, Plan
from marketplace.web.forms.agreements import AgreeForm
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.lines import count
from marketplace.web.forms.needs import NeedsForm, need_fields, need_words

SPARE = 1
"""Blank rows for skills, besides those that are filled in."""

VENUES = [
    SelectChoice(Venue.REMOTE.value, "Remote"),
    SelectChoice(Venue.ON_SITE.value, "On site"),
    SelectChoice(Venue.EITHER.value, "Either, or some of both"),
]
AUDIENCES = [
    SelectChoice(Audience.MATCHING.value, "Everybody whose certificates cover the skills above"),
    SelectChoice(Audience.INVITED.value, "Only those whom we invite, up to six"),
]


class RequestForm(NeedsForm):
    """`request_form` makes it, with two fields for each skill."""

    title = StringField(
        "What will you have when it is done?",
        [InputRequired("Say what you will have when the work is done."), at_most(TITLE)],
        description="Begin with a verb: Close the payroll year.",
    )
    brief = TextAreaField(
        "What is needed",
        [
            InputRequired("Say in a sentence or two what is needed, so that experts can decide."),
            at_most(BRIEF),
        ],
        render_kw={"rows": 6, "maxlength": BRIEF},
        description="Where things stand, what makes it hard, whom the expert works with. Contacts stay hidden until you have paid.",
    )
    first_on = DateField("From", [Optional()], description="The first day on which work can begin.")
    last_on = DateField("Until", [Optional()], description="By then it has to be done.")
    days = IntegerField("How many days of work", [Optional()])
    weekdays = SelectMultipleField(
        "On which weekdays",
        choices=[SelectChoice(one.value, one.label) for one in WEEK],
        validate_choice=False,
    )
    pattern = StringField(
        "How the days should lie",
        [at_most(PATTERN)],
        description="If it matters: two a week, Tuesdays in Bremen.",
    )
    venue = RadioField("Where", choices=VENUES, default=Venue.EITHER.value, validate_choice=False)
    place = StringField("Place", [at_most(PLACE)], description="For work on site: town and country.")
    budget = StringField(
        "Day rate you have in mind",
        description="You may leave it empty. Experts see it, and propose their own.",
    )
    budget_currency = SelectField("Currency", choices=list(CURRENCIES), default="EUR", validate_choice=False)
    audience = RadioField(
        "Who may propose", choices=AUDIENCES, default=Audience.MATCHING.value, validate_choice=False
    )

    def plan(self, blueprint: str = "") -> Plan:
        return Plan(
            title=self.title.data or "",
            brief=self.brief.data or "",
            needs=self.needs,
            first_on=self.first_on.data,
            last_on=self.last_on.data,
            days=self.days.data,
            weekdays=frozenset(one for one in WEEK if one.value in (self.weekdays.data or ())),
            pattern=self.pattern.data or "",
            venue=_one_of(Venue, self.venue.data, Venue.EITHER),
            place=self.place.data or "",
            budget=self.budget.data or "",
            budget_currency=self.budget_currency.data or "EUR",
            audience=_one_of(Audience, self.audience.data, Audience.MATCHING),
            blueprint=blueprint,
        )


def request_form(offered: Sequence[Skill], plan: Plan) -> RequestForm:
    """What was sent; or this plan, with a spare row for one more skill."""
    if request.method == "POST":
        return _shaped(offered, max(1, count(request.form, "skill", MOST_SKILLS + SPARE)))()
    words: dict[str, Any] = {
        name: getattr(plan, name)
        for name in ("title", "brief", "first_on", "last_on", "days", "pattern", "place", "budget")
    }
    words |= {
        "venue": plan.venue.value,
        "audience": plan.audience.value,
        "budget_currency": plan.budget_currency,
    }
    words["weekdays"] = [Weekday(one).value for one in plan.weekdays]
    words |= need_words(plan.needs)
    rows = min(MOST_SKILLS, len(plan.needs) + SPARE)
    return _shaped(offered, rows)(formdata=None, data=words)


def _shaped(offered: Sequence[Skill], rows: int) -> type[RequestForm]:
    return type("RequestForm", (RequestForm,), need_fields(offered, rows))


def _one_of(kind: Any, word: str | None, otherwise: Any) -> Any:
    return kind(word) if word in [one.value for one in kind] else otherwise


class TermsForm(FlaskForm):
    message = TextAreaField(
        "A few words",
        validators=[Optional(), at_most(LONGEST_REASON)],
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
        description="The other side reads them beside the figures. How to reach you stays hidden until the booking is paid.",
    )


class OurTermsForm(TermsForm, AgreeForm):
    """A customer's version: sending it is agreeing. Experts agree by proposing, which the page says."""


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        "Why",
        validators=[Optional(), at_most(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
        description="You need not say. The other side reads this.",
    )
