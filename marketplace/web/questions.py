"""What the assessors ask about a claim, answered."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from marketplace.certification import queries, service
from marketplace.kit.ids import Ref
from marketplace.web import claim_page
from marketplace.web.forms.attempt import DONE
from marketplace.web.forms.claims import AnswerForm
from marketplace.web.keeping import attempt_with_files, make_room
from marketplace.web.security import actor, signed_in

bp = Blueprint("questions", __name__)
bp.url_value_preprocessor(make_room)


@bp.post("/claims/<ref>/answer")
@signed_in
def answer(ref: Ref) -> Response | tuple[str, int]:
    claim = queries.own(ref, actor())
    form = AnswerForm()
    status = attempt_with_files(
        form, lambda: service.answer(ref, form.answer.data or "", evidence=form.evidence, by=actor())
    )
    if status == DONE:
        flash(f"Your answer is with the assessors of {claim.skill.product.vendor.name}.", "success")
        return redirect(url_for("claims.show", ref=ref))
    return claim_page.render(claim, form), status
