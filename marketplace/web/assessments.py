"""Who sits down with which claim: taking one, handing one to somebody, handing it back."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from marketplace.assessing import seats
from marketplace.kit.ids import Ref
from marketplace.web.security import actor, signed_in

bp = Blueprint("assessments", __name__)


@bp.post("/examinations/<ref>/assessment")
@signed_in
def take(ref: Ref) -> Response:
    seats.take(ref, by=actor())
    return redirect(url_for("examinations.show", ref=ref))


@bp.post("/examinations/<ref>/assignment")
@signed_in
def assign(ref: Ref) -> Response:
    made = seats.assign(ref, request.form.get("assessor", ""), by=actor())
    flash(f"{made.assessor.shown_name} has this claim on the desk now.", "success")
    return redirect(url_for("examinations.show", ref=ref))


@bp.post("/assessments/<ref>/return")
@signed_in
def leave(ref: Ref) -> Response:
    left = seats.leave(ref, by=actor())
    flash(f"{left.claim.expert.name}’s claim is back in the queue.", "success")
    return redirect(url_for("examinations.index"))
