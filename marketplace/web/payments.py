"""To Stripe's page, and back from it."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import queries as bookings
from marketplace.bookings.wording import thing_are
from marketplace.kit.errors import Refused, Unavailable
from marketplace.kit.ids import Ref
from marketplace.payments import service
from marketplace.payments.errors import AlreadyPaid
from marketplace.web import booking_page
from marketplace.web.forms.refusal import status_of
from marketplace.web.paying import say_how_it_went
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
    booking = bookings.visible(ref, actor())
    say_how_it_went(
        lambda attempt: attempt.booking_id == booking.id and attempt.days_alone,
        paid=f"Paid. The {thing_are(booking)} yours.",
        too_late="Your payment came after the hold had run out. You get all of it back.",
    )
    return redirect(url_for("bookings.show", ref=ref))


def _again(ref: Ref, sentence: str) -> str:
    return booking_page.render(bookings.visible(ref, actor()), sentence=sentence)
