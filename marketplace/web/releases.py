"""Releases, as a vendor's administrators keep them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import policy, queries, service
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.releases import ReleaseForm
from marketplace.web.products import editable
from marketplace.web.security import actor, signed_in

bp = Blueprint("releases", __name__, url_prefix="/catalog")

Page = tuple[str, int] | Response


@bp.route("/products/<product_ref>/releases/new", methods=["GET", "POST"])
@signed_in
def new(product_ref: Ref) -> Page:
    product = editable(product_ref)
    form = ReleaseForm()
    status = attempt(form, lambda: service.add_release(product_ref, **_typed(form), by=actor()))
    if status == DONE:
        flash(f"Release {form.version.data} is in the catalogue.", "success")
        return redirect(url_for("catalog.show", ref=product_ref))
    return render_template("releases/new.html", product=product, form=form), status


@bp.route("/releases/<ref>/edit", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Page:
    release = queries.release(ref)
    permit(policy.may_edit(actor(), release.product.vendor_id))
    form = ReleaseForm(obj=release)
    status = attempt(form, lambda: service.revise_release(ref, **_typed(form), by=actor()))
    if status == DONE:
        flash("Saved.", "success")
        return redirect(url_for("catalog.show", ref=release.product.ref))
    return render_template("releases/edit.html", release=release, form=form), status


def _typed(form: ReleaseForm) -> dict[str, Any]:
    return {
        "version": form.version.data or "",
        "released_on": form.released_on.data,
        "notes": form.notes.data or "",
    }
