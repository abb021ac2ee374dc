"""The money of a vendor's bookings, for its finance; and the way to one's own money under each hat."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.kit.errors import permit
from marketplace.kit.paging import page_number
from marketplace.organizations import queries as organizations
from marketplace.payouts import overview, policy
from marketplace.web.context import hat
from marketplace.web.security import actor, signed_in

bp = Blueprint("money", __name__)


@bp.get("/money")
@signed_in
def index() -> Response:
    """The money of the hat that is worn."""
    worn = hat()
    if worn and worn.kind == "organization":
        return redirect(url_for("spending.show", ref=worn.ref))
    if worn and worn.kind == "vendor" and (vendor := organizations.vendor(worn.ref)):
        return redirect(url_for("money.show", slug=vendor.slug))
    return redirect(url_for("earnings.show"))


@bp.get("/vendors/<slug>/money")
@signed_in
def show(slug: str) -> str:
    vendor = organizations.visible_vendor(slug, actor())
    permit(policy.may_see_vendor_money(actor(), vendor))
    return render_template(
        "money/show.html",
        vendor=vendor,
        books=overview.books_of(vendor.id),
        page=overview.lines_of(vendor.id, page_number(request.args.get("page"))),
    )
