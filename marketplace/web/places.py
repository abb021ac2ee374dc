"""Towns by the beginning of their name, for fields that complete what is typed."""

from typing import Any

from flask import Blueprint, request

from marketplace.registry import queries
from marketplace.web.security import limiter

bp = Blueprint("places", __name__)


@bp.get("/places")
@limiter.limit("240/minute")
def index() -> dict[str, Any]:
    found = queries.places(request.args.get("q", ""))
    return {"places": [{"id": one.id, "label": one.label} for one in found]}
