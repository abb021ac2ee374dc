"""The link in every alert: who reads the mail may stop it, signed in or not. Looking changes nothing; the button does."""

from flask import Blueprint, render_template

from marketplace.saved_searches import service

bp = Blueprint("alert_stops", __name__, url_prefix="/alerts")


@bp.get("/<token>/stop")
def show(token: str) -> str:
    return render_template("alert_stops/show.html", search=service.from_token(token), token=token)


@bp.post("/<token>/stop")
def create(token: str) -> str:
    """Also posted to by mail programs (RFC 8058): the signed address is all the proof there is, so it needs no other token."""
    return render_template("alert_stops/done.html", search=service.stop(token))
