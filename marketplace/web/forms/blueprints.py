"""A blueprint: what the customer will have, how else people say it, and one row for each skill it takes."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from marketplace.catalog.blueprints import MOST_SKILLS, TITLE
from marketplace.catalog.models import Skill
from marketplace.catalog.naming import SUMMARY
from marketplace.catalog.outcomes import Blueprint
from marketplace.catalog.plans import Need, Plan
from marketplace.programmes.levels import Level
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.lines import count


class BlueprintForm(FlaskForm):
    """`blueprint_form` makes it, with two fields for each skill."""

    rows = 0

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

    @property
    def needs(self) -> list[Need]:
        typed = [(skill.data or "", level.data or "") for _, skill, level in self.skills]
        return [Need(skill, int(level) if level in ("1", "2", "3", "4") else 0) for skill, level in typed]

    @property
    def plan(self) -> Plan:
        return Plan(
            self.title.data or "", self.summary.data or "", self.wordings.data or "", tuple(self.needs)
        )

    @property
    def skills(self) -> Sequence[tuple[int, Field, Field]]:
        """Number, skill and level of each row."""
        return [(n, self[f"skill_{n}"], self[f"level_{n}"]) for n in range(1, self.rows + 1)]


def blueprint_form(
    offered: Sequence[Skill], blueprint: Blueprint | None = None, plan: Plan | None = None
) -> BlueprintForm:
    """What was sent; or this plan; or what stands in the blueprint."""
    if plan is None and request.method == "POST":
        return _shaped(offered, blueprint, count(request.form, "skill", MOST_SKILLS + 1))()
    shown = plan or _planned(blueprint)
    words = {"title": shown.title, "summary": shown.summary, "wordings": shown.wordings}
    rows = {f"skill_{n}": one.skill for n, one in enumerate(shown.needs, 1)}
    rows |= {f"level_{n}": str(one.level) for n, one in enumerate(shown.needs, 1)}
    return _shaped(offered, blueprint, len(shown.needs))(formdata=None, data=words | rows)


def _planned(blueprint: Blueprint | None) -> Plan:
    if blueprint is None:
        return Plan("", needs=[Need()])
    needs = [Need(one.skill.ref, one.level) for one in blueprint.needs]
    return Plan(blueprint.title, blueprint.summary, blueprint.wordings, needs or [Need()])


def _shaped(offered: Sequence[Skill], blueprint: Blueprint | None, rows: int) -> type[BlueprintForm]:
    retired = [one.skill for one in blueprint.needs if one.skill.retired] if blueprint else []
    skills = [SelectChoice("", "Choose…"), *(SelectChoice(one.ref, one.name) for one in (*offered, *retired))]
    levels = [SelectChoice(str(one.value), one.label) for one in Level]
    fields: dict[str, Any] = {"rows": rows}
    for n in range(1, rows + 1):
        fields[f"skill_{n}"] = SelectField(f"Skill {n}", choices=skills, validate_choice=False)
        fields[f"level_{n}"] = SelectField("At least", choices=levels, validate_choice=False, default="3")
    return type("BlueprintForm", (BlueprintForm,), fields)
