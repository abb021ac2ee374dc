"""Making and naming shortlists, and putting somebody on one."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from marketplace.organizations.models import Organization
from marketplace.shortlists.entries import NOTE
from marketplace.shortlists.models import Shortlist
from marketplace.shortlists.service import NAME
from marketplace.web.forms.attempt import at_most

NEW = "new"


class NameForm(FlaskForm):
    name = StringField(
        "Name of the list",
        [InputRequired("Give the list a name."), at_most(NAME)],
        render_kw={"maxlength": NAME, "autocomplete": "off"},
    )


class NewForm(NameForm):
    organization = SelectField("Kept by", validate_choice=False)

    def offer(self, organizations: Iterable[Organization]) -> "NewForm":
        self.organization.choices = [SelectChoice(one.ref, one.name) for one in organizations]
        return self


class NoteForm(FlaskForm):
    note = TextAreaField(
        "Note",
        [at_most(NOTE)],
        description="Everybody in your organization reads it. The expert does not.",
        render_kw={"rows": 3},
    )


class PutForm(NoteForm):
    """`choice` is a list's ref, or NEW and the ref of the organization that begins one."""

    choice = RadioField("On which list?", [InputRequired("Choose a list.")], validate_choice=False)
    name = StringField(
        "Name of the new list", [at_most(NAME)], render_kw={"maxlength": NAME, "autocomplete": "off"}
    )

    def offer(self, shortlists: Iterable[Shortlist], organizations: list[Organization]) -> "PutForm":
        several = len(organizations) > 1
        lists = [
            SelectChoice(one.ref, f"{one.name} ({one.organization.name})" if several else one.name)
            for one in shortlists
        ]
        new = [
            SelectChoice(f"{NEW}:{one.ref}", f"A new list of {one.name}" if several else "A new list")
            for one in organizations
        ]
        self.choice.choices = lists + new
        if not self.choice.data and self.choice.choices:
            self.choice.data = self.choice.choices[0].value
        return self

    @property
    def founder(self) -> str:
        """Ref of the organization that begins a new list; empty when one is chosen that exists."""
        kind, _, ref = (self.choice.data or "").partition(":")
        return ref if kind == NEW else ""

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        if self.founder and not (self.name.data or "").strip():
            self.name.errors = ("Give the new list a name.",)
            return False
        return sound
