"""Products: the public list and pages, and what a vendor's administrators do with theirs."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import policy, queries, service
from marketplace.catalog.models import Product
from marketplace.certification import counts
from marketplace.kit import clock
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Vendor
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.products import ProductForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("products", __name__)

Page = tuple[str, int] | Response


@bp.get("/products")
def index() -> str:
    page = queries.offered_page(page_number(request.args.get("page")))
    experts = counts.experts_by_product([one.id for one in page.items], clock.today())
    vendors = dict.fromkeys(one.vendor for one in page.items)
    return render_template("products/index.html", page=page, vendors=vendors, experts=experts)


@bp.get("/products/<vendor_slug>/<slug>")
def show(vendor_slug: str, slug: str) -> str:
    product = queries.product_by_slug(vendor_slug, slug)
    today = clock.today()
    return render_template(
        "products/show.html",
        product=product,
        in_all=counts.experts_by_product([product.id], today).get(product.id, 0),
        experts=counts.experts_by_skill(product.id, today),
        skills={one.module_id: one for one in product.skills},
        outcomes=queries.published_blueprints(product_id=product.id),
        today=today,
        administers=policy.may_edit(actor(), product.vendor_id) is True,
    )


@bp.route("/catalog/<vendor_slug>/products/new", methods=["GET", "POST"])
@signed_in
def new(vendor_slug: str) -> Page:
    vendor = administered(vendor_slug)
    form = ProductForm()
    made: list[Product] = []
    status = attempt(form, lambda: made.append(service.add_product(vendor.ref, **_typed(form), by=actor())))
    if status == DONE:
        flash(f"{made[0].name} is in the catalogue. Add its modules and releases next.", "success")
        return redirect(url_for("catalog.show", ref=made[0].ref))
    return render_template("products/new.html", vendor=vendor, form=form), status


@bp.route("/catalog/products/<ref>/edit", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Page:
    product = editable(ref)
    form = ProductForm(obj=product)
    status = attempt(form, lambda: service.revise_product(ref, **_typed(form), by=actor()))
    if status == DONE:
        flash("Saved.", "success")
        return redirect(url_for("catalog.show", ref=ref))
    return render_template("products/edit.html", product=product, form=form), status


@bp.post("/catalog/products/<ref>/retirement")
@signed_in
def retire(ref: Ref) -> Response:
    product = service.retire_product(ref, by=actor())
    flash(
        f"{product.name} is retired: no new claims. Certificates stay valid. You can restore it.", "success"
    )
    return redirect(url_for("catalog.show", ref=ref))


@bp.post("/catalog/products/<ref>/restoration")
@signed_in
def restore(ref: Ref) -> Response:
    product = service.restore_product(ref, by=actor())
    flash(f"{product.name} is offered again.", "success")
    return redirect(url_for("catalog.show", ref=ref))


def editable(ref: Ref) -> Product:
    """The product, for an administrator of its vendor."""
    product = queries.product(ref)
    permit(policy.may_edit(actor(), product.vendor_id))
    return product


def administered(slug: str) -> Vendor:
    """The vendor, for one of its administrators."""
    vendor = organizations.vendor_by_slug(slug)
    if vendor is None:
        raise NotFound
    permit(policy.may_edit(actor(), vendor.id))
    return vendor


def _typed(form: ProductForm) -> dict[str, str]:
    return {"name": form.name.data or "", "summary": form.summary.data or "", "about": form.about.data or ""}
