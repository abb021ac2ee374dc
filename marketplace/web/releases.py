"""Releases and what they changed, as a vendor's administrators keep them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import listing, policy, queries, service
from marketplace.catalog.listing import MOST, TopicLine
from marketplace.catalog.models import Release
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.lines import STEP, rearranged
from marketplace.web.forms.releases import ReleaseForm
from marketplace.web.forms.topics import TopicsForm, topics_form
from marketplace.web.products import editable
from marketplace.web.security import actor, signed_in

bp = Blueprint("releases", __name__, url_prefix="/catalog")

Page = tuple[str, int] | Response


@bp.route("/products/<product_ref>/releases/new", methods=["GET", "POST"])
@signed_in
def new(product_ref: Ref) -> Page:
    product = editable(product_ref)
    form = ReleaseForm()
    made: list[Release] = []
    status = attempt(form, lambda: made.append(service.add_release(product_ref, **_typed(form), by=actor())))
    if status == DONE:
        flash(f"Release {form.version.data} is in the catalogue. What did it change?", "success")
        return redirect(url_for(".topics", ref=made[0].ref))
    return render_template("releases/new.html", product=product, form=form), status


@bp.route("/releases/<ref>/edit", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Page:
    release = _editable(ref)
    form = ReleaseForm(obj=release)
    status = attempt(form, lambda: service.revise_release(ref, **_typed(form), by=actor()))
    if status == DONE:
        flash("Saved.", "success")
        return redirect(url_for("catalog.show", ref=release.product.ref))
    return render_template("releases/edit.html", release=release, form=form), status


@bp.route("/releases/<ref>/topics", methods=["GET", "POST"])
@signed_in
def topics(ref: Ref) -> Page:
    release = _editable(ref)
    form = topics_form(release)
    lines = rearranged(form.lines, request.form.get(STEP, ""), TopicLine(""), MOST)
    if lines is not None:
        return _listed(release, topics_form(release, lines, form.gone_after(lines))), 200
    status = attempt(form, lambda: listing.revise(ref, form.lines, dropped=form.gone, by=actor()))
    if status == DONE:
        flash("Saved. Whoever was certified on an earlier release sees what changed since.", "success")
        return redirect(url_for("catalog.show", ref=release.product.ref))
    return _listed(release, form), status


def _listed(release: Release, form: TopicsForm) -> str:
    return render_template("releases/topics.html", release=release, form=form, most=MOST)


def _editable(ref: Ref) -> Release:
    release = queries.release(ref)
    permit(policy.may_edit(actor(), release.product.vendor_id))
    return release


def _typed(form: ReleaseForm) -> dict[str, Any]:
    return {
        "version": form.version.data or "",
        "released_on": form.released_on.data,
        "notes": form.notes.data or "",
        "major": form.major.data,
    }
