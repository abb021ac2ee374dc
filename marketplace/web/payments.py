"""To Stripe's page, and back from it."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import queries as bookings
from marketplace.bookings.wording import thing_are
from marketplace.kit.ids import Ref
from marketplace.payments import service
from marketplace.web import booking_page
from marketplace.web.paying import leave_for, say_how_it_went
from marketplace.web.security import actor, signed_in

bp = Blueprint("payments", __name__)

Answer = Response | tuple[str, int]


@bp.post("/bookings/<ref>/payment")
@signed_in
def create(ref: Ref) -> Answer:
    return leave_for(
        lambda: service.start(ref, by=actor()),
        back=url_for("bookings.show", ref=ref),
        again=lambda sentence: booking_page.render(bookings.visible(ref, actor()), sentence=sentence),
    )


@bp.get("/bookings/<ref>/payment/return")
@signed_in
def finish(ref: Ref) -> Response:
    booking = bookings.visible(ref, actor())
    say_how_it_went(
        lambda attempt: attempt.booking_id == booking.id and attempt.days_alone,
        paid=f"Paid. The {thing_are(booking)} yours.",
        too_late="Your payment came after the hold had run out. You get all of it back.",
    )
    return redirect(url_for("bookings.show", ref=ref))
