"""Light, dark, or as the device has it. The form stands on every page and needs no token against forgery: another site that sent it
would change the colours, and a visitor who only looks needs no session."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response

from marketplace.web.context import THEMES
from marketplace.web.security import own_path

bp = Blueprint("theme", __name__)

A_YEAR = timedelta(days=365)


@bp.post("/theme")
def update() -> Response:
    """Kept on the device, so it holds before signing in, too."""
    came_from = urlsplit(request.referrer or "")
    response = redirect(own_path(came_from.path, "/"))
    chosen = request.form.get("theme", "")
    if chosen in THEMES:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie("theme", chosen, max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure)
    return response
