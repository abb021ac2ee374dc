"""Changing hats."""

from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response

from marketplace.web.context import hats
from marketplace.web.security import signed_in

bp = Blueprint("hats", __name__)


@bp.post("/hat")
@signed_in
def update() -> Response:
    wanted = request.form.get("hat", "")
    if any(hat.key == wanted for hat in hats()):
        session["hat"] = wanted
    return redirect("/desk")
