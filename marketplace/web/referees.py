"""Asking one more referee for a claim that is being read."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from marketplace.certification import queries, service
from marketplace.kit.ids import Ref
from marketplace.web import claim_page
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.referees import RefereeForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("referees", __name__)


@bp.post("/claims/<ref>/referees")
@signed_in
def create(ref: Ref) -> Response | tuple[str, int]:
    claim = queries.own(ref, actor())
    form = RefereeForm()
    status = attempt(form, lambda: service.name_referee(ref, form.named, by=actor()))
    if status == DONE:
        flash(f"We have written to {form.referee_name.data}. They have three weeks to answer.", "success")
        return redirect(url_for("claims.show", ref=ref))
    return claim_page.render(claim, referee=form), status
