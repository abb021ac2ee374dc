"""What people write in a dispute."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired

from marketplace.bookings.models import Side
from marketplace.disputes.models import Topic
from marketplace.disputes.wording import LONGEST
from marketplace.kit.errors import Invalid
from marketplace.kit.money import Money
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.files import FilesForm


def _amount(label: str) -> StringField:
    return StringField(label, [InputRequired("Write an amount, like 640 or 640.50.")])


def money_in(field: StringField, currency: str) -> Money:
    """What was typed. Raises `Invalid` naming the field."""
    try:
        return Money.parse(field.data or "", currency)
    except Invalid as refusal:
        raise Invalid(refusal.sentence, {field.name: refusal.sentence}) from None


class OpeningForm(FilesForm):
    topic = RadioField(
        "What is it about?",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(one.value, one.label) for one in Topic],
    )
    amount = _amount("How much of the price do you ask for?")
    text = TextAreaField(
        "What is not right?",
        [InputRequired("Say what is not right, so that the other side can answer."), at_most(LONGEST)],
        description="The other side reads this, and an assessor of the vendor if you two do not agree.",
        render_kw={"rows": 6, "maxlength": LONGEST},
    )

    @classmethod
    def of(cls, side: Side, currency: str) -> "OpeningForm":
        form = cls()
        mine = "come back to you" if side is Side.CUSTOMER else "be yours"
        form.amount.label.text = f"How much of the price should {mine}, in {currency}?"
        return form


class StatementForm(FilesForm):
    text = TextAreaField("Your words", [at_most(LONGEST)], render_kw={"rows": 4, "maxlength": LONGEST})


class OfferForm(FlaskForm):
    amount = _amount("Of the price")
    words = TextAreaField("A word with it", [at_most(LONGEST)], render_kw={"rows": 2, "maxlength": LONGEST})

    @classmethod
    def of(cls, side: Side | None, currency: str) -> "OfferForm":
        form = cls()
        mine = "comes back to you" if side is Side.CUSTOMER else "is yours"
        form.amount.label.text = f"How much of the price {mine}, in {currency}"
        return form


class OpinionForm(FlaskForm):
    amount = _amount("How much of the price goes to the expert")
    reasons = TextAreaField(
        "Why",
        [InputRequired("Say why. Both sides read this."), at_most(LONGEST)],
        description="Both sides read this. Name what you go by: hours, messages, files.",
        render_kw={"rows": 6, "maxlength": LONGEST},
    )

    @classmethod
    def of(cls, currency: str) -> "OpinionForm":
        form = cls()
        form.amount.label.text = f"How much of the price goes to the expert, in {currency}"
        return form
