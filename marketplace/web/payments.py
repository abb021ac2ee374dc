"""To Stripe's page, and back from it."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import queries as bookings
from marketplace.gateways.errors import GatewayRefused
from marketplace.kit.errors import NotFound, Refused, Unavailable
from marketplace.kit.ids import Ref
from marketplace.payments import queries, service
from marketplace.payments.errors import AlreadyPaid
from marketplace.payments.models import PaymentState
from marketplace.web import booking_page
from marketplace.web.forms.refusal import status_of
from marketplace.web.security import actor, signed_in

bp = Blueprint("payments", __name__)

Answer = Response | tuple[str, int]


@bp.post("/bookings/<ref>/payment")
@signed_in
def create(ref: Ref) -> Answer:
    try:
        return redirect(service.start(ref, by=actor()), 303)
    except AlreadyPaid as paid:
        flash(paid.sentence, "success")
        return redirect(url_for("bookings.show", ref=ref))
    except Unavailable as silence:
        return _again(ref, silence.sentence), 503
    except Refused as refusal:
        return _again(ref, refusal.sentence), status_of(refusal)


@bp.get("/bookings/<ref>/payment/return")
@signed_in
def finish(ref: Ref) -> Response:
    """The browser is back. Stripe is asked how it went: what the address says is no proof."""
    booking = bookings.visible(ref, actor())
    checkout_id, back = request.args.get("checkout", ""), url_for("bookings.show", ref=ref)
    if not checkout_id:
        flash("Nothing was charged. You can pay until the time named below.", "info")
        return redirect(back)
    attempt = queries.payment_of_page(checkout_id)
    if attempt is None or attempt.booking_id != booking.id:
        raise NotFound
    try:
        settled = service.settle(checkout_id)
    except (Unavailable, GatewayRefused):
        flash("Thank you. Your payment is being confirmed; this page shows it in a moment.", "info")
        return redirect(back)
    _say(settled.state, too_late=settled.too_late)
    return redirect(back)


def _say(state: PaymentState, *, too_late: bool) -> None:
    if state is not PaymentState.PAID:
        flash("The payment did not go through, and nothing was charged. You can try again.", "danger")
    elif too_late:
        flash("Your payment came after the days had been given back. You get all of it back.", "danger")
    else:
        flash("Paid. The days are yours.", "success")


def _again(ref: Ref, sentence: str) -> str:
    return booking_page.render(bookings.visible(ref, actor()), sentence=sentence)
