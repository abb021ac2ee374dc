"""A vendor's blueprints as one file, out and in."""

from flask import Blueprint, Response, render_template
from werkzeug.datastructures import FileStorage

from marketplace.catalog import exchange
from marketplace.catalog.exchange import Taken
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.blueprints import BlueprintImportForm
from marketplace.web.products import administered
from marketplace.web.security import actor, signed_in

bp = Blueprint("blueprint_exchange", __name__, url_prefix="/catalog")


@bp.get("/<vendor_slug>/blueprints/export.json")
@signed_in
def export(vendor_slug: str) -> Response:
    vendor = administered(vendor_slug)
    named = {"Content-Disposition": f'attachment; filename="{vendor.slug}-blueprints.json"'}
    return Response(exchange.exported(vendor), mimetype="application/json", headers=named)


@bp.route("/<vendor_slug>/blueprints/import", methods=["GET", "POST"])
@signed_in
def new(vendor_slug: str) -> tuple[str, int]:
    """What was taken in stands on the page that answers: drafts, each with what did not match."""
    vendor = administered(vendor_slug)
    form, taken = BlueprintImportForm(), list[Taken]()
    status = attempt(form, lambda: taken.extend(_take_in(vendor.ref, form.file.data)))
    page = render_template("blueprints/import.html", vendor=vendor, form=form, taken=taken, exchange=exchange)
    return page, 200 if status == DONE else status


def _take_in(vendor_ref: str, file: FileStorage) -> list[Taken]:
    return exchange.take_in(vendor_ref, file.read(exchange.LARGEST + 1), by=actor())
