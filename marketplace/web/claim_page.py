"""The page of a claim, as its expert sees it: how it goes, what the assessors ask, what came of it."""

from collections.abc import Sequence

from flask import render_template

from marketplace.assessing import appeals
from marketplace.assessing.models import Appeal
from marketplace.certification import queries
from marketplace.certification.models import Claim
from marketplace.evidence.models import ReferenceState
from marketplace.web.claim_steps import steps
from marketplace.web.forms.claims import AnswerForm
from marketplace.web.forms.referees import RefereeForm
from marketplace.web.keeping import MOST_FILES

SILENT = (ReferenceState.REFUSED, ReferenceState.EXPIRED, ReferenceState.RETRACTED)
"""Asked for a reference in vain."""


def render(claim: Claim, form: AnswerForm | None = None, referee: RefereeForm | None = None) -> str:
    certificate = queries.certificate_for(claim.id)
    filed = appeals.of(claim)
    declined = next((one for one in filed if one.certificate_id is None), None)
    return render_template(
        "claims/show.html",
        claim=claim,
        certificate=certificate,
        steps=steps(claim, declined),
        form=form or AnswerForm(formdata=None),
        referee=referee or RefereeForm(formdata=None),
        unanswered=[
            one.reference for one in claim.evidence if one.reference and one.reference.state in SILENT
        ],
        most=MOST_FILES,
        appeals=filed,
        appeal_until=_until(claim, filed),
    )


def _until(claim: Claim, filed: Sequence[Appeal]) -> object:
    """How long the expert can still appeal against a refusal; None when they cannot."""
    if appeals.appealable(claim, None) is not True:
        return None
    return appeals.until(claim, None)
