"""A vendor's text, for its administrators."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired

from marketplace.agreements.service import LONGEST
from marketplace.organizations.models import Organization
from marketplace.registry.models import Expert
from marketplace.web.forms.attempt import at_most


class TemplateForm(FlaskForm):
    text = TextAreaField(
        "The text",
        [InputRequired("An agreement needs its text."), at_most(LONGEST)],
        render_kw={"rows": 28, "maxlength": LONGEST, "spellcheck": "true"},
        description="Markdown works: # for a heading, **bold**, - for a list. Placeholders are filled for each booking.",
    )


class AgreeForm(FlaskForm):
    agreed = BooleanField(
        "We agree",
        [InputRequired("Read the agreement and tick this: without it nobody is bound.")],
    )

    def name(self, organization: Organization, expert: Expert, number: int) -> None:
        """Say on the tick who agrees to which text."""
        text = "the standard text" if number == 0 else f"version {number}"
        self.agreed.label.text = f"{organization.name} agrees to the agreement with {expert.name} ({text})"
