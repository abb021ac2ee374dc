"""From an error to a problem (rfc-editor.org/rfc/rfc9457): the one place where the tree of `kit/errors.py` meets JSON."""

from collections.abc import Mapping
from http import HTTPStatus

import structlog
from flask import Blueprint, Response, g, jsonify

from marketplace.db.base import db
from marketplace.kit import errors

STATUS: tuple[tuple[type[errors.MarketError], HTTPStatus], ...] = (
    (errors.NotFound, HTTPStatus.NOT_FOUND),
    (errors.NotAllowed, HTTPStatus.FORBIDDEN),
    (errors.Conflict, HTTPStatus.CONFLICT),
    (errors.Refused, HTTPStatus.BAD_REQUEST),
    (errors.Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)

log = structlog.get_logger()


def answer_for(bp: Blueprint) -> None:
    bp.register_error_handler(errors.MarketError, _market)
    bp.register_error_handler(Exception, _unexpected)


def problem(status: HTTPStatus, detail: str, fields: Mapping[str, str] | None = None) -> Response:
    """`errors` has a parameter and a sentence for each that makes no sense. No type: the status says it all."""
    body: dict[str, object] = {"title": status.phrase, "status": int(status), "detail": detail}
    if fields:
        body["errors"] = [{"parameter": name, "detail": sentence} for name, sentence in fields.items()]
    made = jsonify(body | {"request_id": g.get("request_id", "")})
    made.status_code, made.mimetype = status, "application/problem+json"
    return made


def _market(error: errors.MarketError) -> Response:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    return problem(status, error.sentence, error.fields if isinstance(error, errors.Invalid) else None)


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected error")
    db.session.rollback()
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return problem(status, "Something went wrong on our side. Nothing was changed.")
