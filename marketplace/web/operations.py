"""Running the installation: its health, what got stuck, and the vendors on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.events import stuck
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations import queries
from marketplace.organizations import service as organizations
from marketplace.reconciliation import unfinished as money
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.operations import FoundVendorForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("operations", __name__, url_prefix="/operations")

P = ParamSpec("P")
R = TypeVar("R")
Page = tuple[str, int] | Response


def for_operators(view: Callable[P, R]) -> Callable[P, R | Any]:
    """To everybody else these pages do not exist."""

    @signed_in
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not actor().operator:
            raise NotFound
        return view(*args, **kwargs)

    return guarded


@bp.get("")
@for_operators
def index() -> str:
    page = stuck.parked(page_number(request.args.get("page")))
    return render_template(
        "operations/index.html", figures=stuck.figures(), page=page, unfinished=money.unfinished(actor())
    )


@bp.post("/jobs/<box>/<int:job>/retry")
@for_operators
def retry(box: str, job: int) -> Response:
    stuck.retry(box, job)
    flash("It is tried again now.", "success")
    return redirect(url_for(".index"))


@bp.post("/money/<kind>/<ref>/retry")
@for_operators
def retry_money(kind: str, ref: Ref) -> Response:
    money.try_again(kind, ref, by=actor())
    flash("It is tried again within the minute.", "success")
    return redirect(url_for(".index"))


@bp.route("/vendors", methods=["GET", "POST"])
@for_operators
def vendors() -> Page:
    form = FoundVendorForm()
    status = attempt(form, lambda: _found(form))
    if status == DONE:
        flash(f"{form.name.data} is here, and an invitation is on its way to {form.email.data}.", "success")
        return redirect(url_for(".vendors"))
    return render_template("operations/vendors.html", vendors=queries.vendors(), form=form), status


def _found(form: FoundVendorForm) -> None:
    organizations.found_vendor_with_admin(
        form.name.data or "", about=form.about.data or "", admin=form.email.data or "", by=actor()
    )
