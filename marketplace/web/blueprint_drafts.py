"""The draft of a published blueprint's next version: what it changes; publishing or discarding it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import policy, queries, revisions, versions
from marketplace.catalog.contents import content
from marketplace.kit.errors import Invalid, NotFound, Refused, permit
from marketplace.kit.ids import Ref
from marketplace.web.blueprint_changes import compare
from marketplace.web.forms.refusal import status_of
from marketplace.web.security import actor, signed_in

bp = Blueprint("blueprint_drafts", __name__, url_prefix="/catalog/blueprints/<ref>/draft")

Page = Response | tuple[str, int]


@bp.get("")
@signed_in
def show(ref: Ref) -> Page:
    return _page(ref)


@bp.post("/publication")
@signed_in
def publish(ref: Ref) -> Page:
    try:
        blueprint = revisions.publish(ref, request.form.get("revision", ""), by=actor())
    except NotFound:
        raise
    except Refused as refusal:
        return _page(ref, refusal)
    number = versions.current(blueprint).number
    flash(f"Version {number} of “{blueprint.title}” is what customers read from now on.", "success")
    return redirect(url_for("blueprints.edit", ref=ref))


@bp.post("/removal")
@signed_in
def discard(ref: Ref) -> Page:
    blueprint = revisions.discard(ref, by=actor())
    flash(f"The draft is gone. “{blueprint.title}” stays as customers read it.", "success")
    return redirect(url_for("blueprints.edit", ref=ref))


def _page(ref: Ref, refusal: Refused | None = None) -> Page:
    blueprint = queries.blueprint(ref)
    permit(policy.may_edit(actor(), blueprint.vendor_id))
    draft = revisions.of_blueprint(blueprint)
    if draft is None:
        raise NotFound
    missing, drafted = "", None
    try:
        drafted = content(revisions.sketch(blueprint, revisions.plan_of(draft)))
    except Invalid as mistakes:
        missing = mistakes.sentence
    page = render_template(
        "blueprints/draft.html",
        blueprint=blueprint,
        draft=draft,
        before=versions.current(blueprint),
        missing=missing,
        drafted=drafted,
        changes=compare(content(blueprint), drafted) if drafted else [],
        refusal=refusal,
    )
    return page, status_of(refusal) if refusal else 200
