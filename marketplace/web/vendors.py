"""Vendors: who they are, what they offer, on which terms."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import queries as catalog
from marketplace.certification import counts
from marketplace.kit import clock
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.paging import page_number
from marketplace.organizations import policy, queries, vendors
from marketplace.organizations.models import Vendor
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.vendors import TermsForm, VendorForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("vendors", __name__, url_prefix="/vendors")

Page = tuple[str, int] | Response


@bp.get("")
def index() -> str:
    page = catalog.vendors_page(page_number(request.args.get("page")))
    offered = catalog.offered_names([one.id for one in page.items])
    return render_template("vendors/index.html", page=page, offered=offered)


@bp.get("/<slug>")
def show(slug: str) -> str:
    vendor = _named(slug)
    products = catalog.products_of(vendor.id)
    return render_template(
        "vendors/show.html",
        vendor=vendor,
        products=products,
        experts=counts.experts_by_product([one.id for one in products], clock.today()),
        administers=policy.may_revise_vendor(actor(), vendor) is True,
    )


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@signed_in
def edit(slug: str) -> Page:
    vendor = _administered(slug)
    form = VendorForm(obj=vendor)

    def save() -> None:
        vendors.revise(
            vendor.ref,
            name=form.name.data or "",
            about=form.about.data or "",
            website=form.website.data or "",
            by=actor(),
        )

    status = attempt(form, save)
    if status == DONE:
        flash("Saved. This is what everybody sees.", "success")
        return redirect(url_for(".show", slug=slug))
    return render_template("vendors/edit.html", vendor=vendor, form=form), status


@bp.route("/<slug>/terms", methods=["GET", "POST"])
@signed_in
def terms(slug: str) -> Page:
    vendor = _administered(slug)
    form = TermsForm.of(vendors.terms_of(vendor))
    status = attempt(form, lambda: vendors.set_terms(vendor.ref, form.terms(), by=actor()))
    if status == DONE:
        flash("Saved. New bookings and certificates follow these terms; earlier ones keep theirs.", "success")
        return redirect(url_for(".terms", slug=slug))
    return render_template("vendors/terms.html", vendor=vendor, form=form), status


def _named(slug: str) -> Vendor:
    vendor = queries.vendor_by_slug(slug)
    if vendor is None:
        raise NotFound
    return vendor


def _administered(slug: str) -> Vendor:
    vendor = _named(slug)
    permit(policy.may_revise_vendor(actor(), vendor))
    return vendor
