"""The books held against Stripe's, for whoever runs the installation."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.reconciliation import queries, service
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.reconciliation import BeginForm, CorrectionForm
from marketplace.web.operations import for_operators
from marketplace.web.security import actor

bp = Blueprint("reconciliation", __name__, url_prefix="/operations/reconciliation")


@bp.get("")
@for_operators
def index() -> str:
    page = queries.latest(page_number(request.args.get("page")))
    return render_template(
        "operations/reconciliation/index.html", page=page, form=BeginForm(), under_way=queries.under_way()
    )


@bp.post("")
@for_operators
def begin() -> Response:
    made = service.begin(whole=bool(BeginForm().whole.data), by=actor())
    return redirect(url_for(".show", ref=made.ref))


@bp.get("/<ref>")
@for_operators
def show(ref: Ref) -> str:
    return _shown(ref, CorrectionForm(formdata=None))


@bp.post("/<ref>/corrections")
@for_operators
def correct(ref: Ref) -> Response | tuple[str, int]:
    """A reason that is missing, or a difference that is gone, leads back to the page with what was typed."""
    form = CorrectionForm()
    owner, subject, reason = form.owner.data or "", form.subject.data or "", form.reason.data or ""
    status = attempt(form, lambda: service.correct(ref, owner, subject, reason, by=actor()))
    if status != DONE:
        return _shown(ref, form), status
    flash("It stands in the books now. Compare again to see what is left.", "success")
    return redirect(url_for(".show", ref=ref))


def _shown(ref: Ref, form: CorrectionForm) -> str:
    made = queries.visible(ref, actor())
    return render_template(
        "operations/reconciliation/show.html", made=made, report=made.report, form=form, begin=BeginForm()
    )
