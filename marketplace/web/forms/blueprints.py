"""A blueprint: what the customer will have, how else people say it, and one row for each skill it takes."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, NumberRange, Optional

from marketplace.catalog.blueprint_writing import TITLE
from marketplace.catalog.models import Skill
from marketplace.catalog.naming import SUMMARY
from marketplace.catalog.needs import MOST_SKILLS
from marketplace.catalog.outcomes import Blueprint
from marketplace.catalog.plans import Deliverable, Need, Plan
from marketplace.catalog.work import LIMITS, MOST_DELIVERABLES
from marketplace.kit.money import CURRENCIES
from marketplace.kit.period import CALLS
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.lines import count
from marketplace.web.forms.needs import NeedsForm, need_fields, need_words

SPARE = 2
"""Blank rows for what is handed over, besides those that are filled in."""


def _count(name: str, label: str) -> IntegerField:
    most = LIMITS[name]
    limits = NumberRange(1, most, f"A whole number from 1 to {most}, please, or nothing.")
    return IntegerField(label, [Optional(), limits])


class BlueprintForm(NeedsForm):
    """`blueprint_form` makes it, with two fields for each skill and for each thing that is handed over."""

    results = 0

    title = StringField(
        "What the customer will have",
        [DataRequired("Say what the customer will have."), at_most(TITLE)],
        description="In their words, beginning with a verb: Close the payroll year.",
    )
    summary = StringField(
        "In one line", [at_most(SUMMARY)], description="What is done for it. Stands below the title."
    )
    wordings = TextAreaField(
        "How else people say it",
        description="One way a line, as somebody would type it. A search is understood by the words of one line, or of the title.",
    )

    days = _count("days", "Days in all")
    days_a_week = _count("days_a_week", "Days a week")
    hours_a_day = _count("hours_a_day", "Hours a day")
    call_minutes = SelectField(
        "Or one call",
        coerce=lambda raw: int(raw) if str(raw).isdecimal() else None,
        choices=[("", "No, days of work"), *((str(n), f"{n} minutes") for n in CALLS)],
        validate_choice=False,
        description="Experts then charge by the minute, at their rate for an hour.",
    )
    checklist = TextAreaField(
        "Ready before the work begins",
        description="What the customer prepares, a line each. It comes along with requests and bookings; the expert ticks it off.",
    )
    price_from = StringField("From")
    price_to = StringField("To")
    price_currency = SelectField("Currency", choices=list(CURRENCIES), default="EUR", validate_choice=False)

    @property
    def plan(self) -> Plan:
        return Plan(
            self.title.data or "",
            self.summary.data or "",
            self.wordings.data or "",
            tuple(self.needs),
            self.days.data,
            self.days_a_week.data,
            self.hours_a_day.data,
            [Deliverable(title.data or "", accepted.data or "") for _, title, accepted in self.handed_over],
            self.checklist.data or "",
            self.price_from.data or "",
            self.price_to.data or "",
            self.price_currency.data or "EUR",
            self.call_minutes.data,
        )

    @property
    def handed_over(self) -> Sequence[tuple[int, Field, Field]]:
        """Number, what it is, and when it is accepted."""
        return [(n, self[f"deliverable_{n}"], self[f"accepted_{n}"]) for n in range(1, self.results + 1)]


WORDS = (
    "title",
    "summary",
    "wordings",
    "days",
    "days_a_week",
    "hours_a_day",
    "call_minutes",
    "checklist",
    "price_from",
    "price_to",
    "price_currency",
)


def blueprint_form(
    offered: Sequence[Skill],
    blueprint: Blueprint | None = None,
    plan: Plan | None = None,
    draft: Plan | None = None,
) -> BlueprintForm:
    """What was sent; or this plan; or the draft of the next version; or what stands in the blueprint."""
    if plan is None and request.method == "POST":
        needed = count(request.form, "skill", MOST_SKILLS + 1)
        handed_over = max(SPARE, count(request.form, "deliverable", MOST_DELIVERABLES + 1))
        return _shaped(offered, blueprint, needed, handed_over)()
    shown = plan or draft or _planned(blueprint)
    words: dict[str, Any] = {name: getattr(shown, name) for name in WORDS}
    words |= {f"deliverable_{n}": one.title for n, one in enumerate(shown.deliverables, 1)}
    words |= {f"accepted_{n}": one.accepted_when for n, one in enumerate(shown.deliverables, 1)}
    rows = need_words(shown.needs)
    results = min(MOST_DELIVERABLES, len(shown.deliverables) + SPARE)
    return _shaped(offered, blueprint, len(shown.needs), results)(formdata=None, data=words | rows)


def _planned(blueprint: Blueprint | None) -> Plan:
    if blueprint is None:
        return Plan("", needs=[Need()])
    needs = [Need(one.skill.ref, one.level) for one in blueprint.needs]
    guide = blueprint.price_guide
    return Plan(
        blueprint.title,
        blueprint.summary,
        blueprint.wordings,
        needs or [Need()],
        blueprint.days,
        blueprint.days_a_week,
        blueprint.hours_a_day,
        [Deliverable(one["title"], one["accepted_when"]) for one in blueprint.deliverables],
        blueprint.checklist,
        f"{guide[0].decimal():f}" if guide else "",
        f"{guide[1].decimal():f}" if guide else "",
        blueprint.price_currency,
        blueprint.call_minutes,
    )


def _shaped(
    offered: Sequence[Skill], blueprint: Blueprint | None, rows: int, results: int
) -> type[BlueprintForm]:
    retired = [one.skill for one in blueprint.needs if one.skill.retired] if blueprint else []
    fields: dict[str, Any] = need_fields((*offered, *retired), rows) | {"results": results}
    for n in range(1, results + 1):
        fields[f"deliverable_{n}"] = StringField(f"What is handed over, {n}")
        fields[f"accepted_{n}"] = TextAreaField("It is accepted when", render_kw={"rows": 2})
    return type("BlueprintForm", (BlueprintForm,), fields)


class BlueprintImportForm(FlaskForm):
    file = FileField(
        "A file of blueprints",
        [FileRequired("Choose a file.")],
        description="As it was exported, here or elsewhere.",
    )
