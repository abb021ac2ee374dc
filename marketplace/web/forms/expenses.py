"""What people write about an expense, and the answer to it."""

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from marketplace.expenses.models import Category, Expense
from marketplace.expenses.writing import LONGEST_ORIGINAL, LONGEST_REASON, LONGEST_WORDS, Spent
from marketplace.web.forms.attempt import at_most
from marketplace.web.forms.files import FilesForm


class ExpenseForm(FilesForm):
    category = SelectField(
        "What for?",
        [InputRequired("Choose what it was for.")],
        choices=[SelectChoice("", "Choose…"), *(SelectChoice(one.value, one.label) for one in Category)],
    )
    words = TextAreaField(
        "In a few words",
        [InputRequired("Say in a few words what it was for."), at_most(LONGEST_WORDS)],
        render_kw={"rows": 3, "maxlength": LONGEST_WORDS},
    )
    spent_on = DateField("On which day?", [InputRequired("Say on which day it was.")])
    amount = StringField("How much?", [InputRequired("Write how much it was, like 45.20.")])
    original = StringField(
        "On the receipt, if it is in another currency",
        [at_most(LONGEST_ORIGINAL)],
        description="Like 1,250.00 NOK. It is a note for whoever approves, beside what it came to.",
        render_kw={"maxlength": LONGEST_ORIGINAL},
    )

    @classmethod
    def of(cls, currency: str, known: Expense | None = None) -> "ExpenseForm":
        """For that currency, filled with what was handed in before."""
        form = cls(data=_filled(known) if known else None)
        form.amount.label.text = f"How much, in {currency}?"
        form.files.label.text = "The receipt"
        return form

    def spent(self) -> Spent:
        return Spent(
            self.category.data or "",
            self.words.data or "",
            self.spent_on.data,
            self.amount.data or "",
            self.original.data or "",
            self.kept.data or [],
        )


def _filled(one: Expense) -> dict[str, object]:
    return {
        "category": one.category.value,
        "words": one.words,
        "spent_on": one.spent_on,
        "amount": str(one.claimed.decimal()),
        "original": one.original,
    }


class ApprovalForm(FlaskForm):
    """All of it, unless another amount is written."""

    amount = StringField("How much of it", [InputRequired("Write the amount that you approve.")])
    less = TextAreaField(
        "Why it is less",
        [Optional(), at_most(LONGEST_REASON)],
        description="The expert reads this.",
        render_kw={"rows": 2, "maxlength": LONGEST_REASON},
    )
    seen = HiddenField()


class ReturnForm(FlaskForm):
    reason = TextAreaField(
        "What should be different?",
        [InputRequired("Say what should be different."), at_most(LONGEST_REASON)],
        description="The expert reads this, corrects the expense, and hands it in again.",
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )
    seen = HiddenField()
