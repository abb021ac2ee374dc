"""Stripe's webhooks: verified, kept under Stripe's own id, answered; read later by the worker."""

from flask import Blueprint, Flask, request
from flask_wtf import CSRFProtect

from marketplace.events import inbox
from marketplace.gateways.errors import BadSignature
from marketplace.gateways.stripe import the_gateway

bp = Blueprint("inbound_stripe", __name__, url_prefix="/inbound")

Answer = tuple[dict[str, str], int]


def init_app(app: Flask) -> None:
    # Stripe signs what it sends; it has no session and no token of ours.
    csrf: CSRFProtect = app.extensions["csrf"]
    csrf.exempt(bp)
    app.register_blueprint(bp)


@bp.post("/stripe")
def stripe() -> Answer:
    """2xx once it is ours to remember, also when we had it already; anything else, and Stripe sends it again."""
    try:
        notice = the_gateway().notice(request.get_data(), request.headers.get("Stripe-Signature", ""))
    except BadSignature:
        return {"error": "signature"}, 400
    fresh = inbox.keep("stripe", notice.id, notice.kind, notice.payload)
    return {"received": "now" if fresh else "before"}, 200
