"""Files of a claim, for its expert and the vendor's assessors and admins."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, request, send_file

from marketplace.assessing import queries
from marketplace.evidence.files import SHOWN, label_of
from marketplace.gateways import storage
from marketplace.kit.ids import Ref
from marketplace.web.security import actor, signed_in

bp = Blueprint("evidence", __name__)


@bp.app_template_filter()
def host(address: str) -> str:
    """Where a link leads: `example.org`."""
    return urlsplit(address).hostname or ""


@bp.app_template_filter()
def file_kind(media_type: str) -> str:
    """`PDF`, `Word document`."""
    return label_of(media_type)


@bp.app_template_test()
def opened_here(media_type: str) -> bool:
    """Whether the browser shows it rather than saving it."""
    return media_type in SHOWN


@bp.get("/evidence/<ref>")
@signed_in
def show(ref: Ref) -> Response:
    """Pictures and PDF open in the browser, in a sandbox; everything else is downloaded, never run."""
    piece = queries.readable_file(ref, actor())
    inline = piece.media_type in SHOWN and "download" not in request.args
    answer = send_file(
        storage.path_of(piece.file_key or ""),
        mimetype=piece.media_type,
        as_attachment=not inline,
        download_name=piece.file_name,
        max_age=0,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
