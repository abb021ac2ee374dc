"""Deliverables of a booking, handed in instead of hours. They are answered like hours: see `timesheets`."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import queries as bookings
from marketplace.bookings.policy import is_expert
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.timesheets import delivering, policy
from marketplace.web import deliverable_page
from marketplace.web.forms.attempt import DONE
from marketplace.web.keeping import attempt_with_files, make_room
from marketplace.web.security import actor, signed_in

bp = Blueprint("deliverables", __name__)
bp.url_value_preprocessor(make_room)

Answer = str | Response | tuple[str, int]


@bp.get("/bookings/<ref>/deliverables")
@signed_in
def index(ref: Ref) -> str:
    booking = bookings.visible(ref, actor())
    if not booking.deliverables:
        raise NotFound("No deliverables were agreed on for this booking.")
    return render_template(
        "deliverables/index.html",
        booking=booking,
        mine=is_expert(actor(), booking),
        promised=deliverable_page.promised(booking),
        writes=policy.may_write(actor(), booking) is True,
    )


@bp.get("/bookings/<ref>/deliverables/<int:number>")
@signed_in
def show(ref: Ref, number: int) -> str:
    return deliverable_page.render(bookings.visible(ref, actor()), number)


@bp.post("/bookings/<ref>/deliverables/<int:number>")
@signed_in
def deliver(ref: Ref, number: int) -> Answer:
    booking = bookings.visible(ref, actor())
    permit(policy.may_write(actor(), booking))
    delivering.check_number(booking, number)
    form = deliverable_page.form_for(booking, number)

    def act() -> None:
        kept = form.kept.data or []
        delivering.deliver(ref, number, form.days.data or [], form.note.data or "", kept, by=actor())

    status = attempt_with_files(form, act)
    if status != DONE:
        return deliverable_page.render(bookings.visible(ref, actor()), number, form=form), status
    flash("Handed in. You hear from us as soon as it is accepted.", "success")
    return redirect(url_for(".show", ref=ref, number=number))
