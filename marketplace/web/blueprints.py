"""Blueprints, as a vendor's administrators keep them: outcomes that customers search by."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import blueprints, policy, queries, revisions, versions
from marketplace.catalog import outcomes as catalog
from marketplace.catalog.contents import content
from marketplace.catalog.models import Skill
from marketplace.catalog.needs import MOST_SKILLS
from marketplace.catalog.plans import Need
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.organizations.models import Vendor
from marketplace.programmes.levels import Level
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.blueprints import BlueprintForm, blueprint_form
from marketplace.web.forms.lines import STEP, rearranged
from marketplace.web.products import administered
from marketplace.web.security import actor, signed_in

bp = Blueprint("blueprints", __name__, url_prefix="/catalog")

Page = tuple[str, int] | Response


@bp.get("/<vendor_slug>/blueprints")
@signed_in
def index(vendor_slug: str) -> str:
    vendor = administered(vendor_slug)
    return render_template(
        "blueprints/index.html",
        vendor=vendor,
        blueprints=queries.blueprints_of(vendor.id),
        drafted=revisions.drafted_of(vendor.id),
    )


@bp.route("/<vendor_slug>/blueprints/new", methods=["GET", "POST"])
@signed_in
def new(vendor_slug: str) -> Page:
    vendor = administered(vendor_slug)
    offered = offered_by(vendor)
    form = blueprint_form(offered)
    changed = _rearranged(form, offered)
    if changed:
        return _form(changed, vendor), 200
    made: list[catalog.Blueprint] = []
    status = attempt(form, lambda: made.append(blueprints.add(vendor.ref, form.plan, by=actor())))
    if status == DONE:
        flash("Kept as a draft. Publish it when it is ready; until then only you see it.", "success")
        return redirect(url_for(".edit", ref=made[0].ref))
    return _form(form, vendor), status


@bp.route("/blueprints/<ref>", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Page:
    blueprint = queries.blueprint(ref)
    permit(policy.may_edit(actor(), blueprint.vendor_id))
    offered, draft = offered_by(blueprint.vendor), revisions.of_blueprint(blueprint)
    form = blueprint_form(offered, blueprint, draft=revisions.plan_of(draft) if draft else None)
    changed = _rearranged(form, offered, blueprint)
    if changed:
        return _form(changed, blueprint.vendor, blueprint), 200
    status = attempt(form, lambda: blueprints.revise(ref, form.plan, by=actor()))
    if status == DONE:
        return _saved(queries.blueprint(ref))
    return _form(form, blueprint.vendor, blueprint), status


def _saved(blueprint: catalog.Blueprint) -> Response:
    """A published one shows what the draft changes, unless it changes nothing."""
    if blueprint.published and revisions.of_blueprint(blueprint):
        flash("Saved as a draft. Customers read it once you publish it.", "success")
        return redirect(url_for("blueprint_drafts.show", ref=blueprint.ref))
    flash("Customers read just this already." if blueprint.published else "Saved.", "success")
    return redirect(url_for(".edit", ref=blueprint.ref))


@bp.get("/blueprints/<ref>/versions/<number>")
@signed_in
def version(ref: Ref, number: str) -> str:
    blueprint = queries.blueprint(ref)
    permit(policy.may_edit(actor(), blueprint.vendor_id))
    kept = versions.version(ref, number)
    return render_template("blueprints/version.html", blueprint=blueprint, version=kept, content=kept.content)


@bp.post("/blueprints/<ref>/publication")
@signed_in
def publish(ref: Ref) -> Response:
    blueprint = blueprints.publish(ref, by=actor())
    flash(f"“{blueprint.title}” is published: customers find people by it.", "success")
    return redirect(url_for(".index", vendor_slug=blueprint.vendor.slug))


@bp.post("/blueprints/<ref>/retirement")
@signed_in
def retire(ref: Ref) -> Response:
    blueprint = blueprints.retire(ref, by=actor())
    flash(f"“{blueprint.title}” is retired and no longer offered. You can restore it.", "success")
    return redirect(url_for(".index", vendor_slug=blueprint.vendor.slug))


@bp.post("/blueprints/<ref>/restoration")
@signed_in
def restore(ref: Ref) -> Response:
    blueprint = blueprints.restore(ref, by=actor())
    flash(f"“{blueprint.title}” is offered again.", "success")
    return redirect(url_for(".index", vendor_slug=blueprint.vendor.slug))


@bp.app_template_filter()
def level_label(level: int) -> str:
    """`Professional`."""
    return Level(level).label


bp.add_app_template_filter(content, "in_words")


def offered_by(vendor: Vendor) -> Sequence[Skill]:
    """Skills of that vendor's that are not retired."""
    return [one for one in queries.offered_skills() if one.vendor_id == vendor.id]


def _rearranged(
    form: BlueprintForm, offered: Sequence[Skill], blueprint: catalog.Blueprint | None = None
) -> BlueprintForm | None:
    """The form with a row more, less or elsewhere; None when something else is wanted of it."""
    rows = rearranged(form.needs, request.form.get(STEP, ""), Need(), MOST_SKILLS)
    return None if rows is None else blueprint_form(offered, blueprint, replace(form.plan, needs=rows))


def _form(form: BlueprintForm, vendor: Vendor, blueprint: catalog.Blueprint | None = None) -> str:
    return render_template(
        "blueprints/edit.html",
        form=form,
        vendor=vendor,
        blueprint=blueprint,
        draft=revisions.of_blueprint(blueprint) if blueprint else None,
        versions=versions.of_blueprint(blueprint) if blueprint else (),
        most=MOST_SKILLS,
    )
