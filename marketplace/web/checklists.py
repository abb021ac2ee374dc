"""The checklist of a booking: the expert ticks off what is there, on the booking's own page."""

from collections.abc import Callable

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import checklist, queries
from marketplace.bookings.models import Booking
from marketplace.kit.errors import NotFound, Refused
from marketplace.kit.ids import Ref
from marketplace.web import booking_page
from marketplace.web.forms.refusal import status_of
from marketplace.web.security import actor, signed_in

bp = Blueprint("checklists", __name__, url_prefix="/bookings/<ref>/checklist/<int:number>")

Answer = str | Response | tuple[str, int]


@bp.post("/tick")
@signed_in
def tick(ref: Ref, number: int) -> Answer:
    return _act(ref, number, checklist.tick)


@bp.post("/removal")
@signed_in
def untick(ref: Ref, number: int) -> Answer:
    return _act(ref, number, checklist.untick)


def _act(ref: Ref, number: int, act: Callable[..., Booking]) -> Answer:
    try:
        act(ref, number, by=actor())
    except NotFound:
        raise
    except Refused as refusal:
        page = booking_page.render(queries.visible(ref, actor()), sentence=refusal.sentence)
        return page, status_of(refusal)
    return redirect(url_for("bookings.show", ref=ref, _anchor="work"))
