"""Headers on every answer, a request id in every log line, and who is asking."""

import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from marketplace.accounts.actor import VISITOR, Actor
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import new_ref
from marketplace.organizations import queries as organizations

P = ParamSpec("P")
R = TypeVar("R")

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'{beyond}",
        "frame-ancestors 'none'",
    )
)
"""No inline script or style anywhere. Forms may lead on to the payment pages: browsers check redirects of a form, too."""

log = structlog.get_logger()
limiter = Limiter(get_remote_address, strategy="moving-window")


def init_app(app: Flask) -> None:
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    limiter.init_app(app)
    app.before_request(_begin)
    app.after_request(_finish)


def actor() -> Actor:
    """Who is asking, with all their roles; read once per request."""
    if "actor" not in g:
        user: Any = current_user
        g.actor = organizations.actor_for(user) if user.is_authenticated else VISITOR
    found: Actor = g.actor
    return found


def signed_in(view: Callable[P, R]) -> Callable[P, R | BaseResponse]:
    """Visitors are asked to sign in first, and come back to where they were going."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | BaseResponse:
        if actor().visitor:
            back = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("security.login", next=back))
        return view(*args, **kwargs)

    return guarded


def own_path(target: str | None, fallback: str) -> str:
    """`target` if it is a path on this site, otherwise `fallback`: a link from outside never decides where we lead."""
    if not target or not re.match(r"^/[^/\\]", target) or urlsplit(target).netloc or "\\" in target:
        return target if target == "/" else fallback
    return target


def _begin() -> None:
    structlog.contextvars.clear_contextvars()
    g.request_id = new_ref(16)
    g.began = time.perf_counter()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    _refuse_nul()


def _refuse_nul() -> None:
    """No keyboard types it, and PostgreSQL keeps no text that contains it (postgresql.org/docs/current/datatype-character.html)."""
    typed = (text for _, texts in request.values.lists() for text in texts)
    if "\0" in request.path or any("\0" in text for text in typed):
        raise NotFound


def _log(response: Response) -> None:
    """The route, not the address: addresses carry the tokens that people were mailed."""
    if request.endpoint not in ("static", "bootstrap.static"):
        milliseconds = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000)
        route = request.url_rule.rule if request.url_rule else "none"
        log.info("request", method=request.method, route=route, status=response.status_code, ms=milliseconds)


def _finish(response: Response) -> Response:
    _log(response)
    beyond = current_app.config["SIMULATOR_URL"] or "https://checkout.stripe.com https://connect.stripe.com"
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY.format(beyond=f" {beyond}"))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers["X-Request-Id"] = g.get("request_id", "")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if session.get("_user_id") and response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "no-store")
    return response
