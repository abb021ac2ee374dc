"""Synonyms, as a vendor's administrators keep them: a list with room for one more."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import synonyms
from marketplace.kit.ids import Ref
from marketplace.web.blueprints import offered_by
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.synonyms import SynonymForm
from marketplace.web.products import administered
from marketplace.web.security import actor, signed_in

bp = Blueprint("synonyms", __name__, url_prefix="/catalog")

Page = tuple[str, int] | Response


@bp.route("/<vendor_slug>/synonyms", methods=["GET", "POST"])
@signed_in
def index(vendor_slug: str) -> Page:
    vendor = administered(vendor_slug)
    form = SynonymForm().offer(offered_by(vendor))

    def add() -> None:
        synonyms.add(vendor.ref, phrase=form.phrase.data or "", skill_ref=form.skill.data, by=actor())

    status = attempt(form, add)
    if status == DONE:
        flash(f"Whoever types “{form.phrase.data}” is understood from now on.", "success")
        return redirect(url_for(".index", vendor_slug=vendor_slug))
    kept = synonyms.synonyms_of(vendor.id)
    return render_template("synonyms/index.html", vendor=vendor, form=form, synonyms=kept), status


@bp.post("/synonyms/<ref>/removal")
@signed_in
def remove(ref: Ref) -> Response:
    synonym = synonyms.remove(ref, by=actor())
    flash(f"“{synonym.phrase}” is an ordinary word again.", "success")
    return redirect(url_for(".index", vendor_slug=synonym.product.vendor.slug))
