"""A draft of a programme: one row for each criterion, one part for each level."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric
from marketplace.programmes.outline import CriterionLine, Outline, TermsLine
from marketplace.programmes.rules import ABOUT, CHANGES, CRITERION_ABOUT, LOOKS, MOST_CRITERIA, NAME
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.lines import count

UNSEEN = -1
"""The revision of a form that does not say which one it is about."""


class WholeField(IntegerField):
    """A whole number; empty is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text and not (text.isdecimal() and len(text) < 5):
            raise ValueError("A whole number, please.")
        self.data = int(text) if text else None


class RubricForm(FlaskForm):
    """`rubric_form` makes it, with the fields of its rows and levels."""

    rows = 0
    revision = HiddenField()
    about = TextAreaField(
        "What the programme is for",
        [at_most(ABOUT)],
        description="How its page begins: what the work is, whom it suits, how to prepare. Markdown works.",
    )
    changes = TextAreaField(
        "What is new in this version",
        [at_most(CHANGES)],
        description="For those who know the version before, in a sentence or two.",
    )

    @property
    def seen(self) -> int:
        text = self.revision.data or ""
        return int(text) if text.isdecimal() and len(text) < 9 else UNSEEN

    @property
    def criteria(self) -> list[CriterionLine]:
        return [self._criterion(number) for number in range(1, self.rows + 1)]

    @property
    def outline(self) -> Outline:
        terms = [self._terms(level) for level in Level if self[f"given_{level:d}"].data]
        return Outline(self.about.data or "", self.changes.data or "", self.criteria, terms)

    def with_criteria(self, lines: Sequence[CriterionLine]) -> "RubricForm":
        """The same with other rows."""
        kept = {name: value for name, value in self.data.items() if name != "csrf_token"}
        return _shaped(len(lines))(formdata=None, data=kept | _criteria_data(lines))

    def look_again(self, rubric: Rubric) -> None:
        """From here on the form is about what is saved now."""
        self.revision.data = str(rubric.revision)

    def _criterion(self, number: int) -> CriterionLine:
        looks = {level: self[f"looks_{number}_{level:d}"].data or "" for level in Level}
        return CriterionLine(self[f"name_{number}"].data or "", self[f"about_{number}"].data or "", looks)

    def _terms(self, level: Level) -> TermsLine:
        """An empty number is one that the rules refuse, unless it does not matter."""
        until_major = self[f"holds_{level:d}"].data == "major"
        grace = self[f"grace_days_{level:d}"].data
        return TermsLine(
            level,
            frozenset(EvidenceKind(one) for one in self[f"kinds_{level:d}"].data or []),
            self[f"months_{level:d}"].data or 0,
            until_major,
            grace if grace is not None else UNSEEN if until_major else TermsLine(level).grace_days,
            2 if self[f"assessors_{level:d}"].data == "2" else 1,
        )


def rubric_form(rubric: Rubric) -> RubricForm:
    """What was sent, or what the draft says now."""
    if request.method == "POST":
        return _shaped(count(request.form, "name", 2 * MOST_CRITERIA))()
    outline = Outline.of(rubric)
    data = {"revision": str(rubric.revision), "about": outline.about, "changes": outline.changes}
    given = {one.level: one for one in outline.terms}
    for level in Level:
        data |= _terms_data(given.get(level) or TermsLine(level), given=level in given)
    return _shaped(len(outline.criteria))(data=data | _criteria_data(outline.criteria))


def _shaped(rows: int) -> type[RubricForm]:
    fields: dict[str, Any] = {"rows": rows}
    for n in range(1, rows + 1):
        fields[f"name_{n}"] = StringField(f"Criterion {n}", [at_most(NAME)])
        fields[f"about_{n}"] = StringField("The question it answers", [at_most(CRITERION_ABOUT)])
        for level in Level:
            fields[f"looks_{n}_{level:d}"] = TextAreaField(level.label, [at_most(LOOKS)])
    for level in Level:
        fields |= _level_fields(level)
    return type("RubricForm", (RubricForm,), fields)


def _level_fields(level: Level) -> dict[str, Any]:
    kinds = [SelectChoice(kind.value, kind.label) for kind in EvidenceKind]
    holds = [
        SelectChoice("months", "A number of months"),
        SelectChoice("major", "Until the next major release, and no longer than a number of months"),
    ]
    assessors = [SelectChoice("1", "One assessor"), SelectChoice("2", "Two assessors, each for themselves")]
    fields: Mapping[str, Any] = {
        "given": BooleanField(f"{level.label} can be claimed", description=level.meaning),
        "kinds": SelectMultipleField(
            "A claim must show",
            choices=kinds,
            validate_choice=False,
            filters=[_known_kinds],
            description="Tick none, and any one piece will do.",
        ),
        "holds": SelectField("A certificate holds", choices=holds, validate_choice=False),
        "months": WholeField("Months", description="1 to 60."),
        "grace_days": WholeField(
            "Days after a major release", description="0 to 365. Only where it holds until one."
        ),
        "assessors": SelectField("Decided by", choices=assessors, validate_choice=False),
    }
    return {f"{name}_{level:d}": field for name, field in fields.items()}


def _known_kinds(chosen: list[str] | None) -> list[str]:
    return [one for one in chosen or [] if one in set(EvidenceKind)]


def _criteria_data(lines: Sequence[CriterionLine]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for n, line in enumerate(lines, 1):
        data |= {f"name_{n}": line.name, f"about_{n}": line.about}
        data |= {f"looks_{n}_{level:d}": line.looks.get(level, "") for level in Level}
    return data


def _terms_data(terms: TermsLine, *, given: bool) -> dict[str, Any]:
    values = {
        "given": given,
        "kinds": [kind.value for kind in terms.kinds],
        "holds": "major" if terms.until_major else "months",
        "months": terms.months,
        "grace_days": terms.grace_days,
        "assessors": str(terms.assessors),
    }
    return {f"{name}_{terms.level:d}": value for name, value in values.items()}
