"""The link in every mail about a conversation: who reads the mail may mute it, signed in or not. Looking changes nothing."""

from flask import Blueprint, render_template

from marketplace.conversations import service

bp = Blueprint("mutes", __name__, url_prefix="/mutes")


@bp.get("/<token>")
def show(token: str) -> str:
    return render_template("mutes/show.html", mine=service.muting(token), token=token)


@bp.post("/<token>")
def create(token: str) -> str:
    """Also posted to by mail programs (RFC 8058): the signed address is all the proof there is, so it needs no other token."""
    return render_template("mutes/done.html", mine=service.mute_by_token(token))
