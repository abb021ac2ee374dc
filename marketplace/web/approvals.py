"""Yes or no to a booking that is above what its booker may decide alone."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from marketplace.approvals import policy, queries, service
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import BookingState
from marketplace.kit.errors import NotFound, Refused, permit
from marketplace.kit.ids import Ref
from marketplace.web import booking_page
from marketplace.web.forms.approvals import RefusalForm
from marketplace.web.forms.refusal import show_on, status_of
from marketplace.web.security import actor, signed_in

bp = Blueprint("approvals", __name__)

Answer = Response | tuple[str, int]


@bp.post("/bookings/<ref>/approval")
@signed_in
def give(ref: Ref) -> Answer:
    try:
        service.give(ref, by=actor())
    except NotFound:
        raise
    except Refused as refusal:
        booking = bookings.visible(ref, actor())
        return booking_page.render(booking, sentence=refusal.sentence), status_of(refusal)
    accepted = bookings.visible(ref, actor()).state is BookingState.ACCEPTED
    flash(
        f"Approved. It can be paid {'now' if accepted else 'as soon as the expert has accepted'}.", "success"
    )
    return redirect(url_for("bookings.show", ref=ref))


@bp.post("/bookings/<ref>/approval/refusal")
@signed_in
def refuse(ref: Ref) -> Answer:
    permit(policy.may_decide(actor(), queries.visible(ref, actor())))
    form = RefusalForm()
    if not form.validate():
        return booking_page.render(bookings.visible(ref, actor()), approval_form=form), 400
    try:
        service.refuse(ref, form.reason.data or "", by=actor())
    except NotFound:
        raise
    except Refused as refusal:
        status = show_on(form, refusal)
        booking = bookings.visible(ref, actor())
        return booking_page.render(booking, sentence=refusal.sentence, approval_form=form), status
    flash("Refused. The days are free again, and nothing was charged.", "success")
    return redirect(url_for("bookings.show", ref=ref))
