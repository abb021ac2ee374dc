"""What is decided about an appeal."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import AnyOf, InputRequired

from marketplace.assessing.models import Appeal
from marketplace.web.forms.claims import described
from marketplace.web.forms.examinations import REASON, number


class VerdictForm(FlaskForm):
    verdict = RadioField(
        "Your decision",
        [
            InputRequired("Choose to grant or to dismiss."),
            AnyOf(("grant", "dismiss"), "Choose one of these."),
        ],
        validate_choice=False,
    )
    level = RadioField(
        "At the level of", coerce=number, validate_choice=False, description="If you grant the appeal."
    )
    reason = TextAreaField(
        "Why",
        [InputRequired("Write down why."), REASON],
        description="The expert reads this, and it is kept with the whole matter.",
    )

    @classmethod
    def about(cls, appeal: Appeal) -> "VerdictForm":
        """A restored certificate has the level it had; a claim can be granted at the level claimed or below."""
        form = cls(data={"level": appeal.claim.level})
        granted = "certify the claim after all" if appeal.certificate is None else "give the certificate back"
        form.verdict.choices = [
            SelectChoice("grant", f"Grant it: {granted}"),
            SelectChoice("dismiss", "Dismiss it: the decision stands"),
        ]
        claim = appeal.claim
        given = [one for one in reversed(claim.rubric.levels) if one <= claim.named_level]
        form.level.choices = [SelectChoice(str(one.value), described(one)) for one in given]
        if appeal.certificate is not None:
            del form.level
        return form
