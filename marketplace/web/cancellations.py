"""Cancelling a booking: first the figures, then the question."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import cancellation, policy, queries, service
from marketplace.bookings.models import LIFECYCLE, Side
from marketplace.kit import clock
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.bookings import CancellationForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("cancellations", __name__)


@bp.route("/bookings/<ref>/cancellation", methods=["GET", "POST"])
@signed_in
def new(ref: Ref) -> Response | tuple[str, int]:
    booking, form = queries.visible(ref, actor()), CancellationForm()
    permit(policy.may_cancel(actor(), booking))
    side = policy.side_of(actor(), booking) or Side.CUSTOMER
    LIFECYCLE.after(booking.state, "cancel")
    figures = service.settlement(booking, side)
    status = attempt(form, lambda: service.cancel(ref, by=actor(), reason=form.reason.data or ""))
    if status == DONE:
        flash("The booking is cancelled, and the other side has been told.", "success")
        return redirect(url_for("bookings.show", ref=ref))
    return render_template(
        "cancellations/new.html",
        booking=booking,
        form=form,
        figures=figures,
        side=side,
        cancelling=cancellation.windows(service.agreed(booking)),
        now=clock.now(),
    ), status
