"""Keeping a search: its name, its alerts, and which earlier one it takes the place of."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired

from marketplace.saved_searches.models import Alerts, SavedSearch
from marketplace.saved_searches.service import NAME
from marketplace.saved_searches.wording import ALERTS
from marketplace.web.forms.attempt import at_most


class RevisionForm(FlaskForm):
    name = StringField(
        "Its name",
        [InputRequired("Give it a name by which you will know it."), at_most(NAME)],
        render_kw={"maxlength": NAME, "autocomplete": "off"},
    )
    alerts = RadioField(
        "Tell me who is new",
        choices=[SelectChoice(one.value, label) for one, label in ALERTS.items()],
        default=Alerts.WEEKLY.value,
        description="On the site and by mail. People it finds today you know already; nobody is named twice.",
    )

    @property
    def wanted(self) -> Alerts:
        return Alerts(self.alerts.data)


class SaveForm(RevisionForm):
    instead = SelectField("Keep it as", validate_choice=False)

    def offer(self, kept: Iterable[SavedSearch]) -> "SaveForm":
        self.instead.choices = [
            SelectChoice("", "A new saved search"),
            *(SelectChoice(one.ref, f"In place of “{one.name}”") for one in kept),
        ]
        return self
