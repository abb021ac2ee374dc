"""What stands around registering: the page after it, the way on after confirming, and the organization it was for."""

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_security import user_confirmed, user_registered
from werkzeug.wrappers import Response

from marketplace.accounts.models import User
from marketplace.organizations import service as organizations
from marketplace.web.security import own_path

bp = Blueprint("registration", __name__)

ON = "after_confirming"


@bp.record_once
def _connect(state: BlueprintSetupState) -> None:
    user_registered.connect(_remember, state.app)
    user_confirmed.connect(_found, state.app)


def _remember(_: Flask, user: User, **__: object) -> None:
    """Where they were going, for when they come back through the mailed link."""
    session[ON] = own_path(request.form.get("next"), "")


def _found(_: Flask, user: User, **__: object) -> None:
    """Here and now, so that it is there when they sign in; the worker does it if this fails."""
    organizations.found_promised(user.ref)


@bp.get("/registered")
def registered() -> str:
    return render_template("account/registered.html")


@bp.get("/confirmed")
def confirmed() -> Response:
    return redirect(url_for("security.login", next=own_path(session.pop(ON, ""), "") or None))
