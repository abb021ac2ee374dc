"""Merging two accounts: begun as the one that stays, confirmed as the other."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_security.utils import logout_user
from werkzeug.wrappers import Response

from marketplace.kit.errors import Conflict
from marketplace.mergers import service
from marketplace.mergers.models import Merger
from marketplace.mergers.preview import preview
from marketplace.web.freshness import fresh
from marketplace.web.person import person

bp = Blueprint("mergers", __name__, url_prefix="/settings/merger")
BACK = "mergers.new"
COOKIE = "merger"
"""The secret that shows, across signing out and in again, that both ends are in one browser."""

Page = tuple[str, int] | Response


@bp.get("")
@fresh(BACK)
def new() -> str:
    return render_template("mergers/new.html", link=None)


@bp.post("")
@fresh(BACK)
def start() -> Response:
    """The link is shown once, on the answer itself."""
    merger, secret = service.start(by=person())
    link = url_for("mergers.show", token=service.token(merger), _external=True)
    answer = current_app.make_response(render_template("mergers/new.html", link=link, merger=merger))
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(service.LIFETIME.total_seconds()),
        path=url_for(BACK),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return answer


@bp.post("/withdrawal")
@fresh(BACK)
def withdraw() -> Response:
    service.withdraw(by=person())
    flash("The link no longer holds. Nothing has changed.", "success")
    return redirect(url_for("addresses.index"))


@bp.get("/<token>")
@fresh(BACK)
def show(token: str) -> Page:
    return _page(service.from_token(token, _secret()), token)


@bp.post("/<token>/confirmation")
@fresh(BACK)
def confirm(token: str) -> Page:
    try:
        merger = service.confirm(token, _secret(), by=person())
    except Conflict as refusal:
        flash(refusal.sentence, "danger")
        return _page(service.from_token(token, _secret()), token, 409)
    logout_user()
    flash(
        f"Your two accounts are one. Sign in as {merger.kept.email}, or with any other address of yours.",
        "success",
    )
    answer = redirect(url_for("security.login"))
    answer.delete_cookie(COOKIE, path=url_for(BACK))
    return answer


def _secret() -> str:
    return request.cookies.get(COOKIE, "")


def _page(merger: Merger, token: str, status: int = 200) -> Page:
    """Exactly what moves, and which account goes away."""
    seen = preview(merger.kept, person())
    return render_template("mergers/show.html", merger=merger, token=token, seen=seen), status
