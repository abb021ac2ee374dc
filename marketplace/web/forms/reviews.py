"""What one side says about the other, what the other replies, and why staff take a review away."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from marketplace.bookings.models import Side
from marketplace.reviews.questions import QUESTIONS
from marketplace.reviews.writing import LONGEST_NOTE, LONGEST_REASON, LONGEST_REPLY, LONGEST_WORDS, Draft
from marketplace.web.forms.attempt import at_most

MEANINGS = {5: "5, excellent", 4: "4, good", 3: "3, fair", 2: "2, poor", 1: "1, bad"}


def stars(typed: object) -> int | None:
    """What a radio sends; anything else is no answer, which the use case says."""
    text = str(typed)
    return int(text) if text in {"1", "2", "3", "4", "5"} else None


class ReviewForm(FlaskForm):
    """`ReviewForm.by(side)` has its questions, then words and note: mistakes are told in that order."""

    side: Side

    @classmethod
    def by(cls, side: Side, vendor: str) -> "ReviewForm":
        choices = [SelectChoice(str(value), label) for value, label in MEANINGS.items()]
        fields: dict[str, Any] = {
            one.name: RadioField(
                one.asks,
                [DataRequired("Choose one to five stars.")],
                choices=choices,
                coerce=stars,
                validate_choice=False,
            )
            for one in QUESTIONS[side]
        }
        fields["words"] = TextAreaField(
            "In your words",
            [InputRequired("Write a sentence or two about how it was."), at_most(LONGEST_WORDS)],
            render_kw={"rows": 5, "maxlength": LONGEST_WORDS},
        )
        fields["note"] = TextAreaField(
            "For the vendor alone",
            [at_most(LONGEST_NOTE)],
            render_kw={"rows": 3, "maxlength": LONGEST_NOTE},
            description=f"Only the staff of {vendor} read this, and at once. Leave it empty if there is nothing.",
        )
        form: ReviewForm = type("ReviewForm", (cls,), fields)()
        form.side = side
        return form

    @property
    def draft(self) -> Draft:
        given = {one.name: self[one.name].data for one in QUESTIONS[self.side]}
        return Draft(given, self["words"].data or "", self["note"].data or "")


class ReplyForm(FlaskForm):
    reply = TextAreaField(
        "Your reply",
        [InputRequired("Write what you want to say to it."), at_most(LONGEST_REPLY)],
        render_kw={"rows": 4, "maxlength": LONGEST_REPLY},
        description="Stands below the review, for everybody who reads it. There is one, and it cannot be changed.",
    )


class ModerationForm(FlaskForm):
    reason = TextAreaField(
        "Why",
        [InputRequired("Give a reason. Both sides read it."), at_most(LONGEST_REASON)],
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
        description="Both sides read this.",
    )
