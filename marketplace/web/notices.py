"""What a person has been told."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.notices import queries, service
from marketplace.notices.steps import step_of
from marketplace.web.security import actor, own_path, signed_in

bp = Blueprint("notices", __name__)


@bp.app_context_processor
def _unread() -> dict[str, int]:
    """The number on the bell; counted once per request."""
    user_id = actor().user_id
    if user_id is None:
        return {"unread": 0}
    if "unread" not in g:
        g.unread = queries.unread(user_id)
    return {"unread": g.unread}


@bp.get("/notices")
@signed_in
def index() -> str:
    page = queries.notices_of(actor().user_id, page_number(request.args.get("page")))
    return render_template("notices/index.html", page=page, step_of=step_of)


@bp.post("/notices/<ref>/reading")
@signed_in
def read(ref: Ref) -> Response:
    """Mark it as read, and lead on to what it is about unless one only wants it off the list."""
    notice = service.read(ref, by=actor())
    target = url_for("notices.index") if "stay" in request.form else own_path(notice.path, "/notices")
    return redirect(target)


@bp.post("/notices/reading")
@signed_in
def read_all() -> Response:
    service.read_all(by=actor())
    return redirect(url_for("notices.index"))
