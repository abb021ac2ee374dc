"""What an assessor finds and decides."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, StopValidation

from marketplace.assessing.models import Assessment
from marketplace.assessing.service import LONGEST_NOTE, Found
from marketplace.certification.models import Claim
from marketplace.certification.rules import LONGEST_REASON, SHORTEST_REASON
from marketplace.kit.ids import Ref
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Criterion
from marketplace.web.forms.claims import described

REASON = Length(
    SHORTEST_REASON, LONGEST_REASON, f"Between {SHORTEST_REASON} and {LONGEST_REASON:,} characters, please."
)


class Needed:
    """Must be chosen or written, unless what is there is only to be saved."""

    field_flags = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: "DecisionForm", field: Any) -> None:
        if not field.data:
            raise StopValidation("" if form.saving else self.sentence)


class Written(Length):
    """Of an acceptable length, unless what is there is only to be saved."""

    def __call__(self, form: "DecisionForm", field: Any) -> None:
        if not form.saving:
            super().__call__(form, field)


def number(typed: object) -> int | None:
    """What a radio sends. A number that is no level for anything else, which the use case refuses in words."""
    text = str(typed)
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else -1


class DecisionForm(FlaskForm):
    """The decision. `DecisionForm.about(claim)` adds a score and a note for each criterion of the claim's rubric."""

    claim: Claim
    saving = False

    verdict = RadioField(
        "Your decision",
        [Needed("Choose to certify, to ask or to decline.")],
        choices=[
            SelectChoice("certify", "Certify"),
            SelectChoice("ask", "Ask the expert first"),
            SelectChoice("decline", "Decline"),
        ],
        validate_choice=False,
    )
    level = RadioField(
        "At the level of",
        coerce=number,
        validate_choice=False,
        description="If you certify. You can give a lower level than the one claimed.",
    )
    reason = TextAreaField(
        "Why",
        [
            Needed("Write down why. The expert reads it, and so may whoever asks in two years."),
            Written(REASON.min, REASON.max, REASON.message),
        ],
        description="What in the evidence decided it; if you ask, your question. The expert reads this.",
    )

    @classmethod
    def about(cls, claim: Claim, seat: Assessment | None, *, saving: bool) -> "DecisionForm":
        """With what is saved in the assessor's seat, if they have one."""
        fields = {name: made for one in claim.rubric.criteria for name, made in _fields(one).items()}
        form: DecisionForm = type("DecisionForm", (cls,), fields)(data=_saved(claim, seat))
        form.claim, form.saving = claim, saving
        given = [level for level in reversed(claim.rubric.levels) if level <= claim.named_level]
        form.level.choices = [SelectChoice(str(level.value), described(level)) for level in given]
        return form

    @property
    def findings(self) -> dict[Ref, Found]:
        """By criterion, as it was filled in."""
        return {
            one.ref: Found(self[f"score_{one.ref}"].data, self[f"note_{one.ref}"].data or "")
            for one in self.claim.rubric.criteria
        }

    def validate(self, extra_validators: Any = None) -> bool:
        if self.verdict.data not in ("certify", "ask", "decline"):
            self.verdict.data = None
        return bool(super().validate(extra_validators))


def _fields(criterion: Criterion) -> dict[str, Any]:
    levels = [SelectChoice("0", "Not shown"), *(SelectChoice(str(one.value), one.label) for one in Level)]
    too_long = f"At most {LONGEST_NOTE:,} characters, please."
    return {
        f"score_{criterion.ref}": RadioField(
            criterion.name, choices=levels, coerce=number, validate_choice=False
        ),
        f"note_{criterion.ref}": TextAreaField(
            f"Note on {criterion.name}", [Length(max=LONGEST_NOTE, message=too_long)]
        ),
    }


def _saved(claim: Claim, seat: Assessment | None) -> dict[str, Any]:
    saved: dict[str, Any] = {"level": claim.level}
    for score in seat.scores if seat else ():
        saved |= {f"score_{score.criterion.ref}": score.level, f"note_{score.criterion.ref}": score.note}
    return saved | ({"reason": seat.reason} if seat else {})
