"""A vendor's text, for its administrators."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from marketplace.agreements.service import LONGEST
from marketplace.web.forms.attempt import at_most


class TemplateForm(FlaskForm):
    text = TextAreaField(
        "The text",
        [InputRequired("An agreement needs its text."), at_most(LONGEST)],
        render_kw={"rows": 28, "maxlength": LONGEST, "spellcheck": "true"},
        description="Markdown works: # for a heading, **bold**, - for a list. Placeholders are filled for each booking.",
    )
