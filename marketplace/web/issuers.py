"""Issuers, for machines: the keys a vendor signs with, and the lists of what still counts."""

import json

from flask import Blueprint, Response

from marketplace.badges import keys, queries
from marketplace.web.machines import DOCUMENT, answer

bp = Blueprint("issuers", __name__)

FIVE_MINUTES, ONE_MINUTE = 300, 60


@bp.get("/issuers/<slug>/did.json")
def did(slug: str) -> Response:
    document = keys.did_document(queries.issuer(slug))
    return answer(json.dumps(document), "application/did+json", seconds=FIVE_MINUTES)


@bp.get("/status/<slug>/<number>")
def status(slug: str, number: str) -> Response:
    """As it was signed when it last changed."""
    return answer(queries.status_list(slug, number).document, DOCUMENT, seconds=ONE_MINUTE)
