"""The page of a claim, as its expert sees it: how it goes, what the assessors ask, what came of it."""

from collections.abc import Sequence

from flask import render_template

from marketplace.assessing import appeals
from marketplace.assessing.models import Appeal
from marketplace.certification import queries
from marketplace.certification.models import Certificate, Claim
from marketplace.web.claim_steps import steps
from marketplace.web.forms.claims import AnswerForm
from marketplace.web.keeping import MOST_FILES


def render(claim: Claim, form: AnswerForm | None = None) -> str:
    certificate = queries.certificate_for(claim.id)
    filed = appeals.of(claim)
    declined = next((one for one in filed if one.certificate_id is None), None)
    return render_template(
        "claims/show.html",
        claim=claim,
        certificate=certificate,
        steps=steps(claim, declined),
        form=form or AnswerForm(formdata=None),
        most=MOST_FILES,
        appeals=filed,
        appeal_until=_until(claim, filed),
    )


def appealable(claim: Claim, certificate: Certificate | None) -> bool:
    return appeals.appealable(claim, certificate) is True


def _until(claim: Claim, filed: Sequence[Appeal]) -> object:
    """How long the expert can still appeal against a refusal; None when they cannot."""
    if appeals.appealable(claim, None) is not True:
        return None
    return appeals.until(claim, None)
