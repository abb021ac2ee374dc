"""Headers of every answer, and a door for this machine only."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request

HERE = ("127.0.0.1", "localhost")


def protect(app: Flask) -> None:
    app.before_request(refuse_strangers)
    app.after_request(add_headers)


def refuse_strangers() -> None:
    """A foreign page in the user's browser must not reach the simulator by another name or by a form."""
    if urlsplit(f"//{request.host}").hostname not in HERE:
        abort(403)
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        abort(403)


def leads_to(*addresses: str | None) -> None:
    """Where this page's forms may end up: browsers check redirects after a form as well."""
    parts = [urlsplit(address) for address in addresses if address]
    g.origins = " ".join(sorted({f"{part.scheme}://{part.netloc}" for part in parts if part.netloc}))


def add_headers(response: Response) -> Response:
    forms = f"'self' {g.get('origins', '')}".strip()
    policy = f"default-src 'none'; style-src 'self'; img-src 'self'; form-action {forms}; base-uri 'none'"
    response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    if not request.path.startswith("/_static/"):
        response.headers["Cache-Control"] = "no-store"
    return response
