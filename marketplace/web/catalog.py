"""The catalogue as a vendor's administrators keep it: everything, retired parts too, with its one-step acts."""

from flask import Blueprint, render_template

from marketplace.accounts.actor import StaffRole
from marketplace.catalog import queries
from marketplace.kit.errors import NotAllowed
from marketplace.kit.ids import Ref
from marketplace.organizations.models import Vendor
from marketplace.web.context import hat
from marketplace.web.products import editable
from marketplace.web.security import actor, signed_in

bp = Blueprint("catalog", __name__, url_prefix="/catalog")


@bp.get("")
@signed_in
def index() -> str:
    vendor = _own()
    products = queries.products_of(vendor.id, retired=True)
    return render_template("catalog/index.html", vendor=vendor, products=products)


@bp.get("/products/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return render_template("catalog/show.html", product=editable(ref))


def _own() -> Vendor:
    """The vendor whose hat is worn, or the first that the person administers."""
    worn = hat()
    mine = [one for one in queries.vendors() if actor().is_staff(one.id, StaffRole.ADMIN)]
    if not mine:
        raise NotAllowed("Only a vendor's own administrators keep its catalogue.")
    return next((one for one in mine if worn and worn.ref == one.ref), mine[0])
