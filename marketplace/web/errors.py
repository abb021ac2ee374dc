"""From an error to a page: the one place where the tree of `kit/errors.py` meets HTTP."""

from contextlib import suppress

import structlog
from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wsgi import LimitedStream

from marketplace.db.base import db
from marketplace.kit import errors

STATUS: tuple[tuple[type[errors.MarketError], int], ...] = (
    (errors.NotFound, 404),
    (errors.NotAllowed, 403),
    (errors.Invalid, 400),
    (errors.Conflict, 409),
    (errors.Refused, 400),
    (errors.Unavailable, 503),
)
MOST_HEARD = 200 * 1024 * 1024
PAGES = {400, 403, 404, 409, 413, 429, 500, 503}

log = structlog.get_logger()
Answer = tuple[str, int]


def init_app(app: Flask) -> None:
    app.register_error_handler(errors.MarketError, _market)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _page(status: int, sentence: str = "") -> Answer:
    page = status if status in PAGES else 400 if status < 500 else 500
    return render_template(f"errors/{page}.html", sentence=sentence, request_id=g.get("request_id")), status


def _market(error: errors.MarketError) -> Answer:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    return _page(status, error.sentence)


def _csrf(_: CSRFError) -> Answer:
    return _page(400, "This page had been open for too long. Go back, reload it, and send the form again.")


def _http(error: HTTPException) -> Answer | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, RequestEntityTooLarge):
        _hear_out()
    return _page(error.code)


def _hear_out() -> None:
    """Take the rest of what is being sent, and drop it: an answer to somebody who is still sending breaks the connection
    (rfc-editor.org/rfc/rfc9112#section-9.6), and they never learn why. Beyond a limit it is left to break."""
    request.max_content_length = MOST_HEARD
    with suppress(HTTPException):
        if isinstance(request.stream, LimitedStream):
            request.stream.exhaust()


def _unexpected(error: Exception) -> Answer:
    log.exception("unexpected error")
    db.session.rollback()
    return _page(500)
