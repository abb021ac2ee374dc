"""Inviting somebody to a request, from wherever a customer comes across them: which request, and done."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.bookings import queries as bookings
from marketplace.kit.errors import NotFound, Refused
from marketplace.requests import inviting, queries
from marketplace.requests.lifecycles import RequestState
from marketplace.web.forms.refusal import status_of
from marketplace.web.requests import writes_for
from marketplace.web.security import actor, signed_in

bp = Blueprint("request_invitations", __name__)


@bp.route("/experts/<slug>/invitation", methods=["GET", "POST"])
@signed_in
def new(slug: str) -> str | Response | tuple[str, int]:
    """Without a request to invite to, the way leads to a new one that invites them."""
    expert = bookings.bookable_expert(slug)
    writes_for("")
    sentence, status = "", 200
    if request.method == "POST":
        wanted = request.form.get("request", "")[:12]
        try:
            made = inviting.invite(wanted, slug, by=actor())
        except NotFound:
            sentence, status = "Choose one of your requests.", 400
        except Refused as refusal:
            sentence, status = refusal.sentence, status_of(refusal)
        else:
            later = " They read it once it is published." if made.request.state is RequestState.DRAFT else ""
            flash(f"{expert.name} is invited.{later}", "success")
            return redirect(url_for("requests.show", ref=made.request.ref))
    mine = [one.id for one in bookings.organizations_booking(actor())]
    page = render_template(
        "requests/invite.html", expert=expert, found=queries.unfinished_of(mine), sentence=sentence
    )
    return page, status
