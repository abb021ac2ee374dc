"""The customer's own references of a booking: purchase order and cost centre, until it is paid."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import policy, queries, service
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.bookings import PapersForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("papers", __name__)


@bp.route("/bookings/<ref>/papers", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Response | tuple[str, int]:
    booking = queries.visible(ref, actor())
    permit(policy.may_name_papers(actor(), booking))
    form = PapersForm(obj=booking)
    status = attempt(
        form,
        lambda: service.name_papers(ref, form.po_number.data or "", form.cost_centre.data or "", by=actor()),
    )
    if status == DONE:
        flash("Saved. They stand on the booking and in your spending.", "success")
        return redirect(url_for("bookings.show", ref=ref))
    return render_template("papers/edit.html", booking=booking, form=form), status
