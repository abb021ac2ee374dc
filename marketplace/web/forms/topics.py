"""What a release changed: one row for each topic, as many as there are."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectChoice, SelectField, StringField, TextAreaField

from marketplace.catalog.listing import ABOUT, MOST, TITLE, TopicLine
from marketplace.catalog.models import Release
from marketplace.kit.ids import Ref
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.lines import count

EMPTY_AT_FIRST = 2


class TopicsForm(FlaskForm):
    """`topics_form` makes it, with four fields for each row."""

    rows = 0
    gone: Collection[Ref] = ()
    """Topics that were on the list and have been taken off it here."""

    @property
    def lines(self) -> list[TopicLine]:
        return [self._line(number) for number in range(1, self.rows + 1)]

    @property
    def topics(self) -> Sequence[tuple[int, Field, Field, Field, Field]]:
        """Number, title, text, module and ref of each row."""
        names = ("title", "about", "module", "ref")
        return [(n, *(self[f"{name}_{n}"] for name in names)) for n in range(1, self.rows + 1)]

    def gone_after(self, lines: Sequence[TopicLine]) -> list[Ref]:
        """Once only these rows are left."""
        left = {line.ref for line in lines}
        return [*self.gone, *(line.ref for line in self.lines if line.ref and line.ref not in left)]

    def _line(self, number: int) -> TopicLine:
        title, about, module, ref = (
            self[f"{name}_{number}"].data or "" for name in ("title", "about", "module", "ref")
        )
        return TopicLine(title, about, module, ref)


def topics_form(
    release: Release, lines: Sequence[TopicLine] | None = None, gone: Collection[Ref] = ()
) -> TopicsForm:
    """What was sent; or these lines; or what is listed now, and room for more."""
    if lines is None and request.method == "POST":
        rows = count(request.form, "title", MOST + 1)
        return _shaped(release, rows, request.form.getlist("gone"))()
    shown = _listed(release) if lines is None else lines
    return _shaped(release, len(shown), gone)(formdata=None, data=_data(shown))


def _listed(release: Release) -> list[TopicLine]:
    there = [
        TopicLine(one.title, one.about, one.module.ref if one.module else "", one.ref)
        for one in release.topics
    ]
    return there + [TopicLine("")] * min(EMPTY_AT_FIRST, MOST - len(there))


def _shaped(release: Release, rows: int, gone: Collection[Ref]) -> type[TopicsForm]:
    modules = (SelectChoice(one.ref, one.name) for one in release.product.modules)
    choices = [SelectChoice("", "The whole product"), *modules]
    fields: dict[str, Any] = {"rows": rows, "gone": tuple(gone)}
    for n in range(1, rows + 1):
        fields[f"title_{n}"] = StringField(f"Topic {n}", [at_most(TITLE)])
        fields[f"about_{n}"] = TextAreaField("What is different now", [at_most(ABOUT)])
        fields[f"module_{n}"] = SelectField("Where", choices=choices, validate_choice=False)
        fields[f"ref_{n}"] = HiddenField()
    return type("TopicsForm", (TopicsForm,), fields)


def _data(lines: Sequence[TopicLine]) -> dict[str, str]:
    return {
        f"{name}_{n}": getattr(line, name)
        for n, line in enumerate(lines, 1)
        for name in ("title", "about", "module", "ref")
    }
