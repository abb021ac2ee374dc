"""The searches that a person keeps."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.kit.ids import Ref
from marketplace.saved_searches import queries, service, standing, wording
from marketplace.saved_searches.models import SavedSearch
from marketplace.search.query import Query
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.saved_searches import RevisionForm, SaveForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("saved_searches", __name__, url_prefix="/saved-searches")

Page = tuple[str, int] | Response


@bp.get("")
@signed_in
def index() -> str:
    kept = queries.saved_by(actor().user_id)
    return render_template(
        "saved_searches/index.html",
        kept=kept,
        asked={one.id: wording.asked(one.args) for one in kept},
        rests={one.id: standing.rest(one) for one in kept},
        alerts=wording.ALERTS,
        most=service.MOST,
    )


@bp.route("/new", methods=["GET", "POST"])
@signed_in
def new() -> Page:
    """The address carries the search, as the search page's own does."""
    query = Query.parse(request.args)
    form = SaveForm(data={"name": query.words}).offer(queries.saved_by(actor().user_id))

    def save() -> SavedSearch:
        name, alerts, by = form.name.data or "", form.wanted, actor()
        if form.instead.data:
            return service.replace(form.instead.data, query, name, alerts, by=by)
        return service.save(query, name, alerts, by=by)

    status = attempt(form, save)
    if status == DONE:
        flash(f"“{form.name.data}” is kept.", "success")
        return redirect(url_for("saved_searches.index"))
    asked = wording.asked(standing.canonical(query))
    return render_template("saved_searches/new.html", form=form, query=query, asked=asked), status


@bp.get("/<ref>")
@signed_in
def show(ref: Ref) -> Response:
    """On to what it finds today."""
    search = queries.own(ref, actor())
    return redirect(url_for("search.index", **search.args | standing.current(search).to_args()))


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Page:
    search = queries.own(ref, actor())
    form = RevisionForm(data={"name": search.name, "alerts": search.alerts.value})
    status = attempt(form, lambda: service.revise(ref, form.name.data or "", form.wanted, by=actor()))
    if status == DONE:
        flash("Changed.", "success")
        return redirect(url_for("saved_searches.index"))
    return render_template(
        "saved_searches/edit.html",
        form=form,
        search=search,
        asked=wording.asked(search.args),
        rest=standing.rest(search),
    ), status


@bp.post("/<ref>/removal")
@signed_in
def remove(ref: Ref) -> Response:
    service.delete(ref, by=actor())
    flash("Deleted. No more alerts come from it.", "success")
    return redirect(url_for("saved_searches.index"))
