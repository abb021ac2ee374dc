"""What people write about a booking."""

from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from marketplace.bookings.wording import LONGEST_MESSAGE, LONGEST_PAPER, LONGEST_REASON
from marketplace.catalog.models import Product
from marketplace.kit import clock
from marketplace.web.forms.agreements import AgreeForm
from marketplace.web.forms.attempt import at_most

NOT_SURE = SelectChoice("", "We are not sure")


class PapersForm(FlaskForm):
    po_number = StringField(
        "Purchase order", [Optional(), at_most(LONGEST_PAPER)], render_kw={"maxlength": LONGEST_PAPER}
    )
    cost_centre = StringField(
        "Cost centre", [Optional(), at_most(LONGEST_PAPER)], render_kw={"maxlength": LONGEST_PAPER}
    )


class RequestForm(PapersForm, AgreeForm):
    message = TextAreaField(
        "What do you need done?",
        validators=[
            InputRequired("Say in a sentence or two what you need done, so that the expert can decide."),
            at_most(LONGEST_MESSAGE),
        ],
        render_kw={"rows": 6, "maxlength": LONGEST_MESSAGE},
        description="The outcome you want, where the work happens, and what the expert should know beforehand.",
    )

    release = SelectField(
        "The release you run",
        validators=[Optional()],
        choices=[NOT_SURE],
        validate_choice=False,
        description="So that the expert can prepare. What they do for you can then count for that release.",
    )

    def offer(self, product: Product) -> None:
        """Releases of the product that are out; the current one is chosen until somebody chooses another."""
        out = [one for one in product.releases if one.released_on <= clock.today()]
        self.release.choices = [*(SelectChoice(one.ref, one.version) for one in out), NOT_SURE]
        if out and not self.is_submitted():
            self.release.data = out[0].ref


class RefusalForm(FlaskForm):
    reason = TextAreaField(
        "Why you decline",
        validators=[InputRequired("Give a reason; a short one will do."), at_most(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
        description="The customer reads this.",
    )


class CancellationForm(FlaskForm):
    reason = TextAreaField(
        "Why you cancel",
        validators=[Optional(), at_most(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
        description="The other side reads this.",
    )
