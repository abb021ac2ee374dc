"""Past employments, as their expert keeps them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import queries as catalog
from marketplace.kit.ids import Ref
from marketplace.registry import experience, queries
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.experience import ExperienceForm
from marketplace.web.profile import guide, own
from marketplace.web.security import actor, signed_in

bp = Blueprint("experience", __name__, url_prefix="/profile/experience")

Page = tuple[str, int] | Response


@bp.get("")
@signed_in
def index() -> str:
    expert = own()
    return render_template("experience/index.html", expert=expert, guide=guide(expert))


@bp.route("/new", methods=["GET", "POST"])
@signed_in
def new() -> Page:
    expert = own()
    form = ExperienceForm.of(None, catalog.offered_products())
    status = attempt(form, lambda: experience.add(expert.ref, form.employment(), by=actor()))
    if status == DONE:
        flash("Added to your profile.", "success")
        return redirect(url_for(".index"))
    return render_template(
        "experience/edit.html", expert=expert, form=form, row=None, guide=guide(expert)
    ), status


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Page:
    row = queries.own_experience(ref, actor())
    form = ExperienceForm.of(row, catalog.offered_products())
    status = attempt(form, lambda: experience.revise(ref, form.employment(), by=actor()))
    if status == DONE:
        flash("Saved.", "success")
        return redirect(url_for(".index"))
    return render_template(
        "experience/edit.html", expert=row.expert, form=form, row=row, guide=guide(row.expert)
    ), status


@bp.post("/<ref>/removal")
@signed_in
def remove(ref: Ref) -> Response:
    experience.remove(ref, by=actor())
    flash("Removed from your profile.", "success")
    return redirect(url_for(".index"))
