"""Modules, as a vendor's administrators keep them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import policy, queries, service
from marketplace.catalog.models import Module
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.modules import ModuleForm
from marketplace.web.products import editable
from marketplace.web.security import actor, signed_in

bp = Blueprint("modules", __name__, url_prefix="/catalog")

Page = tuple[str, int] | Response


@bp.route("/products/<product_ref>/modules/new", methods=["GET", "POST"])
@signed_in
def new(product_ref: Ref) -> Page:
    product = editable(product_ref)
    form = ModuleForm()
    status = attempt(form, lambda: service.add_module(product_ref, **_typed(form), by=actor()))
    if status == DONE:
        flash(f"{form.name.data} is in the catalogue. Experts can claim it from now on.", "success")
        return redirect(url_for("catalog.show", ref=product_ref))
    return render_template("modules/new.html", product=product, form=form), status


@bp.route("/modules/<ref>/edit", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Page:
    module = _editable(ref)
    form = ModuleForm(obj=module)
    status = attempt(form, lambda: service.revise_module(ref, **_typed(form), by=actor()))
    if status == DONE:
        flash("Saved.", "success")
        return redirect(url_for("catalog.show", ref=module.product.ref))
    return render_template("modules/edit.html", module=module, form=form), status


@bp.post("/modules/<ref>/retirement")
@signed_in
def retire(ref: Ref) -> Response:
    module = service.retire_module(ref, by=actor())
    flash(f"{module.name} is retired: no new claims. Certificates stay valid. You can restore it.", "success")
    return redirect(url_for("catalog.show", ref=module.product.ref))


@bp.post("/modules/<ref>/restoration")
@signed_in
def restore(ref: Ref) -> Response:
    module = service.restore_module(ref, by=actor())
    flash(f"{module.name} is offered again.", "success")
    return redirect(url_for("catalog.show", ref=module.product.ref))


def _editable(ref: Ref) -> Module:
    module = queries.module(ref)
    permit(policy.may_edit(actor(), module.product.vendor_id))
    return module


def _typed(form: ModuleForm) -> dict[str, str]:
    return {"name": form.name.data or "", "summary": form.summary.data or ""}
