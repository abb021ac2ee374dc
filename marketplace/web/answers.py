"""What either side does with a booking: say yes, say no, take it back."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import policy, queries, service
from marketplace.bookings.wording import thing_are
from marketplace.kit.errors import Refused, permit
from marketplace.kit.ids import Ref
from marketplace.web import booking_page
from marketplace.web.forms.bookings import RefusalForm
from marketplace.web.forms.refusal import show_on, status_of
from marketplace.web.security import actor, signed_in

bp = Blueprint("answers", __name__)

Answer = Response | tuple[str, int]


@bp.post("/bookings/<ref>/acceptance")
@signed_in
def accept(ref: Ref) -> Answer:
    try:
        booking = service.accept(ref, by=actor())
    except Refused as refusal:
        return _again(ref, refusal)
    flash(
        f"You are on. {booking.organization.name} has been asked to pay, and the {thing_are(booking)} held.",
        "success",
    )
    return _back(ref)


@bp.post("/bookings/<ref>/refusal")
@signed_in
def decline(ref: Ref) -> Answer:
    booking = queries.visible(ref, actor())
    permit(policy.may_answer(actor(), booking))
    form = RefusalForm()
    if not form.validate():
        return booking_page.render(booking, refusal_form=form), 400
    try:
        booking = service.decline(ref, form.reason.data or "", by=actor())
    except Refused as refusal:
        status = show_on(form, refusal)
        return booking_page.render(queries.visible(ref, actor()), refusal_form=form), status
    flash(f"Declined. {booking.organization.name} reads your reason.", "success")
    return _back(ref)


@bp.post("/bookings/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Answer:
    try:
        service.withdraw(ref, by=actor())
    except Refused as refusal:
        return _again(ref, refusal)
    flash("Your request is taken back. Nothing was charged.", "success")
    return _back(ref)


def _again(ref: Ref, refusal: Refused) -> Answer:
    """The booking as it is now, with why that did not work. What one may not see stays unseen."""
    return booking_page.render(queries.visible(ref, actor()), sentence=refusal.sentence), status_of(refusal)


def _back(ref: Ref) -> Response:
    return redirect(url_for("bookings.show", ref=ref))
