"""One past employment."""

from collections.abc import Iterable
from itertools import starmap

from flask_wtf import FlaskForm
from wtforms import BooleanField, MonthField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from marketplace.catalog.models import Product
from marketplace.registry.checks import NAME, SUMMARY, TITLE
from marketplace.registry.employers import INDUSTRIES, SIZE_BANDS
from marketplace.registry.experience import Employment
from marketplace.registry.models import Experience
from marketplace.web.forms.attempt import at_most


def _choices(names: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice("", "Not said"), *map(SelectChoice, names)]


class ExperienceForm(FlaskForm):
    title = StringField("Your job", [DataRequired("What was your job there?"), at_most(TITLE)])
    employer = StringField(
        "Employer", [DataRequired("Name the employer; you can mask it below."), at_most(NAME)]
    )
    masked = BooleanField(
        "Mask the employer's name",
        description="Then only you ever see it. Everybody else reads industry and size.",
    )
    industry = SelectField("Industry", choices=_choices(INDUSTRIES))
    size_band = SelectField("People who work there", choices=_choices(SIZE_BANDS))
    began_on = MonthField(
        "From",
        [InputRequired("In which month did you begin? Like 2019-04.")],
        render_kw={"placeholder": "2019-04"},
    )
    ended_on = MonthField(
        "To", [Optional()], render_kw={"placeholder": "2024-09"}, description="Empty if you still work there."
    )
    product = SelectField("Product you came to know there")
    summary = TextAreaField(
        "What you did there",
        [at_most(SUMMARY)],
        description="What was in place before you, what after. A few sentences are plenty.",
    )

    @classmethod
    def of(cls, row: Experience | None, products: Iterable[Product]) -> "ExperienceForm":
        form = cls(obj=row, data={"product": row.product.ref if row and row.product else ""})
        offered = {one.ref: f"{one.name} ({one.vendor.name})" for one in products}
        if row and row.product:
            offered.setdefault(row.product.ref, row.product.name)
        form.product.choices = [SelectChoice("", "None of these"), *starmap(SelectChoice, offered.items())]
        return form

    def employment(self) -> Employment:
        """What was filled in; call it on a form that validated."""
        return Employment(
            employer=self.employer.data or "",
            title=self.title.data or "",
            began_on=self.began_on.data,
            ended_on=self.ended_on.data,
            summary=self.summary.data or "",
            masked=self.masked.data,
            industry=self.industry.data or "",
            size_band=self.size_band.data or "",
            product_ref=self.product.data or None,
        )
